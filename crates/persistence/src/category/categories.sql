SELECT id, code, name FROM category ORDER BY code
