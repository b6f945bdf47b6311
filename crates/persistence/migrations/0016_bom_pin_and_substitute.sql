-- What a line may say further: which revision of its child is meant, and what may stand in for the child.
ALTER TABLE bom_line ADD COLUMN pinned_revision_id BLOB CONSTRAINT bom_line_pin REFERENCES revision (id);

CREATE INDEX bom_line_by_pin ON bom_line (pinned_revision_id) WHERE pinned_revision_id IS NOT NULL;

CREATE TRIGGER bom_line_pin_fits BEFORE INSERT ON bom_line
WHEN NEW.pinned_revision_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.pinned_revision_id AND part_id = NEW.child_part_id)
BEGIN
    SELECT RAISE(ABORT, 'bom.pin_of_other_part');
END;

CREATE TRIGGER bom_line_pin_fits_again BEFORE UPDATE OF pinned_revision_id, child_part_id ON bom_line
WHEN NEW.pinned_revision_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.pinned_revision_id AND part_id = NEW.child_part_id)
BEGIN
    SELECT RAISE(ABORT, 'bom.pin_of_other_part');
END;

-- Also where foreign keys are not asked.
CREATE TRIGGER revision_pinned_stays BEFORE DELETE ON revision
WHEN EXISTS (SELECT 1 FROM bom_line WHERE pinned_revision_id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'revision_pinned_stays');
END;

-- The substitutes of a line lie together, the first choice first. They are written with their line: taken away and put
-- there anew, never changed.
CREATE TABLE bom_substitute (
    revision_id BLOB NOT NULL,
    line_id BLOB NOT NULL,
    priority INTEGER NOT NULL CONSTRAINT bom_substitute_priority_counts_from_one CHECK (priority >= 1),
    part_id BLOB NOT NULL CONSTRAINT bom_substitute_part REFERENCES part (id),
    note TEXT NOT NULL,
    CONSTRAINT bom_substitute_key PRIMARY KEY (revision_id, line_id, priority),
    CONSTRAINT bom_substitute_is_unique UNIQUE (revision_id, line_id, part_id),
    CONSTRAINT bom_substitute_line FOREIGN KEY (revision_id, line_id) REFERENCES bom_line (revision_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX bom_substitute_by_part ON bom_substitute (part_id);

-- Without its line nobody could say whether it is frozen, nor which part it may not be.
CREATE TRIGGER bom_substitute_needs_line BEFORE INSERT ON bom_substitute
WHEN NOT EXISTS (SELECT 1 FROM bom_line WHERE revision_id = NEW.revision_id AND id = NEW.line_id)
BEGIN
    SELECT RAISE(ABORT, 'bom_substitute_needs_line');
END;

CREATE TRIGGER bom_substitute_frozen_takes_none BEFORE INSERT ON bom_substitute
WHEN (SELECT state FROM revision WHERE id = NEW.revision_id) <> 'Draft'
BEGIN
    SELECT RAISE(ABORT, 'revision.in_review') WHERE (SELECT state FROM revision WHERE id = NEW.revision_id) = 'In Review';
    SELECT RAISE(ABORT, 'revision.frozen');
END;

CREATE TRIGGER bom_substitute_frozen_stays BEFORE DELETE ON bom_substitute
WHEN (SELECT state FROM revision WHERE id = OLD.revision_id) <> 'Draft'
BEGIN
    SELECT RAISE(ABORT, 'revision.in_review') WHERE (SELECT state FROM revision WHERE id = OLD.revision_id) = 'In Review';
    SELECT RAISE(ABORT, 'revision.frozen');
END;

CREATE TRIGGER bom_substitute_keeps BEFORE UPDATE ON bom_substitute
BEGIN
    SELECT RAISE(ABORT, 'bom_substitute_keeps');
END;

-- REPLACE removes a row without asking the triggers of DELETE: every key by which it could is asked for here.
CREATE TRIGGER bom_substitute_replaces_none BEFORE INSERT ON bom_substitute
BEGIN
    SELECT RAISE(ABORT, 'bom.substitute_twice')
    WHERE EXISTS (
        SELECT 1 FROM bom_substitute
        WHERE revision_id = NEW.revision_id AND line_id = NEW.line_id AND part_id = NEW.part_id
    );
    SELECT RAISE(ABORT, 'bom_substitute_key')
    WHERE EXISTS (
        SELECT 1 FROM bom_substitute
        WHERE revision_id = NEW.revision_id AND line_id = NEW.line_id AND priority = NEW.priority
    );
END;

CREATE TRIGGER bom_substitute_is_not_child BEFORE INSERT ON bom_substitute
WHEN EXISTS (
    SELECT 1 FROM bom_line WHERE revision_id = NEW.revision_id AND id = NEW.line_id AND child_part_id = NEW.part_id
)
BEGIN
    SELECT RAISE(ABORT, 'bom.substitute_is_child');
END;

CREATE TRIGGER bom_line_child_is_no_substitute BEFORE UPDATE OF child_part_id ON bom_line
WHEN EXISTS (
    SELECT 1 FROM bom_substitute WHERE revision_id = OLD.revision_id AND line_id = OLD.id AND part_id = NEW.child_part_id
)
BEGIN
    SELECT RAISE(ABORT, 'bom.substitute_is_child');
END;

-- A substitute is a way down as good as a child. Asked as lines are, and lines are asked over substitutes too.
CREATE TRIGGER bom_substitute_is_asked BEFORE INSERT ON bom_substitute
BEGIN
    INSERT INTO bom_line_asked VALUES (NEW.revision_id, NEW.part_id);
END;

DROP TRIGGER bom_line_makes_no_cycle;

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
            UNION
            SELECT bom_substitute.part_id
            FROM below
            CROSS JOIN revision ON revision.part_id = below.part_id
            CROSS JOIN bom_substitute ON bom_substitute.revision_id = revision.id
        )
        SELECT 1 FROM below WHERE part_id = (SELECT part_id FROM revision WHERE id = NEW.revision_id)
    );
