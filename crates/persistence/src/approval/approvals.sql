SELECT revision_id, round, person_id, verdict, comment, given
FROM approval
WHERE revision_id = ?1 AND round = ?2
ORDER BY given, person_id
