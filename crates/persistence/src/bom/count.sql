SELECT count(*) FROM bom_line WHERE revision_id = ?1
