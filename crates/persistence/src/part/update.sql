-- The number is among the columns so that the trigger that keeps it can refuse another one.
UPDATE part
SET subcategory_id = ?2, codes = ?3, sequence = ?4, name = ?5, description = ?6, name_key = ?7, successor_id = ?8
WHERE id = ?1
