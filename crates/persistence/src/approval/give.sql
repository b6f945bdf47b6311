INSERT INTO approval (revision_id, round, person_id, verdict, comment, given)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
