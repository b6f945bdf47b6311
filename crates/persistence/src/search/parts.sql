-- Of each part in the JSON array ?1: its number, and what it is filtered by.
SELECT part.codes, part.sequence, category.code || '-' || subcategory.code AS of, revision.state,
    EXISTS (SELECT 1 FROM manufacturer_part WHERE manufacturer_part.part_id = part.id) AS has_mpn
FROM json_each(?1) AS wanted
CROSS JOIN part ON part.sequence = wanted.value
CROSS JOIN subcategory ON subcategory.id = part.subcategory_id
CROSS JOIN category ON category.id = subcategory.category_id
CROSS JOIN revision ON revision.id =
    (SELECT newest.id FROM revision AS newest WHERE newest.part_id = part.id ORDER BY newest.ordinal DESC LIMIT 1)
