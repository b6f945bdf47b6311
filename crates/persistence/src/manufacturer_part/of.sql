SELECT id AS manufacturer_part_id, part_id, manufacturer, mpn, status FROM manufacturer_part WHERE part_id = ?1 ORDER BY id
