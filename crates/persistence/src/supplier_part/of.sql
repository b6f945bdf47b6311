SELECT id AS supplier_part_id, manufacturer_part_id, supplier, order_code, packaging, lead_time, minimum, multiple, currency,
    (SELECT json_group_array(json_array(quantity, price)) FROM supplier_part_price WHERE supplier_part_id = supplier_part.id)
        AS prices
FROM supplier_part WHERE manufacturer_part_id = ?1 ORDER BY id
