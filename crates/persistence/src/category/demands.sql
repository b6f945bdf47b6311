SELECT name FROM subcategory_demand WHERE subcategory_id = ?1 ORDER BY name
