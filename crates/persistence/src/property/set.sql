INSERT INTO property (revision_id, name, name_key, kind, text, unit)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (revision_id, name) DO UPDATE SET kind = excluded.kind, text = excluded.text, unit = excluded.unit
