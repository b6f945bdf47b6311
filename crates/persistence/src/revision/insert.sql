INSERT INTO revision (id, part_id, ordinal, label, state, author_id, created, released, obsolete)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
