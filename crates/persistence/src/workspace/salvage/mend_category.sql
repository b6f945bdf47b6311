-- Categories that subcategories are of, and whose rows are lost: as the history last told of them.
INSERT OR IGNORE INTO category (id, code, name)
SELECT lost.id, told.after ->> 'code', told.after ->> 'name'
FROM (SELECT category_id AS id FROM subcategory EXCEPT SELECT id FROM category) AS lost
JOIN audit_entry AS told ON told.room = 'category' AND told.subject = lost.id AND told.after IS NOT NULL
ORDER BY told.unit_sequence DESC;
