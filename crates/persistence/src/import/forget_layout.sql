DELETE FROM import_layout WHERE key = ?1
