SELECT line.id, line.revision_id, line.position, line.child_part_id, line.quantity, line.unit, line.designators,
    line.quantity_intended, line.dnp, line.find_number, line.note, line.pinned_revision_id, line.substitutes,
    line.properties, line.origin_file_id, line.origin_rows
FROM bom_substitute
CROSS JOIN bom_line_whole AS line
    ON line.revision_id = bom_substitute.revision_id AND line.id = bom_substitute.line_id
CROSS JOIN revision ON revision.id = line.revision_id
CROSS JOIN part ON part.id = revision.part_id
WHERE bom_substitute.part_id = ?1
ORDER BY part.codes, part.sequence, revision.ordinal, line.position, line.id
