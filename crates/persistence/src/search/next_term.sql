-- The first term from ?1 on, if it is below ?2.
SELECT term FROM search_term WHERE term >= ?1 AND term < ?2 ORDER BY term LIMIT 1
