DELETE FROM subcategory_demand WHERE subcategory_id = ?1
