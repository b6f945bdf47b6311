INSERT INTO supplier_part
    (id, manufacturer_part_id, supplier, order_code, packaging, lead_time, minimum, multiple, currency, supplier_key, order_code_key)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
