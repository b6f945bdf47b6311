SELECT position, room, subject, part_id, action, title, before, after
FROM audit_entry
WHERE unit_sequence = ?1 AND position < ?2
ORDER BY position DESC
LIMIT ?3
