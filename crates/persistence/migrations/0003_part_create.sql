-- Parts, and the one sequence from which their numbers come.
CREATE TABLE part (
    id BLOB NOT NULL CONSTRAINT part_id PRIMARY KEY CONSTRAINT part_id_is_uuid CHECK (length(id) = 16),
    subcategory_id BLOB NOT NULL CONSTRAINT part_subcategory REFERENCES subcategory (id),
    -- The number's two halves: the codes it was given under ('EL-RES'), and its place in the sequence.
    codes TEXT NOT NULL,
    sequence INTEGER NOT NULL CONSTRAINT part_sequence_is_unique UNIQUE
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

CREATE TRIGGER part_number_is_fixed BEFORE UPDATE OF id, codes, sequence ON part
WHEN NEW.id IS NOT OLD.id OR NEW.codes <> OLD.codes OR NEW.sequence <> OLD.sequence
BEGIN
    SELECT RAISE(ABORT, 'part.number_fixed');
END;

-- REPLACE removes a row without asking the triggers of DELETE, so what must stay is protected where a row comes in.
CREATE TRIGGER part_replaces_none BEFORE INSERT ON part
WHEN EXISTS (SELECT 1 FROM part WHERE id = NEW.id OR sequence = NEW.sequence)
BEGIN
    SELECT RAISE(ABORT, 'part.number_taken');
END;

CREATE TABLE part_sequence (
    only INTEGER NOT NULL CONSTRAINT part_sequence_only PRIMARY KEY CONSTRAINT part_sequence_is_one_row CHECK (only = 1),
    next INTEGER NOT NULL
) STRICT;

INSERT INTO part_sequence (only, next) VALUES (1, 100000);
