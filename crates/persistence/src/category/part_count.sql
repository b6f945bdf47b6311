SELECT coalesce((SELECT parts FROM part_count WHERE subcategory_id = ?1), 0) AS parts
