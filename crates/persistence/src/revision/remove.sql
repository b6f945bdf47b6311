DELETE FROM revision WHERE id = ?1
