DELETE FROM supplier_part WHERE id = ?1
