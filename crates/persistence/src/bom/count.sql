SELECT count(*) AS lines FROM bom_line WHERE revision_id = ?1
