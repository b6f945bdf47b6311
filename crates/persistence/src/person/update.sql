UPDATE person SET name = ?2, role = ?3 WHERE id = ?1
