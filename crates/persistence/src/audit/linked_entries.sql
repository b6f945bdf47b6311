SELECT audit_entry.unit_sequence, audit_entry.position, audit_unit.sequence IS NOT NULL AS has_unit, audit_unit.at,
    audit_unit.person_id, audit_unit.operation, audit_entry.room, audit_entry.subject, audit_entry.part_id,
    audit_entry.action, audit_entry.title, audit_entry.before, audit_entry.after, audit_entry.previous, audit_entry.hash
FROM audit_entry
LEFT JOIN audit_unit ON audit_unit.sequence = audit_entry.unit_sequence
WHERE (audit_entry.unit_sequence, audit_entry.position) > (?1, ?2)
ORDER BY audit_entry.unit_sequence, audit_entry.position
LIMIT ?3
