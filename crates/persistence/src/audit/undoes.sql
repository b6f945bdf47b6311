INSERT INTO audit_undo (unit_sequence, undone_sequence, previous, hash) VALUES (?1, ?2, ?3, ?4)