END;

-- A line with its substitutes: [priority, part, note] of each.
CREATE VIEW bom_line_whole AS
SELECT bom_line.id, bom_line.revision_id, bom_line.position, bom_line.child_part_id, bom_line.quantity, bom_line.unit,
    bom_line.designators, bom_line.quantity_intended, bom_line.dnp, bom_line.find_number, bom_line.note,
    bom_line.pinned_revision_id,
    (
        SELECT json_group_array(json_array(bom_substitute.priority, hex(bom_substitute.part_id), bom_substitute.note))
        FROM bom_substitute
        WHERE bom_substitute.revision_id = bom_line.revision_id AND bom_substitute.line_id = bom_line.id
    ) AS substitutes
FROM bom_line;

-- Which revision of its child counts for a line: the one it is pinned to; else, below a frozen revision, the one that was
-- written down when it was released, and where none was, the child's latest released one; else its newest.
CREATE VIEW bom_line_counting AS
SELECT bom_line_whole.*, coalesce(
        bom_line_whole.pinned_revision_id,
        (
            SELECT release_line.child_revision_id FROM release_line
            WHERE release_line.revision_id = bom_line_whole.revision_id AND release_line.line_id = bom_line_whole.id
        ),
        CASE WHEN parent.state = 'Released' OR parent.state = 'Obsolete' THEN (
            SELECT released.id FROM revision AS released
            WHERE released.part_id = bom_line_whole.child_part_id AND released.state = 'Released'
            ORDER BY released.ordinal DESC LIMIT 1
        ) END,
        (
            SELECT newest.id FROM revision AS newest
            WHERE newest.part_id = bom_line_whole.child_part_id
            ORDER BY newest.ordinal DESC LIMIT 1
        )
    ) AS counting_revision_id
FROM bom_line_whole
CROSS JOIN revision AS parent ON parent.id = bom_line_whole.revision_id;
