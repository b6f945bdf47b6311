-- Whoever did something in the history, or made a revision, and whose row is lost: as the history last told of them.
INSERT OR IGNORE INTO person (id, name, role)
SELECT lost.id, coalesce(told.after ->> 'name', 'Lost person'), coalesce(told.after ->> 'role', 'Viewer')
FROM (
    SELECT person_id AS id FROM audit_unit UNION SELECT author_id FROM revision EXCEPT SELECT id FROM person
) AS lost
LEFT JOIN audit_entry AS told ON told.room = 'person' AND told.subject = lost.id AND told.after IS NOT NULL
ORDER BY told.unit_sequence DESC;
