SELECT audit_unit.sequence, audit_unit.at, audit_unit.person_id, audit_unit.operation, person.name AS person_name,
    (SELECT count(*) FROM audit_entry WHERE audit_entry.unit_sequence = audit_unit.sequence) AS entry_count
FROM audit_unit
JOIN person ON person.id = audit_unit.person_id
WHERE audit_unit.sequence < ?6 AND audit_unit.sequence > ?7
    -- What a dot follows is of the group; the slash is the character after the dot.
    AND (?3 IS NULL OR audit_unit.operation = ?3 OR audit_unit.operation > ?3 || '.' AND audit_unit.operation < ?3 || '/')
    AND (?4 IS NULL OR audit_unit.at >= ?4) AND (?5 IS NULL OR audit_unit.at < ?5)
ORDER BY audit_unit.sequence DESC
LIMIT ?8
