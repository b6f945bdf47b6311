INSERT INTO file_content (hash, size)
SELECT ?1, ?2
WHERE NOT EXISTS (SELECT 1 FROM file_content WHERE hash = ?1 AND size = ?2)
