-- How many parts there are in the category ?1 or the subcategory ?2, ?3, and how many altogether; NULL asks for nothing.
SELECT coalesce(sum(part_count.parts) FILTER (
        WHERE (?1 IS NULL OR category.code = ?1) AND (?2 IS NULL OR (category.code = ?2 AND subcategory.code = ?3))
    ), 0) AS fitting, coalesce(sum(part_count.parts), 0) AS parts
FROM category
JOIN subcategory ON subcategory.category_id = category.id
JOIN part_count ON part_count.subcategory_id = subcategory.id
