-- ?1 a category, ?2 a subcategory with its category; NULL asks for all.
SELECT coalesce(sum(part_count.parts), 0) AS parts
FROM part_count
CROSS JOIN subcategory ON subcategory.id = part_count.subcategory_id
CROSS JOIN category ON category.id = subcategory.category_id
WHERE (?1 IS NULL OR category.code = ?1) AND (?2 IS NULL OR category.code || '-' || subcategory.code = ?2)
