UPDATE supplier_part
SET manufacturer_part_id = ?2, supplier = ?3, order_code = ?4, packaging = ?5, lead_time = ?6, minimum = ?7, multiple = ?8,
    currency = ?9, supplier_key = ?10, order_code_key = ?11
WHERE id = ?1
