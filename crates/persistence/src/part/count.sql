SELECT count(*) AS parts, coalesce(sum(subcategory.assembly), 0) AS assemblies
FROM part
JOIN subcategory ON subcategory.id = part.subcategory_id
