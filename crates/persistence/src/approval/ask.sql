INSERT INTO approval_request (revision_id, round, person_id, asked, workflow_state, needed, note, open)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
