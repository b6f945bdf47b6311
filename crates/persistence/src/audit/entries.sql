SELECT room, subject, part_id, action, title, before, after
FROM audit_entry
WHERE unit_sequence = ?1 AND (?2 IS NULL OR part_id = ?2)
ORDER BY position
LIMIT ?3
