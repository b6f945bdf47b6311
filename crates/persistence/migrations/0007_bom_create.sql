-- BOMs. The lines of a revision lie together, because a BOM is always read whole.
CREATE TABLE bom_line (
    revision_id BLOB NOT NULL CONSTRAINT bom_line_revision REFERENCES revision (id),
    id BLOB NOT NULL CONSTRAINT bom_line_id_is_uuid CHECK (length(id) = 16),
    position INTEGER NOT NULL,
    child_part_id BLOB NOT NULL CONSTRAINT bom_line_child REFERENCES part (id),
    -- Millionths: exact in every sum and comparison.
    quantity INTEGER NOT NULL CONSTRAINT bom_line_quantity_in_range CHECK (quantity BETWEEN 1 AND 999999999999999),
    unit TEXT NOT NULL CONSTRAINT bom_line_unit_known CHECK (unit IN ('each', 'm', 'cm', 'mm', 'kg', 'g', 'mg', 'l', 'ml')),
    -- A JSON array of texts, in the order written. Only a quote and a backslash are escaped: what no designator has
    -- cannot come in as an escape.
    designators TEXT NOT NULL CONSTRAINT bom_line_designators_are_a_list
        CHECK (json_valid(designators) AND json_type(designators) = 'array')
        CONSTRAINT bom_line_designators_are_texts
        CHECK (instr(replace(replace(designators, '\\', ''), '\"', ''), '\') = 0),
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
WHEN NEW.id IS NOT OLD.id OR NEW.revision_id IS NOT OLD.revision_id
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
-- so that no older revision hides a cycle. It is asked in two places and stands in one: whoever wants to know inserts
-- into this view, in which nothing ever stands.
CREATE VIEW bom_line_asked AS SELECT revision_id, child_part_id FROM bom_line WHERE 0;

CREATE TRIGGER bom_line_makes_no_cycle INSTEAD OF INSERT ON bom_line_asked
BEGIN
    -- Without its revision the parent would be unknown, and the question below answered with no.
    SELECT RAISE(ABORT, 'revision.missing') WHERE NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.revision_id);
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

CREATE TRIGGER bom_line_is_asked BEFORE INSERT ON bom_line
BEGIN
    INSERT INTO bom_line_asked VALUES (NEW.revision_id, NEW.child_part_id);
END;

CREATE TRIGGER bom_line_is_asked_again BEFORE UPDATE OF child_part_id ON bom_line
WHEN NEW.child_part_id IS NOT OLD.child_part_id
BEGIN
    INSERT INTO bom_line_asked VALUES (NEW.revision_id, NEW.child_part_id);
END;

-- The other way round: content that was there before its revision was asked nothing of it.
CREATE TRIGGER revision_comes_before_content BEFORE INSERT ON revision
WHEN NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.id) AND (
    EXISTS (SELECT 1 FROM bom_line WHERE revision_id = NEW.id) OR EXISTS (SELECT 1 FROM property WHERE revision_id = NEW.id)
)
BEGIN
    SELECT RAISE(ABORT, 'revision_comes_before_content');
END;

-- What is no text comes as NULL, which `bom_designator_is_text` refuses.
CREATE TRIGGER bom_line_adds_designators AFTER INSERT ON bom_line
BEGIN
    INSERT INTO bom_designator (revision_id, designator, line_id)
    SELECT NEW.revision_id, CASE type WHEN 'text' THEN value END, NEW.id FROM json_each(NEW.designators);
END;

CREATE TRIGGER bom_line_changes_designators AFTER UPDATE OF designators ON bom_line
WHEN NEW.designators <> OLD.designators
BEGIN
    SELECT RAISE(ABORT, 'bom.designator_taken')
    WHERE (SELECT count(*) > count(DISTINCT value) FROM json_each(NEW.designators) WHERE type = 'text');
    DELETE FROM bom_designator
    WHERE revision_id = OLD.revision_id AND line_id = OLD.id
        AND designator NOT IN (SELECT value FROM json_each(NEW.designators) WHERE type = 'text');
    INSERT INTO bom_designator (revision_id, designator, line_id)
    SELECT NEW.revision_id, CASE type WHEN 'text' THEN value END, NEW.id
    FROM json_each(NEW.designators)
    WHERE type <> 'text' OR value NOT IN (SELECT value FROM json_each(OLD.designators));
END;

-- What a designator is, as in `Designator::parse`: 1 to 32 characters, none of them white space, a control character, a
-- comma or a semicolon. A trigger and no CHECK, because OR IGNORE on the line's statement would pass over a CHECK here.
CREATE TRIGGER bom_designator_is_text BEFORE INSERT ON bom_designator
WHEN NEW.designator IS NULL
    OR length(NEW.designator) NOT BETWEEN 1 AND 32
    OR NEW.designator GLOB '*[' || char(1) || '-' || char(32) || ',;' || char(127) || '-' || char(160, 5760, 8192)
        || '-' || char(8202, 8232, 8233, 8239, 8287, 12288) || ']*'
BEGIN
    SELECT RAISE(ABORT, 'bom_line_designators_are_texts');
END;

-- A designator stands once. Asked here, because the UNIQUE key does what the line's statement says of conflicts: with
-- OR REPLACE it would take the designator from the line that has it, and leave it in that line's list.
CREATE TRIGGER bom_designator_replaces_none BEFORE INSERT ON bom_designator
WHEN EXISTS (
    SELECT 1 FROM bom_designator WHERE revision_id = NEW.revision_id AND designator = NEW.designator
)
BEGIN
    SELECT RAISE(ABORT, 'bom.designator_taken');
END;

-- And it stays as long as it stands in its line's list.
CREATE TRIGGER bom_designator_stays BEFORE DELETE ON bom_designator
WHEN EXISTS (
    SELECT 1 FROM bom_line CROSS JOIN json_each(bom_line.designators) AS held
    WHERE bom_line.revision_id = OLD.revision_id AND bom_line.id = OLD.line_id AND held.value = OLD.designator
)
BEGIN
    SELECT RAISE(ABORT, 'bom_designator_stays');
END;

CREATE TRIGGER bom_designator_frozen_takes_none BEFORE INSERT ON bom_designator
WHEN (SELECT state FROM revision WHERE id = NEW.revision_id) IN ('Released', 'Obsolete')
BEGIN
    SELECT RAISE(ABORT, 'revision.frozen');
END;

CREATE TRIGGER bom_designator_keeps BEFORE UPDATE ON bom_designator
BEGIN
    SELECT RAISE(ABORT, 'bom_designator_keeps');
END;

CREATE TRIGGER bom_designator_frozen_stays BEFORE DELETE ON bom_designator
WHEN (SELECT state FROM revision WHERE id = OLD.revision_id) IN ('Released', 'Obsolete')
BEGIN
    SELECT RAISE(ABORT, 'revision.frozen');
END;
