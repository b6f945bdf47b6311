-- The unit with which the chain began that a unit undoes or redoes.
WITH RECURSIVE chain (sequence) AS (
    SELECT undone_sequence FROM audit_undo WHERE unit_sequence = ?1
    UNION ALL
    SELECT audit_undo.undone_sequence
    FROM chain
    CROSS JOIN audit_undo ON audit_undo.unit_sequence = chain.sequence
)
SELECT audit_unit.sequence, audit_unit.operation
FROM audit_unit
WHERE audit_unit.sequence = (SELECT min(sequence) FROM chain)
