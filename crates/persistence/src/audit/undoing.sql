-- The last unit of the chain in which a unit was undone, redone, undone again, and how many steps it is away.
WITH RECURSIVE chain (sequence, steps) AS (
    SELECT unit_sequence, 1 FROM audit_undo WHERE undone_sequence = ?1
    UNION ALL
    SELECT audit_undo.unit_sequence, chain.steps + 1
    FROM chain
    CROSS JOIN audit_undo ON audit_undo.undone_sequence = chain.sequence
)
SELECT audit_unit.sequence, person.name AS person_name, audit_unit.at, (SELECT max(steps) FROM chain) % 2 AS is_undone
FROM audit_unit
JOIN person ON person.id = audit_unit.person_id
WHERE audit_unit.sequence = (SELECT max(sequence) FROM chain)
