SELECT file.id, file.revision_id, file.name, file.role, file.hash, file_content.size, file.added, file.added_by_id
FROM file
JOIN file_content ON file_content.hash = file.hash
WHERE file.id = ?1
