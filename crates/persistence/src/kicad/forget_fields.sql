DELETE FROM kicad_field WHERE subcategory_id = ?1
