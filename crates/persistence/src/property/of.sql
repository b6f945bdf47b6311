SELECT name, kind, text, unit FROM property WHERE revision_id = ?1 ORDER BY name_key, name
