UPDATE category SET code = ?2, name = ?3 WHERE id = ?1
