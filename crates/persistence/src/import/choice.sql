SELECT part_id
FROM import_choice
WHERE kind = ?1 AND key = ?2 AND EXISTS (SELECT 1 FROM part WHERE part.id = import_choice.part_id)
