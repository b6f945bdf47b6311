-- In the category ?4, or in its subcategory ?5. The column to be compared is put where '{subcategory}' stands.
'{subcategory}' IN (
    SELECT subcategory.id FROM category
    CROSS JOIN subcategory ON subcategory.category_id = category.id
    WHERE category.code = ?4 AND (?5 IS NULL OR subcategory.code = ?5)
)
