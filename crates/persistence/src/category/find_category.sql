SELECT id, code, name FROM category WHERE id = ?1
