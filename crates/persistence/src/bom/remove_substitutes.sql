DELETE FROM bom_substitute
WHERE revision_id = (SELECT bom_line.revision_id FROM bom_line WHERE bom_line.id = ?1) AND line_id = ?1
