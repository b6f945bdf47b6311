SELECT coalesce(sum(part_count.parts), 0) AS parts,
    coalesce(sum(part_count.parts) FILTER (WHERE subcategory.assembly = 1), 0) AS assemblies
FROM part_count
CROSS JOIN subcategory ON subcategory.id = part_count.subcategory_id
