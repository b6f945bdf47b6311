SELECT part.id AS part_id, part.codes, part.sequence, part.subcategory_id, part.name AS part_name, part.description,
    part.created AS part_created, part.successor_id
FROM json_each(?1) AS wanted
CROSS JOIN part ON part.id = unhex(wanted.value, '-')
GROUP BY part.id
ORDER BY part.id
