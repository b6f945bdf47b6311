INSERT INTO category (id, code, name) VALUES (?1, ?2, ?3)
