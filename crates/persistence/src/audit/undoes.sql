INSERT INTO audit_undo (unit_sequence, undone_sequence) VALUES (?1, ?2)
