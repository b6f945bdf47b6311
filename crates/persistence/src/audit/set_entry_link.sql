UPDATE audit_entry SET previous = ?3, hash = ?4 WHERE unit_sequence = ?1 AND position = ?2
