SELECT line.id, line.revision_id, line.position, line.child_part_id, line.quantity, line.unit, line.designators,
    line.quantity_intended, line.dnp, line.find_number, line.note, line.pinned_revision_id, line.substitutes,
    line.properties, line.origin_file_id, line.origin_rows,
    counting.id AS counting_id, counting.state
FROM json_each(?1) AS wanted
CROSS JOIN bom_line_counting AS line ON line.id = unhex(wanted.value, '-')
LEFT JOIN revision AS counting ON counting.id = line.counting_revision_id
ORDER BY wanted.key
