-- The revision is among the columns so that the trigger that keeps a line in its place can refuse another one.
UPDATE bom_line
SET revision_id = ?2, position = ?3, child_part_id = ?4, quantity = ?5, unit = ?6, designators = ?7,
    quantity_intended = ?8, dnp = ?9, find_number = ?10, note = ?11, pinned_revision_id = ?12,
    properties = ?13, origin_file_id = ?14, origin_rows = ?15
WHERE id = ?1
