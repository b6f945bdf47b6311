SELECT roles, encoding, delimiter FROM import_layout WHERE key = ?1
