-- Downwards from the revision ?1: which revisions with lines are reached, each once, then the lines of each. Most of what a
-- line calls for has none, and is not kept to be looked at again.
WITH RECURSIVE reached (revision_id) AS (
    SELECT ?1
    UNION
    SELECT line.counting_revision_id
    FROM reached
    CROSS JOIN bom_line_counting AS line ON line.revision_id = reached.revision_id
    WHERE EXISTS (SELECT 1 FROM bom_line AS lower WHERE lower.revision_id = line.counting_revision_id)
)
SELECT line.id, line.revision_id, line.position, line.child_part_id, line.quantity, line.unit, line.designators,
    line.quantity_intended, line.dnp, line.find_number, line.note, line.pinned_revision_id, line.substitutes,
    line.properties, line.origin_file_id, line.origin_rows,
    counting.id AS counting_id, counting.state
FROM reached
CROSS JOIN bom_line_counting AS line ON line.revision_id = reached.revision_id
LEFT JOIN revision AS counting ON counting.id = line.counting_revision_id
