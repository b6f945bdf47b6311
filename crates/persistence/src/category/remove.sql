DELETE FROM subcategory WHERE id = ?1
