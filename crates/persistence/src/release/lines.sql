SELECT line_id, child_revision_id
FROM release_line
WHERE revision_id = ?1
ORDER BY line_id
