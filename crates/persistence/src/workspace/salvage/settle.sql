-- What follows from what was salvaged, made anew while no trigger is asked.

DELETE FROM part_count;
INSERT INTO part_count (subcategory_id, parts) SELECT subcategory_id, count(*) FROM part GROUP BY subcategory_id;

DELETE FROM bom_designator;
INSERT OR IGNORE INTO bom_designator (revision_id, designator, line_id)
SELECT bom_line.revision_id, designator.value, bom_line.id
FROM bom_line CROSS JOIN json_each(bom_line.designators) AS designator
WHERE designator.type = 'text';

DELETE FROM search_due;
INSERT INTO search_due (sequence) SELECT sequence FROM part;

-- No number is given twice, also when the row that says which is next was lost.
UPDATE part_sequence SET next = max(
    next,
    coalesce((SELECT max(sequence) + 1 FROM part), 0),
    coalesce((SELECT max(sequence) + 1 FROM part_removed), 0)
);

-- A workspace has an Admin, and somebody acts in it: else nobody could open it and look.
INSERT INTO person (id, name, role)
SELECT randomblob(16), 'Admin (salvaged)', 'Admin' WHERE NOT EXISTS (SELECT 1 FROM person WHERE role = 'Admin');
UPDATE person SET acting = 1
WHERE id = (SELECT id FROM person WHERE role = 'Admin' ORDER BY id LIMIT 1)
    AND NOT EXISTS (SELECT 1 FROM person WHERE acting = 1);
