SELECT audit_unit.sequence, audit_unit.at, audit_unit.person_id, audit_unit.operation, person.name AS person_name,
    (SELECT count(*) FROM audit_entry WHERE audit_entry.unit_sequence = audit_unit.sequence) AS entry_count
FROM audit_unit
JOIN person ON person.id = audit_unit.person_id
WHERE audit_unit.person_id = ?1 AND audit_unit.sequence < ?2
ORDER BY audit_unit.sequence DESC
LIMIT ?3
