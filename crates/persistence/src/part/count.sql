SELECT coalesce(sum(part_count.parts), 0) AS parts, coalesce(sum(part_count.parts) FILTER (WHERE subcategory.assembly), 0) AS assemblies
FROM subcategory
JOIN part_count ON part_count.subcategory_id = subcategory.id
