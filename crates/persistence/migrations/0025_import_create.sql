-- What imports read, and what is remembered of them.

-- A file that was imported. It stays: lines say that they came from it, and so does the audit.
CREATE TABLE import_file (
    id BLOB NOT NULL CONSTRAINT import_file_id PRIMARY KEY CONSTRAINT import_file_id_is_uuid CHECK (length(id) = 16),
    name TEXT NOT NULL CONSTRAINT import_file_name_given CHECK (name <> ''),
    sha256 TEXT NOT NULL CONSTRAINT import_file_sha256_is_hexadecimal
        CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    -- A JSON array of objects: place, name and role of each column, as they were understood.
    columns TEXT NOT NULL CONSTRAINT import_file_columns_are_a_list
        CHECK (json_valid(columns) AND json_type(columns) = 'array'),
    imported_at INTEGER NOT NULL,
    imported_by BLOB NOT NULL CONSTRAINT import_file_person REFERENCES person (id)
) STRICT, WITHOUT ROWID;

CREATE INDEX import_file_by_person ON import_file (imported_by);

-- Every row of it, as it stood there.
CREATE TABLE import_row (
    file_id BLOB NOT NULL CONSTRAINT import_row_file REFERENCES import_file (id),
    number INTEGER NOT NULL CONSTRAINT import_row_number_counts_from_one CHECK (number >= 1),
    -- A JSON array of texts.
    cells TEXT NOT NULL CONSTRAINT import_row_cells_are_a_list CHECK (json_valid(cells) AND json_type(cells) = 'array'),
    CONSTRAINT import_row_key PRIMARY KEY (file_id, number)
) STRICT, WITHOUT ROWID;

-- REPLACE removes a row without asking the triggers of DELETE.
CREATE TRIGGER import_file_replaces_none BEFORE INSERT ON import_file
WHEN EXISTS (SELECT 1 FROM import_file WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'import.fixed');
END;

CREATE TRIGGER import_file_keeps BEFORE UPDATE ON import_file
BEGIN
    SELECT RAISE(ABORT, 'import.fixed');
END;

CREATE TRIGGER import_file_stays BEFORE DELETE ON import_file
BEGIN
    SELECT RAISE(ABORT, 'import.fixed');
END;

CREATE TRIGGER import_row_replaces_none BEFORE INSERT ON import_row
WHEN EXISTS (SELECT 1 FROM import_row WHERE file_id = NEW.file_id AND number = NEW.number)
BEGIN
    SELECT RAISE(ABORT, 'import.fixed');
END;

CREATE TRIGGER import_row_keeps BEFORE UPDATE ON import_row
BEGIN
    SELECT RAISE(ABORT, 'import.fixed');
END;

CREATE TRIGGER import_row_stays BEFORE DELETE ON import_row
BEGIN
    SELECT RAISE(ABORT, 'import.fixed');
END;

-- How files of a layout are read: by the folded names of their columns.
CREATE TABLE import_layout (
    key TEXT NOT NULL CONSTRAINT import_layout_key PRIMARY KEY,
    -- A JSON array of the columns' roles.
    roles TEXT NOT NULL CONSTRAINT import_layout_roles_are_a_list CHECK (json_valid(roles) AND json_type(roles) = 'array'),
    -- NULL where they were not chosen.
    encoding TEXT,
    delimiter TEXT CONSTRAINT import_layout_delimiter_is_a_character CHECK (length(delimiter) = 1)
) STRICT, WITHOUT ROWID;

-- Which part a row means, as somebody chose. It names a part that was there: while an undo has taken the part away it says
-- nothing, and when a redo brings the part back under its own id it says again what it said.
CREATE TABLE import_choice (
    kind TEXT NOT NULL CONSTRAINT import_choice_kind_known CHECK (kind IN ('described', 'foreign_number')),
    key TEXT NOT NULL,
    part_id BLOB NOT NULL,
    CONSTRAINT import_choice_key PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

-- A row without a number means a part that is described alike.
CREATE INDEX property_by_value ON property (text) WHERE name = 'Value';
