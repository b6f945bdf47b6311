-- Parts, and the one sequence from which their numbers come.
CREATE TABLE part (
    id BLOB NOT NULL CONSTRAINT part_id UNIQUE CONSTRAINT part_id_is_uuid CHECK (length(id) = 16),
    subcategory_id BLOB NOT NULL CONSTRAINT part_subcategory REFERENCES subcategory (id),
    -- The number's two halves: the codes it was given under ('EL-RES'), and its place in the sequence.
    codes TEXT NOT NULL,
    -- The sequence is the rowid too: there is no further key, hidden in SQLite, by which a part could be replaced.
    sequence INTEGER NOT NULL CONSTRAINT part_sequence_is_unique PRIMARY KEY
        CONSTRAINT part_sequence_in_range CHECK (sequence BETWEEN 100000 AND 4294967295),
    name TEXT NOT NULL CONSTRAINT part_name_given CHECK (name <> ''),
    description TEXT NOT NULL,
    created INTEGER NOT NULL,
    -- How it sorts and how it is searched; written with the name, by the same statement.
    name_key TEXT NOT NULL,
    search_key TEXT NOT NULL
) STRICT;

CREATE INDEX part_by_subcategory ON part (subcategory_id);
CREATE INDEX part_by_number ON part (codes, sequence);
CREATE INDEX part_by_name ON part (name_key, sequence);

-- Asked at every update: a trigger of `UPDATE OF sequence` is not asked when a statement calls the column `rowid`.
CREATE TRIGGER part_number_is_fixed BEFORE UPDATE ON part
WHEN NEW.id IS NOT OLD.id OR NEW.codes IS NOT OLD.codes OR NEW.sequence IS NOT OLD.sequence
BEGIN
    SELECT RAISE(ABORT, 'part.number_fixed');
END;

-- REPLACE removes a row without asking the triggers of DELETE.
CREATE TRIGGER part_replaces_none BEFORE INSERT ON part
BEGIN
    SELECT RAISE(ABORT, 'part_id') WHERE EXISTS (SELECT 1 FROM part WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'part.number_taken') WHERE EXISTS (SELECT 1 FROM part WHERE sequence = NEW.sequence);
END;

-- A part that goes leaves a gap in the numbers, and may come back under another one.
CREATE TRIGGER part_stays BEFORE DELETE ON part
BEGIN
    SELECT RAISE(ABORT, 'part_stays');
END;

CREATE TABLE part_sequence (
    only INTEGER NOT NULL CONSTRAINT part_sequence_only PRIMARY KEY CONSTRAINT part_sequence_is_one_row CHECK (only = 1),
    next INTEGER NOT NULL
) STRICT;

INSERT INTO part_sequence (only, next) VALUES (1, 100000);

-- The numbers have no gap: the next one goes on by one, and by nothing else.
CREATE TRIGGER part_sequence_counts BEFORE UPDATE ON part_sequence
WHEN NEW.only IS NOT OLD.only OR NEW.next IS NOT OLD.next + 1
BEGIN
    SELECT RAISE(ABORT, 'part_sequence_counts');
END;

CREATE TRIGGER part_sequence_is_alone BEFORE INSERT ON part_sequence
BEGIN
    SELECT RAISE(ABORT, 'part_sequence_is_alone');
END;

CREATE TRIGGER part_sequence_stays BEFORE DELETE ON part_sequence
BEGIN
    SELECT RAISE(ABORT, 'part_sequence_stays');
END;
