SELECT name, kind, text, unit FROM property WHERE revision_id = ?1 AND name = ?2
