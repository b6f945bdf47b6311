UPDATE setting SET labels = ?1, workflow_id = ?2
