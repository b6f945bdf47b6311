INSERT INTO release_line (revision_id, line_id, child_revision_id)
VALUES (?1, ?2, ?3)
