INSERT INTO import_choice (kind, key, part_id)
VALUES (?1, ?2, ?3)
ON CONFLICT (kind, key) DO UPDATE SET part_id = excluded.part_id
