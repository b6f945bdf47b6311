-- The parts whose newest revision is obsolete, and which a newest revision that is not calls for, ?1 of them.
SELECT part.id AS part_id, part.codes, part.sequence, part.subcategory_id, part.name AS part_name, part.description,
    part.created AS part_created, part.successor_id
FROM revision
CROSS JOIN part ON part.id = revision.part_id
WHERE revision.state = 'Obsolete'
    AND NOT EXISTS (
        SELECT 1 FROM revision AS newer WHERE newer.part_id = revision.part_id AND newer.ordinal > revision.ordinal
    )
    AND EXISTS (
        SELECT 1
        FROM bom_line
        CROSS JOIN revision AS above ON above.id = bom_line.revision_id
        WHERE bom_line.child_part_id = part.id
            AND above.state <> 'Obsolete'
            AND NOT EXISTS (
                SELECT 1 FROM revision AS newer WHERE newer.part_id = above.part_id AND newer.ordinal > above.ordinal
            )
    )
ORDER BY part.codes, part.sequence
LIMIT ?1
