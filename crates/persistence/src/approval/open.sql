SELECT revision_id, round, person_id, asked, workflow_state, needed, note, open
FROM approval_request
WHERE open = 1
ORDER BY asked, revision_id
