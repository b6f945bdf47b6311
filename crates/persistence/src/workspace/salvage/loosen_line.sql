-- Lines that were imported from a file of which nothing is known any more: they stay, and say no more where they came from.
UPDATE bom_line SET origin_file_id = NULL, origin_rows = NULL
WHERE origin_file_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM import_file WHERE import_file.id = bom_line.origin_file_id)
RETURNING lower(hex(id));
