SELECT part.id AS part_id, part.codes, part.sequence, part.subcategory_id, part.name AS part_name, part.description,
    part.created AS part_created, part.successor_id
FROM part
WHERE part.successor_id = ?1
ORDER BY part.codes, part.sequence
