SELECT audit_unit.sequence, audit_unit.at, audit_unit.operation, coalesce(audit_entry.title, '')
FROM audit_unit
LEFT JOIN audit_entry ON audit_entry.unit_sequence = audit_unit.sequence AND audit_entry.position = 1
WHERE audit_unit.sequence = (SELECT max(sequence) FROM audit_unit)
