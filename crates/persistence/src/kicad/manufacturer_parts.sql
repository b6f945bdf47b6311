-- The manufacturer parts of many parts, whose ids are the hexadecimal texts of the JSON array ?1.
SELECT manufacturer_part.id AS manufacturer_part_id, manufacturer_part.part_id, manufacturer_part.manufacturer,
    manufacturer_part.mpn, manufacturer_part.status
FROM json_each(?1) AS asked
CROSS JOIN manufacturer_part ON manufacturer_part.part_id = unhex(asked.value)
ORDER BY asked.key, manufacturer_part.id
