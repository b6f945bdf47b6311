-- Downwards from ?1, over every revision of every part, lines and substitutes alike; each part is visited once, however
-- often it is used.
WITH RECURSIVE below (part_id) AS (
    SELECT bom_line.child_part_id
    FROM revision
    CROSS JOIN bom_line ON bom_line.revision_id = revision.id
    WHERE revision.part_id = ?1
    UNION
    SELECT bom_substitute.part_id
    FROM revision
    CROSS JOIN bom_substitute ON bom_substitute.revision_id = revision.id
    WHERE revision.part_id = ?1
    UNION
    SELECT bom_line.child_part_id
    FROM below
    CROSS JOIN revision ON revision.part_id = below.part_id
    CROSS JOIN bom_line ON bom_line.revision_id = revision.id
    UNION
    SELECT bom_substitute.part_id
    FROM below
    CROSS JOIN revision ON revision.part_id = below.part_id
    CROSS JOIN bom_substitute ON bom_substitute.revision_id = revision.id
)
SELECT EXISTS (SELECT 1 FROM below WHERE part_id = ?2)
