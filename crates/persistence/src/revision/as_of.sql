SELECT id AS revision_id, part_id, ordinal, label, state, workflow_id, workflow_state, author_id, created AS revision_created, released,
    obsolete
FROM revision
WHERE part_id = ?1 AND released <= ?2 AND (obsolete IS NULL OR obsolete > ?2)
ORDER BY ordinal DESC
LIMIT 1
