SELECT newest.part_id, property.name, property.kind, property.text, property.unit
FROM json_each(?1) AS wanted
CROSS JOIN revision AS newest ON newest.part_id = unhex(wanted.value, '-') AND newest.ordinal = (
    SELECT max(revision.ordinal) FROM revision WHERE revision.part_id = newest.part_id
)
CROSS JOIN property ON property.revision_id = newest.id
GROUP BY newest.part_id, property.name
ORDER BY newest.part_id, property.name_key, property.name
