UPDATE audit_undo SET previous = ?2, hash = ?3 WHERE unit_sequence = ?1
