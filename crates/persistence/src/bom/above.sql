-- Upwards from the part ?1: which revisions hold it, each once, then the lines for which these count.
WITH RECURSIVE holding (revision_id) AS (
    SELECT bom_line.revision_id FROM bom_line WHERE bom_line.child_part_id = ?1
    UNION
    SELECT line.revision_id
    FROM holding
    CROSS JOIN revision ON revision.id = holding.revision_id
    CROSS JOIN bom_line_counting AS line ON line.child_part_id = revision.part_id
    WHERE line.counting_revision_id = revision.id
)
SELECT line.id, line.revision_id, line.position, line.child_part_id, line.quantity, line.unit, line.designators,
    line.quantity_intended, line.dnp, line.find_number, line.note, line.pinned_revision_id, line.substitutes,
    line.properties, line.origin_file_id, line.origin_rows,
    counting.id AS counting_id, counting.state
FROM bom_line_counting AS line
LEFT JOIN revision AS counting ON counting.id = line.counting_revision_id
WHERE line.child_part_id = ?1
UNION ALL
SELECT line.id, line.revision_id, line.position, line.child_part_id, line.quantity, line.unit, line.designators,
    line.quantity_intended, line.dnp, line.find_number, line.note, line.pinned_revision_id, line.substitutes,
    line.properties, line.origin_file_id, line.origin_rows,
    counting.id AS counting_id, counting.state
FROM holding
CROSS JOIN revision AS counting ON counting.id = holding.revision_id
CROSS JOIN bom_line_counting AS line ON line.child_part_id = counting.part_id
WHERE line.counting_revision_id = counting.id
