-- The parts that fit the expression ?1, newest first, from below the sequence ?2 on.
SELECT rowid FROM search WHERE search MATCH ?1 AND rowid < ?2 ORDER BY rowid DESC LIMIT ?3
