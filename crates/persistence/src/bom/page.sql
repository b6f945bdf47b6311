-- Which lines they are is read from the index alone; what they say, of these lines only.
SELECT line.id, line.revision_id, line.position, line.child_part_id, line.quantity, line.unit, line.designators,
    line.quantity_intended, line.dnp, line.find_number, line.note, line.pinned_revision_id, line.substitutes,
    line.properties, line.origin_file_id, line.origin_rows,
    counting.id AS counting_id, counting.state
FROM (SELECT id FROM bom_line WHERE revision_id = ?1 ORDER BY position, id LIMIT ?3 OFFSET ?2) AS there
CROSS JOIN bom_line_counting AS line ON line.revision_id = ?1 AND line.id = there.id
LEFT JOIN revision AS counting ON counting.id = line.counting_revision_id
ORDER BY line.position, line.id
