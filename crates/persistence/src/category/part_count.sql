SELECT count(*) FROM part WHERE subcategory_id = ?1
