INSERT INTO release (revision_id, person_id, at, form, hash, exception)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
