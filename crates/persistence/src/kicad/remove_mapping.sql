DELETE FROM kicad_mapping WHERE subcategory_id = ?1
