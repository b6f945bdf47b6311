SELECT manufacturer_part.id AS manufacturer_part_id, manufacturer_part.part_id, manufacturer_part.manufacturer,
    manufacturer_part.mpn, manufacturer_part.status
FROM json_each(?1) AS wanted
CROSS JOIN manufacturer_part ON manufacturer_part.mpn_key = wanted.value
GROUP BY manufacturer_part.id
ORDER BY manufacturer_part.id
