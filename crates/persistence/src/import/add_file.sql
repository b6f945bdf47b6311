INSERT INTO import_file (id, name, sha256, columns, imported_at, imported_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
