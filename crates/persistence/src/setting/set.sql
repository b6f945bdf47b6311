UPDATE setting SET labels = ?1, approvals = ?2
