SELECT revision_id, round, person_id, reason, given
FROM approval_override
WHERE revision_id = ?1 AND round = ?2
