INSERT INTO approval_override (revision_id, round, person_id, reason, given)
VALUES (?1, ?2, ?3, ?4, ?5)
