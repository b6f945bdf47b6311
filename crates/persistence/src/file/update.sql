UPDATE file SET role = ?2, hash = ?3, added = ?4, added_by_id = ?5 WHERE id = ?1
