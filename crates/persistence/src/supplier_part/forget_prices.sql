DELETE FROM supplier_part_price WHERE supplier_part_id = ?1
