INSERT INTO import_complete (file_id) VALUES (?1)
