SELECT id AS revision_id, part_id, ordinal, label, state, author_id, created AS revision_created
FROM revision
WHERE id = ?1
