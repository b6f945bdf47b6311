SELECT hash, (SELECT name FROM file WHERE file.hash = file_content.hash LIMIT 1) FROM file_content ORDER BY hash
