-- Downwards from the revision ?1; every child counts with its newest revision, and each assembly is visited once.
WITH RECURSIVE assembly (revision_id) AS (
    SELECT ?1
    UNION
    SELECT (SELECT id FROM revision WHERE part_id = bom_line.child_part_id ORDER BY ordinal DESC LIMIT 1)
    FROM assembly
    CROSS JOIN bom_line ON bom_line.revision_id = assembly.revision_id
)
SELECT bom_line.id, bom_line.revision_id, bom_line.position, bom_line.child_part_id, bom_line.quantity, bom_line.unit,
    bom_line.designators, bom_line.quantity_intended, bom_line.dnp, bom_line.find_number, bom_line.note,
    newest.id, newest.state
FROM assembly
CROSS JOIN bom_line ON bom_line.revision_id = assembly.revision_id
CROSS JOIN revision AS newest
    ON newest.id = (SELECT id FROM revision WHERE part_id = bom_line.child_part_id ORDER BY ordinal DESC LIMIT 1)
