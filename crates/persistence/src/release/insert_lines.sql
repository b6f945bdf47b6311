-- The lines in the JSON array ?2, each with what it means, in one statement: inside a savepoint SQLite goes through what it
-- keeps for going back once for each statement, which for a statement a line takes the square of the lines.
INSERT INTO release_line (revision_id, line_id, child_revision_id)
SELECT ?1, unhex(value ->> 0, '-'), unhex(value ->> 1, '-') FROM json_each(?2)
