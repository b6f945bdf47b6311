DELETE FROM bom_line WHERE id = ?1
