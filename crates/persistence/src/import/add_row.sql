INSERT INTO import_row (file_id, number, cells) VALUES (?1, ?2, ?3)
