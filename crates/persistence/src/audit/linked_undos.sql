SELECT audit_undo.unit_sequence, audit_unit.sequence IS NOT NULL AS has_unit, audit_unit.at, audit_unit.person_id,
    audit_unit.operation, audit_undo.undone_sequence, audit_undo.previous, audit_undo.hash
FROM audit_undo
LEFT JOIN audit_unit ON audit_unit.sequence = audit_undo.unit_sequence
WHERE audit_undo.unit_sequence > ?1
ORDER BY audit_undo.unit_sequence
LIMIT ?2
