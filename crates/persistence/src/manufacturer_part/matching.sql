SELECT id AS manufacturer_part_id, part_id, manufacturer, mpn, status FROM manufacturer_part WHERE mpn_key = ?1 ORDER BY id
