INSERT INTO file (id, revision_id, name, name_key, sort_key, role, hash, added, added_by_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
