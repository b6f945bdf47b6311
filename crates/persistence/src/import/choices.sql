SELECT import_choice.key, import_choice.part_id
FROM json_each(?2) AS wanted
CROSS JOIN import_choice ON import_choice.kind = ?1 AND import_choice.key = wanted.value
WHERE EXISTS (SELECT 1 FROM part WHERE part.id = import_choice.part_id)
GROUP BY import_choice.key
ORDER BY import_choice.key
