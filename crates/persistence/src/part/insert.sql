-- What `search_key` was for, the index of the search does now.
INSERT INTO part (id, subcategory_id, codes, sequence, name, description, created, name_key, search_key, successor_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, '', ?9)
