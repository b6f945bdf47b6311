-- Upwards from ?1, over every revision of every part, lines and substitutes alike; each part is visited once.
WITH RECURSIVE above (part_id) AS (
    SELECT revision.part_id
    FROM bom_line
    CROSS JOIN revision ON revision.id = bom_line.revision_id
    WHERE bom_line.child_part_id = ?1
    UNION
    SELECT revision.part_id
    FROM bom_substitute
    CROSS JOIN revision ON revision.id = bom_substitute.revision_id
    WHERE bom_substitute.part_id = ?1
    UNION
    SELECT revision.part_id
    FROM above
    CROSS JOIN bom_line ON bom_line.child_part_id = above.part_id
    CROSS JOIN revision ON revision.id = bom_line.revision_id
    UNION
    SELECT revision.part_id
    FROM above
    CROSS JOIN bom_substitute ON bom_substitute.part_id = above.part_id
    CROSS JOIN revision ON revision.id = bom_substitute.revision_id
)
SELECT part_id FROM above ORDER BY part_id
