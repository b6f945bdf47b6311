SELECT revision_id, person_id, at, form, hash, exception
FROM release
WHERE revision_id = ?1
