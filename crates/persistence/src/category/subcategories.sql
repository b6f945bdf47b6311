SELECT subcategory.id AS subcategory_id, subcategory.category_id, category.code AS category_code,
    subcategory.code AS subcategory_code, subcategory.name AS subcategory_name, subcategory.assembly AS subcategory_assembly,
    (SELECT json_group_array(name) FROM (SELECT name FROM subcategory_demand
        WHERE subcategory_demand.subcategory_id = subcategory.id ORDER BY position)) AS subcategory_demands
FROM subcategory
JOIN category ON category.id = subcategory.category_id
ORDER BY category.code, subcategory.code
