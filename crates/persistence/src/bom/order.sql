SELECT id, position FROM bom_line WHERE revision_id = ?1 ORDER BY position, id
