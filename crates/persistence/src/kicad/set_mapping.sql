INSERT INTO kicad_mapping
    (subcategory_id, offered, symbol_property, symbol, reference, footprint_property, no_bom, no_board, no_simulation)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (subcategory_id) DO UPDATE SET offered = excluded.offered, symbol_property = excluded.symbol_property,
    symbol = excluded.symbol, reference = excluded.reference, footprint_property = excluded.footprint_property,
    no_bom = excluded.no_bom, no_board = excluded.no_board, no_simulation = excluded.no_simulation
