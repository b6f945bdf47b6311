SELECT count(*) FROM revision WHERE workflow_id = ?1
