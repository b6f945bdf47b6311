INSERT OR REPLACE INTO search (rowid, head, inside, fact) VALUES (?1, ?2, ?3, ?4)
