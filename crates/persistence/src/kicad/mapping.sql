SELECT subcategory_id, offered, symbol_property, symbol, reference, footprint_property, no_bom, no_board, no_simulation
FROM kicad_mapping
WHERE subcategory_id = ?1
