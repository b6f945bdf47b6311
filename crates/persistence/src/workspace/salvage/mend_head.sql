-- How the chain ends, where what was written down of it is lost: as the last link says. So what follows is linked to what is there.
UPDATE audit_head SET
    count = (SELECT count(*) FROM audit_entry) + (SELECT count(*) FROM audit_undo),
    hash = last.hash
FROM (
    SELECT unit_sequence, 1 AS is_undo, 0 AS position, hash FROM audit_undo
    UNION ALL
    SELECT unit_sequence, 0, position, hash FROM audit_entry
    ORDER BY unit_sequence DESC, is_undo DESC, position DESC
    LIMIT 1
) AS last
WHERE audit_head.count = 0 AND last.hash IS NOT NULL;
