-- Of each part in the JSON array ?1: the properties of its newest revision.
SELECT part.sequence, property.name, property.kind, property.text, property.unit
FROM json_each(?1) AS wanted
CROSS JOIN part ON part.sequence = wanted.value
CROSS JOIN revision ON revision.id =
    (SELECT newest.id FROM revision AS newest WHERE newest.part_id = part.id ORDER BY newest.ordinal DESC LIMIT 1)
CROSS JOIN property ON property.revision_id = revision.id
