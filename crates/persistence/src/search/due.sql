SELECT sequence FROM search_due ORDER BY sequence LIMIT ?1
