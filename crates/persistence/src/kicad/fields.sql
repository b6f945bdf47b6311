SELECT property, visible FROM kicad_field WHERE subcategory_id = ?1 ORDER BY position
