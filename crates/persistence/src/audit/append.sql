INSERT INTO audit_entry (unit_sequence, position, room, subject, part_id, action, title, before, after, previous, hash)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
