-- Subcategories that parts are of, and whose rows are lost: as the history last told of them.
INSERT OR IGNORE INTO subcategory (id, category_id, code, name, assembly)
SELECT
    lost.id,
    unhex(replace(told.after ->> 'category', '-', '')),
    substr(told.after ->> 'codes', instr(told.after ->> 'codes', '-') + 1),
    told.after ->> 'name',
    told.after ->> 'assembly'
FROM (SELECT subcategory_id AS id FROM part EXCEPT SELECT id FROM subcategory) AS lost
JOIN audit_entry AS told ON told.room = 'category' AND told.subject = lost.id AND told.after IS NOT NULL
ORDER BY told.unit_sequence DESC;
