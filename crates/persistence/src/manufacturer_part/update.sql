-- On its part: on another it would be another one.
UPDATE manufacturer_part
SET manufacturer = ?3, mpn = ?4, status = ?5, manufacturer_key = ?6, mpn_key = ?7, sort_key = ?8
WHERE id = ?1 AND part_id = ?2
