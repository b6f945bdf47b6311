SELECT labels, workflow_id FROM setting
