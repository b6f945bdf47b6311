SELECT count(*) AS parts
FROM part
JOIN subcategory ON subcategory.id = part.subcategory_id
JOIN category ON category.id = subcategory.category_id
