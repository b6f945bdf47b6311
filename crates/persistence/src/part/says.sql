-- ?3 the words as a JSON array.
NOT EXISTS (
    SELECT 1 FROM json_each(?3) AS word
    WHERE instr(part.search_key, word.value) = 0
        AND NOT EXISTS (
            SELECT 1 FROM manufacturer_part AS any_of
            WHERE any_of.part_id = part.id AND instr(any_of.search_key, word.value) > 0
        )
)
