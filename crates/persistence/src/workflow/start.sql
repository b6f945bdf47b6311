SELECT start FROM workflow WHERE id = ?1
