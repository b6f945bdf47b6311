DELETE FROM property WHERE revision_id = ?1 AND name = ?2
