INSERT INTO audit_unit (sequence, at, person_id, operation) VALUES (?1, ?2, ?3, ?4)
