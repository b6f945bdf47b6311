SELECT revision_id, round, person_id, asked, workflow_state, needed, note, open
FROM approval_request
WHERE revision_id = ?1
ORDER BY round DESC
