-- As list.sql, by the index over a part's history; what is counted is what concerns it.
SELECT audit_unit.sequence, audit_unit.at, audit_unit.person_id, audit_unit.operation, person.name AS person_name,
    count(*) AS entry_count
FROM audit_entry
CROSS JOIN audit_unit ON audit_unit.sequence = audit_entry.unit_sequence
CROSS JOIN person ON person.id = audit_unit.person_id
WHERE audit_entry.part_id = ?1 AND audit_entry.unit_sequence < ?6 AND audit_entry.unit_sequence > ?7
    AND (?2 IS NULL OR audit_unit.person_id = ?2)
    AND (?3 IS NULL OR audit_unit.operation = ?3 OR audit_unit.operation > ?3 || '.' AND audit_unit.operation < ?3 || '/')
    AND (?4 IS NULL OR audit_unit.at >= ?4) AND (?5 IS NULL OR audit_unit.at < ?5)
GROUP BY audit_entry.unit_sequence
ORDER BY audit_entry.unit_sequence DESC
LIMIT ?8
