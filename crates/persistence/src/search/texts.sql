-- Of each part in the JSON array ?1: its texts that are searched, but for its properties. The file's role is its label.
SELECT part.sequence, 'name' AS field, '' AS label, part.name AS text
FROM json_each(?1) AS wanted
CROSS JOIN part ON part.sequence = wanted.value
UNION ALL
SELECT part.sequence, 'description', '', part.description
FROM json_each(?1) AS wanted
CROSS JOIN part ON part.sequence = wanted.value
WHERE part.description <> ''
UNION ALL
SELECT part.sequence, 'mpn', '', manufacturer_part.mpn
FROM json_each(?1) AS wanted
CROSS JOIN part ON part.sequence = wanted.value
CROSS JOIN manufacturer_part ON manufacturer_part.part_id = part.id
UNION ALL
SELECT part.sequence, 'manufacturer', '', manufacturer_part.manufacturer
FROM json_each(?1) AS wanted
CROSS JOIN part ON part.sequence = wanted.value
CROSS JOIN manufacturer_part ON manufacturer_part.part_id = part.id
UNION ALL
SELECT part.sequence, 'file', file.role, file.name
FROM json_each(?1) AS wanted
CROSS JOIN part ON part.sequence = wanted.value
CROSS JOIN revision ON revision.id =
    (SELECT newest.id FROM revision AS newest WHERE newest.part_id = part.id ORDER BY newest.ordinal DESC LIMIT 1)
CROSS JOIN file ON file.revision_id = revision.id
UNION ALL
SELECT part.sequence, 'note', '', bom_line.note
FROM json_each(?1) AS wanted
CROSS JOIN part ON part.sequence = wanted.value
CROSS JOIN revision ON revision.id =
    (SELECT newest.id FROM revision AS newest WHERE newest.part_id = part.id ORDER BY newest.ordinal DESC LIMIT 1)
CROSS JOIN bom_line ON bom_line.revision_id = revision.id
WHERE bom_line.note <> ''
