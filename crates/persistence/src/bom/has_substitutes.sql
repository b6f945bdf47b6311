SELECT EXISTS (
    SELECT 1
    FROM bom_line
    JOIN bom_substitute ON bom_substitute.revision_id = bom_line.revision_id AND bom_substitute.line_id = bom_line.id
    WHERE bom_line.id = ?1
)
