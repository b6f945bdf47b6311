-- Of each part in the JSON array ?1: the properties of its newest revision.
SELECT part.sequence, property.name, property.kind, property.text, property.unit
FROM json_each(?1) AS wanted
CROSS JOIN part ON part.sequence = wanted.value
CROSS JOIN revision ON revision.part_id = part.id
    AND revision.ordinal = (SELECT max(newest.ordinal) FROM revision AS newest WHERE newest.part_id = part.id)
CROSS JOIN property ON property.revision_id = revision.id
