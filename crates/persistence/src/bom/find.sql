SELECT line.id, line.revision_id, line.position, line.child_part_id, line.quantity, line.unit, line.designators,
    line.quantity_intended, line.dnp, line.find_number, line.note, line.pinned_revision_id, line.substitutes,
    line.properties, line.origin_file_id, line.origin_rows
FROM bom_line_whole AS line
WHERE line.id = ?1
