SELECT room, subject, part_id, action, title, before, after
FROM audit_entry
WHERE part_id IS NULL AND unit_sequence > ?1 AND room = ?2 AND subject = ?3
ORDER BY unit_sequence, position
LIMIT 1
