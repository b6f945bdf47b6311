INSERT INTO subcategory (id, category_id, code, name, assembly) VALUES (?1, ?2, ?3, ?4, ?5)
