INSERT INTO audit_unit (sequence, at, person_id, operation)
VALUES ((SELECT coalesce(max(sequence), 0) + 1 FROM audit_unit), ?1, ?2, ?3)
