-- Upwards from the part ?1, through the newest revisions of parts alone; each part is visited once.
WITH RECURSIVE used (part_id) AS (
    SELECT ?1
    UNION
    SELECT revision.part_id
    FROM used
    CROSS JOIN bom_line ON bom_line.child_part_id = used.part_id
    CROSS JOIN revision ON revision.id = bom_line.revision_id
    WHERE NOT EXISTS (
        SELECT 1 FROM revision AS later WHERE later.part_id = revision.part_id AND later.ordinal > revision.ordinal
    )
)
SELECT bom_line.id, bom_line.revision_id, bom_line.position, bom_line.child_part_id, bom_line.quantity, bom_line.unit,
    bom_line.designators, bom_line.quantity_intended, bom_line.dnp, bom_line.find_number, bom_line.note,
    revision.part_id
FROM used
CROSS JOIN bom_line ON bom_line.child_part_id = used.part_id
CROSS JOIN revision ON revision.id = bom_line.revision_id
WHERE NOT EXISTS (
    SELECT 1 FROM revision AS later WHERE later.part_id = revision.part_id AND later.ordinal > revision.ordinal
)
