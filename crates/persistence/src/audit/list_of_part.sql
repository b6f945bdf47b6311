SELECT audit_unit.sequence, audit_unit.at, audit_unit.person_id, audit_unit.operation, person.name AS person_name,
    concerned.entry_count
FROM (
    SELECT unit_sequence, count(*) AS entry_count
    FROM audit_entry
    WHERE part_id = ?1 AND (?2 IS NULL OR unit_sequence < ?2)
    GROUP BY unit_sequence
    ORDER BY unit_sequence DESC
    LIMIT ?3
) AS concerned
CROSS JOIN audit_unit ON audit_unit.sequence = concerned.unit_sequence
JOIN person ON person.id = audit_unit.person_id
ORDER BY audit_unit.sequence DESC
