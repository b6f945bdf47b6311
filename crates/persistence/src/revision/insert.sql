INSERT INTO revision (id, part_id, ordinal, label, state, workflow_id, workflow_state, author_id, created, released, obsolete)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
