SELECT EXISTS (
    SELECT 1 FROM bom_line_counting AS line
    WHERE line.revision_id = ?1
        AND EXISTS (SELECT 1 FROM bom_line AS lower WHERE lower.revision_id = line.counting_revision_id)
) AS has_levels
