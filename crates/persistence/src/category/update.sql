UPDATE subcategory SET category_id = ?2, code = ?3, name = ?4, assembly = ?5 WHERE id = ?1
