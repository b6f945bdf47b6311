-- The places of the questions in the JSON array ?1, each a subcategory, a value, and a footprint or null, with the parts
-- that answer them.
SELECT wanted.key AS place, part.id AS part_id
FROM json_each(?1) AS wanted
CROSS JOIN property AS value ON value.name = 'Value' AND value.text = wanted.value ->> 1 AND value.kind = 'text'
CROSS JOIN revision ON revision.id = value.revision_id
CROSS JOIN part ON part.id = revision.part_id AND part.subcategory_id = unhex(wanted.value ->> 0, '-')
WHERE NOT EXISTS (
        SELECT 1 FROM revision AS newer WHERE newer.part_id = revision.part_id AND newer.ordinal > revision.ordinal
    )
    AND (
        SELECT property.text FROM property WHERE property.revision_id = revision.id AND property.name = 'Footprint'
            AND property.kind = 'text'
    ) IS wanted.value ->> 2
ORDER BY wanted.key, part.sequence
