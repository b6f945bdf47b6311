-- ?1 the words as a JSON array, ?2 a category, ?3 and ?4 a subcategory's two codes; NULL asks for nothing.
(?2 IS NULL OR category.code = ?2)
  AND (?3 IS NULL OR (category.code = ?3 AND subcategory.code = ?4))
  AND NOT EXISTS (
      SELECT 1 FROM json_each(?1) AS word
      WHERE instr(part.search_key, word.value) = 0
        AND NOT EXISTS (
            SELECT 1 FROM manufacturer_part AS any_of
            WHERE any_of.part_id = part.id AND instr(any_of.search_key, word.value) > 0
        )
  )
