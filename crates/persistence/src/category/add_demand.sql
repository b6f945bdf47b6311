INSERT INTO subcategory_demand (subcategory_id, name) VALUES (?1, ?2)
