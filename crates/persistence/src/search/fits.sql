-- Among the parts that fit the expression ?4, or the one with the sequence ?5.
part.sequence IN (SELECT rowid FROM search WHERE search MATCH ?4 UNION ALL SELECT ?5)
