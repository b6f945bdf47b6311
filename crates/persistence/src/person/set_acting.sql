UPDATE person SET acting = 1 WHERE id = ?1
