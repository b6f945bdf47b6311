-- Files of imports whose rows are all there: from then on none comes to them.
CREATE TABLE import_complete (
    file_id BLOB NOT NULL CONSTRAINT import_complete_key PRIMARY KEY CONSTRAINT import_complete_file REFERENCES import_file (id)
) STRICT, WITHOUT ROWID;

-- What was imported before was imported whole.
INSERT INTO import_complete (file_id) SELECT id FROM import_file;

CREATE TRIGGER import_row_comes_before_the_end BEFORE INSERT ON import_row
WHEN EXISTS (SELECT 1 FROM import_complete WHERE file_id = NEW.file_id)
BEGIN
    SELECT RAISE(ABORT, 'import.fixed');
END;

CREATE TRIGGER import_complete_replaces_none BEFORE INSERT ON import_complete
WHEN EXISTS (SELECT 1 FROM import_complete WHERE file_id = NEW.file_id)
BEGIN
    SELECT RAISE(ABORT, 'import.fixed');
END;

CREATE TRIGGER import_complete_keeps BEFORE UPDATE ON import_complete
BEGIN
    SELECT RAISE(ABORT, 'import.fixed');
END;

CREATE TRIGGER import_complete_stays BEFORE DELETE ON import_complete
BEGIN
    SELECT RAISE(ABORT, 'import.fixed');
END;
