DELETE FROM search_due WHERE sequence <= ?1
