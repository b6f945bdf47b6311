DELETE FROM manufacturer_part WHERE id = ?1
