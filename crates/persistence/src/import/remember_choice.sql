INSERT INTO import_choice (kind, key, part_id)
SELECT ?1, ?2, part.id FROM part WHERE part.id = ?3
ON CONFLICT (kind, key) DO UPDATE SET part_id = excluded.part_id
