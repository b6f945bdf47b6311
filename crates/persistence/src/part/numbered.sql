SELECT part.id AS part_id, part.codes, part.sequence, part.subcategory_id, part.name AS part_name, part.description,
    part.created AS part_created, part.successor_id
FROM json_each(?1) AS wanted
CROSS JOIN part ON part.sequence = wanted.value ->> 1 AND part.codes = wanted.value ->> 0
GROUP BY part.sequence
ORDER BY part.sequence
