SELECT bom_line.id, bom_line.revision_id, bom_line.position, bom_line.child_part_id, bom_line.quantity, bom_line.unit,
    bom_line.designators, bom_line.quantity_intended, bom_line.dnp, bom_line.find_number, bom_line.note
FROM bom_line
JOIN revision ON revision.id = bom_line.revision_id
JOIN part ON part.id = revision.part_id
WHERE bom_line.child_part_id = ?1
ORDER BY part.codes, part.sequence, revision.ordinal, bom_line.position, bom_line.id
