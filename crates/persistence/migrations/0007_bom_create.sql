-- BOMs. The lines of a revision lie together, because a BOM is always read whole.
CREATE TABLE bom_line (
    revision_id BLOB NOT NULL CONSTRAINT bom_line_revision REFERENCES revision (id),
    id BLOB NOT NULL CONSTRAINT bom_line_id_is_uuid CHECK (length(id) = 16),
    position INTEGER NOT NULL,
    child_part_id BLOB NOT NULL CONSTRAINT bom_line_child REFERENCES part (id),
    -- Millionths: exact in every sum and comparison.
    quantity INTEGER NOT NULL CONSTRAINT bom_line_quantity_in_range CHECK (quantity BETWEEN 1 AND 999999999999999),
    unit TEXT NOT NULL CONSTRAINT bom_line_unit_known CHECK (unit IN ('each', 'm', 'cm', 'mm', 'kg', 'g', 'mg', 'l', 'ml')),
    -- A JSON array of texts, in the order written.
    designators TEXT NOT NULL CONSTRAINT bom_line_designators_are_a_list
        CHECK (json_valid(designators) AND json_type(designators) = 'array'),
    quantity_intended INTEGER NOT NULL CONSTRAINT bom_line_quantity_intended_is_boolean CHECK (quantity_intended IN (0, 1)),
    dnp INTEGER NOT NULL CONSTRAINT bom_line_dnp_is_boolean CHECK (dnp IN (0, 1)),
    find_number TEXT NOT NULL,
    note TEXT NOT NULL,
    CONSTRAINT bom_line_key PRIMARY KEY (revision_id, id),
    CONSTRAINT bom_line_id_is_unique UNIQUE (id),
    CONSTRAINT bom_line_quantity_agrees CHECK (
        quantity_intended = 1
        OR json_array_length(designators) = 0
        OR (unit = 'each' AND quantity = 1000000 * json_array_length(designators))
    )
) STRICT, WITHOUT ROWID;

CREATE INDEX bom_line_by_child ON bom_line (child_part_id);

-- Which designators a BOM has: written by the triggers below, so that each can stand only once.
CREATE TABLE bom_designator (
    revision_id BLOB NOT NULL,
    designator TEXT NOT NULL,
    line_id BLOB NOT NULL,
    CONSTRAINT bom_designator_is_unique PRIMARY KEY (revision_id, designator),
    CONSTRAINT bom_designator_line FOREIGN KEY (revision_id, line_id) REFERENCES bom_line (revision_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX bom_designator_by_line ON bom_designator (revision_id, line_id);

CREATE TRIGGER bom_line_frozen_takes_none BEFORE INSERT ON bom_line
WHEN (SELECT state FROM revision WHERE id = NEW.revision_id) IN ('Released', 'Obsolete')
BEGIN
    SELECT RAISE(ABORT, 'revision.frozen');
END;

-- REPLACE removes a row without asking the triggers of DELETE: neither a new line nor a moved one may take another's id.
CREATE TRIGGER bom_line_replaces_none BEFORE INSERT ON bom_line
WHEN EXISTS (SELECT 1 FROM bom_line WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'bom_line_id_is_unique');
END;

CREATE TRIGGER bom_line_stays_in_place BEFORE UPDATE OF id, revision_id ON bom_line
WHEN NEW.id <> OLD.id OR NEW.revision_id <> OLD.revision_id
BEGIN
    SELECT RAISE(ABORT, 'bom_line_stays_in_place');
END;

CREATE TRIGGER bom_line_frozen_keeps BEFORE UPDATE ON bom_line
WHEN (SELECT state FROM revision WHERE id = OLD.revision_id) IN ('Released', 'Obsolete')
BEGIN
    SELECT RAISE(ABORT, 'revision.frozen');
END;

CREATE TRIGGER bom_line_frozen_stays BEFORE DELETE ON bom_line
WHEN (SELECT state FROM revision WHERE id = OLD.revision_id) IN ('Released', 'Obsolete')
BEGIN
    SELECT RAISE(ABORT, 'revision.frozen');
END;

-- A part may not stand below itself. The question is asked downwards from the child, over every revision of every part,
-- so that no older revision hides a cycle.
CREATE TRIGGER bom_line_makes_no_cycle BEFORE INSERT ON bom_line
BEGIN
    SELECT RAISE(ABORT, 'bom.cycle')
    WHERE EXISTS (
        WITH RECURSIVE below (part_id) AS (
            SELECT NEW.child_part_id
            UNION
            SELECT bom_line.child_part_id
            FROM below
            CROSS JOIN revision ON revision.part_id = below.part_id
            CROSS JOIN bom_line ON bom_line.revision_id = revision.id
        )
        SELECT 1 FROM below WHERE part_id = (SELECT part_id FROM revision WHERE id = NEW.revision_id)
    );
END;

CREATE TRIGGER bom_line_stays_without_cycle BEFORE UPDATE OF child_part_id ON bom_line
WHEN NEW.child_part_id <> OLD.child_part_id
BEGIN
    SELECT RAISE(ABORT, 'bom.cycle')
    WHERE EXISTS (
        WITH RECURSIVE below (part_id) AS (
            SELECT NEW.child_part_id
            UNION
            SELECT bom_line.child_part_id
            FROM below
            CROSS JOIN revision ON revision.part_id = below.part_id
            CROSS JOIN bom_line ON bom_line.revision_id = revision.id
        )
        SELECT 1 FROM below WHERE part_id = (SELECT part_id FROM revision WHERE id = NEW.revision_id)
    );
END;

-- A revision that changes parts would carry its BOM to another parent, past the question above.
CREATE TRIGGER revision_keeps_part BEFORE UPDATE OF part_id ON revision
WHEN NEW.part_id <> OLD.part_id
BEGIN
    SELECT RAISE(ABORT, 'revision.frozen');
END;

CREATE TRIGGER bom_line_adds_designators AFTER INSERT ON bom_line
BEGIN
    INSERT INTO bom_designator (revision_id, designator, line_id)
    SELECT NEW.revision_id, value, NEW.id FROM json_each(NEW.designators);
END;

CREATE TRIGGER bom_line_changes_designators AFTER UPDATE OF designators ON bom_line
BEGIN
    DELETE FROM bom_designator WHERE revision_id = OLD.revision_id AND line_id = OLD.id;
    INSERT INTO bom_designator (revision_id, designator, line_id)
    SELECT NEW.revision_id, value, NEW.id FROM json_each(NEW.designators);
END;

CREATE TRIGGER bom_designator_frozen_takes_none BEFORE INSERT ON bom_designator
WHEN (SELECT state FROM revision WHERE id = NEW.revision_id) IN ('Released', 'Obsolete')
BEGIN
    SELECT RAISE(ABORT, 'revision.frozen');
END;

CREATE TRIGGER bom_designator_frozen_keeps BEFORE UPDATE ON bom_designator
BEGIN
    SELECT RAISE(ABORT, 'revision.frozen');
END;

CREATE TRIGGER bom_designator_frozen_stays BEFORE DELETE ON bom_designator
WHEN (SELECT state FROM revision WHERE id = OLD.revision_id) IN ('Released', 'Obsolete')
BEGIN
    SELECT RAISE(ABORT, 'revision.frozen');
END;
