-- A part that nothing refers to can be removed. Its number stays its own for ever: here, so that the numbers have no gap
-- that nobody can explain, and no other part ever gets it.
CREATE TABLE part_removed (
    sequence INTEGER NOT NULL CONSTRAINT part_removed_key PRIMARY KEY,
    codes TEXT NOT NULL,
    id BLOB NOT NULL CONSTRAINT part_removed_id UNIQUE CONSTRAINT part_removed_id_is_uuid CHECK (length(id) = 16)
) STRICT, WITHOUT ROWID;

-- Written by the trigger below, the first time a part goes, and by nobody else: a part that is there was not removed.
CREATE TRIGGER part_removed_is_gone BEFORE INSERT ON part_removed
WHEN EXISTS (SELECT 1 FROM part WHERE sequence = NEW.sequence OR id = NEW.id)
    OR EXISTS (SELECT 1 FROM part_removed WHERE sequence = NEW.sequence OR id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'part_removed_is_gone');
END;

CREATE TRIGGER part_removed_keeps BEFORE UPDATE ON part_removed
BEGIN
    SELECT RAISE(ABORT, 'part_removed_keeps');
END;

CREATE TRIGGER part_removed_stays BEFORE DELETE ON part_removed
BEGIN
    SELECT RAISE(ABORT, 'part_removed_stays');
END;

DROP TRIGGER part_stays;

-- Also where foreign keys are asked late or not at all.
CREATE TRIGGER part_in_use_stays BEFORE DELETE ON part
WHEN EXISTS (SELECT 1 FROM revision WHERE part_id = OLD.id)
    OR EXISTS (SELECT 1 FROM manufacturer_part WHERE part_id = OLD.id)
    OR EXISTS (SELECT 1 FROM bom_line WHERE child_part_id = OLD.id)
    OR EXISTS (SELECT 1 FROM bom_substitute WHERE part_id = OLD.id)
    OR EXISTS (SELECT 1 FROM part WHERE successor_id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'part.in_use');
END;

CREATE TRIGGER part_leaves_its_number AFTER DELETE ON part
WHEN NOT EXISTS (SELECT 1 FROM part_removed WHERE sequence = OLD.sequence)
BEGIN
    INSERT INTO part_removed (sequence, codes, id) VALUES (OLD.sequence, OLD.codes, OLD.id);
END;

CREATE TRIGGER part_is_counted_no_more AFTER DELETE ON part
BEGIN
    UPDATE part_count SET parts = parts - 1 WHERE subcategory_id = OLD.subcategory_id;
END;

-- Its terms are due to go, as those of another part are due to change.
CREATE TRIGGER search_follows_lost_part AFTER DELETE ON part
WHEN NOT EXISTS (SELECT 1 FROM search_due WHERE sequence = OLD.sequence)
BEGIN
    INSERT INTO search_due (sequence) VALUES (OLD.sequence);
END;

-- It comes back as itself, or not at all.
CREATE TRIGGER part_comes_back_as_itself BEFORE INSERT ON part
WHEN EXISTS (SELECT 1 FROM part_removed WHERE sequence = NEW.sequence AND (id <> NEW.id OR codes <> NEW.codes))
    OR EXISTS (SELECT 1 FROM part_removed WHERE id = NEW.id AND sequence <> NEW.sequence)
BEGIN
    SELECT RAISE(ABORT, 'part.number_taken');
END;

-- A revision goes only when it has nothing left; its content is frozen, asked and audited by itself.
CREATE TRIGGER revision_in_use_stays BEFORE DELETE ON revision
WHEN OLD.state = 'Draft' AND (
    EXISTS (SELECT 1 FROM bom_line WHERE revision_id = OLD.id)
    OR EXISTS (SELECT 1 FROM property WHERE revision_id = OLD.id)
    OR EXISTS (SELECT 1 FROM file WHERE revision_id = OLD.id)
    OR EXISTS (SELECT 1 FROM bom_line WHERE pinned_revision_id = OLD.id)
)
BEGIN
    SELECT RAISE(ABORT, 'revision.in_use');
END;

-- Said by the trigger above, by a code of its own.
DROP TRIGGER revision_pinned_stays;
