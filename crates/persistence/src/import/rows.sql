SELECT import_row.number, import_row.cells
FROM json_each(?2) AS wanted
CROSS JOIN import_row ON import_row.file_id = ?1 AND import_row.number = wanted.value
GROUP BY import_row.number
ORDER BY import_row.number
