-- The subcategories that have parts, with how many: those of the category ?1, or the subcategory ?2, ?3; NULL asks for
-- nothing. Where ?4 is set, only those of assemblies.
SELECT part_count.subcategory_id, part_count.parts
FROM category
JOIN subcategory ON subcategory.category_id = category.id
JOIN part_count ON part_count.subcategory_id = subcategory.id
WHERE part_count.parts > 0
    AND (?1 IS NULL OR category.code = ?1)
    AND (NOT ?4 OR subcategory.assembly)
    AND (?2 IS NULL OR (category.code = ?2 AND subcategory.code = ?3))
