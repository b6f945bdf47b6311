INSERT INTO import_layout (key, roles, encoding, delimiter)
VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (key) DO UPDATE SET roles = excluded.roles, encoding = excluded.encoding, delimiter = excluded.delimiter
