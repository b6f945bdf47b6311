-- The explosion of the revision ?1, depth first: what a plain program would ask SQLite for.
WITH RECURSIVE exploded (level, position, revision_id, line_id, counting_id, path, total, dnp) AS (
    SELECT 1, line.position, line.revision_id, line.id, line.counting_revision_id, line.id,
        line.quantity / 1e6 * CASE line.unit
            WHEN 'cm' THEN 0.01 WHEN 'mm' THEN 0.001 WHEN 'g' THEN 0.001 WHEN 'mg' THEN 0.000001 WHEN 'ml' THEN 0.001
            ELSE 1 END,
        line.dnp
    FROM bom_line_counting AS line
    WHERE line.revision_id = ?1
    UNION ALL
    SELECT exploded.level + 1, line.position, line.revision_id, line.id, line.counting_revision_id,
        CAST(exploded.path || line.id AS BLOB),
        exploded.total * (line.quantity / 1e6 * CASE line.unit
            WHEN 'cm' THEN 0.01 WHEN 'mm' THEN 0.001 WHEN 'g' THEN 0.001 WHEN 'mg' THEN 0.000001 WHEN 'ml' THEN 0.001
            ELSE 1 END),
        exploded.dnp OR line.dnp
    FROM exploded
    CROSS JOIN bom_line_counting AS line ON line.revision_id = exploded.counting_id
    ORDER BY 1 DESC, 2
)
SELECT line.id, line.revision_id, line.position, line.child_part_id, line.quantity, line.unit, line.designators,
    line.quantity_intended, line.dnp, line.find_number, line.note, line.pinned_revision_id, line.substitutes,
    counting.id AS counting_id, counting.state, exploded.level, exploded.path, exploded.total, exploded.dnp,
    EXISTS (SELECT 1 FROM bom_line WHERE bom_line.revision_id = exploded.counting_id) AS has_lines
FROM exploded
CROSS JOIN bom_line_whole AS line ON line.revision_id = exploded.revision_id AND line.id = exploded.line_id
LEFT JOIN revision AS counting ON counting.id = exploded.counting_id
