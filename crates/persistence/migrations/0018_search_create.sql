-- The index of the search: terms of parts, without the texts they come from. `domain/src/search` says what the terms are;
-- the program puts them in, before each unit commits, for the parts that the triggers below call due. So no door leads
-- past the index: what another program writes is due until this one opens the file or writes to it.
CREATE VIRTUAL TABLE search USING fts5 (
    -- What lists show of a part, everything else that is searched, and what is filtered by; the rowid is the sequence.
    head, inside, fact,
    content = '', contentless_delete = 1, detail = 'column', prefix = '2 3',
    -- The program cuts the words; here they are only told apart by white space.
    tokenize = "ascii tokenchars '.=~'"
);

-- The terms that are there, in their order: which of them begin with something, or lie in a range.
CREATE VIRTUAL TABLE search_term USING fts5vocab ('search', 'instance');

-- The parts whose terms in the index may not be those that they have now.
CREATE TABLE search_due (
    sequence INTEGER NOT NULL CONSTRAINT search_due_sequence PRIMARY KEY
) STRICT;

INSERT INTO search_due (sequence) SELECT sequence FROM part;

-- Whoever changes something that is searched says so here, where nothing ever stands. What a statement says of conflicts
-- holds in its triggers too, so a part that is due already is passed over by asking, not by a conflict.
CREATE VIEW search_changed AS SELECT id AS part_id FROM part WHERE 0;

CREATE TRIGGER search_is_due INSTEAD OF INSERT ON search_changed
BEGIN
    INSERT INTO search_due (sequence)
    SELECT part.sequence FROM part
    WHERE part.id = NEW.part_id AND NOT EXISTS (SELECT 1 FROM search_due WHERE search_due.sequence = part.sequence);
END;

CREATE TRIGGER search_follows_part AFTER UPDATE ON part
WHEN NEW.name IS NOT OLD.name OR NEW.description IS NOT OLD.description OR NEW.subcategory_id IS NOT OLD.subcategory_id
BEGIN
    INSERT INTO search_changed VALUES (NEW.id);
END;

-- A part is made with its first revision, so this is asked for new parts too.
CREATE TRIGGER search_follows_new_revision AFTER INSERT ON revision
BEGIN
    INSERT INTO search_changed VALUES (NEW.part_id);
END;

CREATE TRIGGER search_follows_revision AFTER UPDATE OF state ON revision
WHEN NEW.state IS NOT OLD.state
BEGIN
    INSERT INTO search_changed VALUES (NEW.part_id);
END;

CREATE TRIGGER search_follows_lost_revision AFTER DELETE ON revision
BEGIN
    INSERT INTO search_changed VALUES (OLD.part_id);
END;

CREATE TRIGGER search_follows_new_property AFTER INSERT ON property
BEGIN
    INSERT INTO search_changed SELECT part_id FROM revision WHERE id = NEW.revision_id;
END;

CREATE TRIGGER search_follows_property AFTER UPDATE ON property
BEGIN
    INSERT INTO search_changed SELECT part_id FROM revision WHERE id = NEW.revision_id;
END;

CREATE TRIGGER search_follows_lost_property AFTER DELETE ON property
BEGIN
    INSERT INTO search_changed SELECT part_id FROM revision WHERE id = OLD.revision_id;
END;

CREATE TRIGGER search_follows_new_manufacturer_part AFTER INSERT ON manufacturer_part
BEGIN
    INSERT INTO search_changed VALUES (NEW.part_id);
END;

CREATE TRIGGER search_follows_manufacturer_part AFTER UPDATE ON manufacturer_part
BEGIN
    INSERT INTO search_changed VALUES (NEW.part_id);
END;

CREATE TRIGGER search_follows_lost_manufacturer_part AFTER DELETE ON manufacturer_part
BEGIN
    INSERT INTO search_changed VALUES (OLD.part_id);
END;

CREATE TRIGGER search_follows_new_file AFTER INSERT ON file
BEGIN
    INSERT INTO search_changed SELECT part_id FROM revision WHERE id = NEW.revision_id;
END;

CREATE TRIGGER search_follows_file AFTER UPDATE OF name, role ON file
BEGIN
    INSERT INTO search_changed SELECT part_id FROM revision WHERE id = NEW.revision_id;
END;

CREATE TRIGGER search_follows_lost_file AFTER DELETE ON file
BEGIN
    INSERT INTO search_changed SELECT part_id FROM revision WHERE id = OLD.revision_id;
END;

-- Of a line only its note is searched; most lines have none.
CREATE TRIGGER search_follows_new_line AFTER INSERT ON bom_line
WHEN NEW.note <> ''
BEGIN
    INSERT INTO search_changed SELECT part_id FROM revision WHERE id = NEW.revision_id;
END;

CREATE TRIGGER search_follows_line AFTER UPDATE OF note ON bom_line
WHEN NEW.note IS NOT OLD.note
BEGIN
    INSERT INTO search_changed SELECT part_id FROM revision WHERE id = NEW.revision_id;
END;

CREATE TRIGGER search_follows_lost_line AFTER DELETE ON bom_line
WHEN OLD.note <> ''
BEGIN
    INSERT INTO search_changed SELECT part_id FROM revision WHERE id = OLD.revision_id;
END;

-- REPLACE removes a row without asking the triggers of DELETE: with another part's row it would take that part's terms
-- along unseen.
CREATE TRIGGER manufacturer_part_replaces_none BEFORE INSERT ON manufacturer_part
BEGIN
    SELECT RAISE(ABORT, 'manufacturer_part_id') WHERE EXISTS (SELECT 1 FROM manufacturer_part WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'manufacturer_part_added') WHERE EXISTS (SELECT 1 FROM manufacturer_part WHERE added = NEW.added);
END;

CREATE TRIGGER manufacturer_part_keeps_id BEFORE UPDATE ON manufacturer_part
WHEN NEW.id IS NOT OLD.id OR NEW.added IS NOT OLD.added OR NEW.part_id IS NOT OLD.part_id
BEGIN
    SELECT RAISE(ABORT, 'manufacturer_part_keeps_id');
END;
