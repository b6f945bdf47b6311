-- Revisions, their lifecycle, and the freezing of what is released.
CREATE TABLE revision (
    id BLOB NOT NULL CONSTRAINT revision_id PRIMARY KEY CONSTRAINT revision_id_is_uuid CHECK (length(id) = 16),
    part_id BLOB NOT NULL CONSTRAINT revision_part REFERENCES part (id),
    ordinal INTEGER NOT NULL CONSTRAINT revision_ordinal_counts_from_one CHECK (ordinal >= 1),
    label TEXT NOT NULL CONSTRAINT revision_label_given CHECK (label <> ''),
    state TEXT NOT NULL CONSTRAINT revision_state_known CHECK (state IN ('Draft', 'In Review', 'Released', 'Obsolete')),
    author_id BLOB NOT NULL CONSTRAINT revision_author REFERENCES person (id),
    created INTEGER NOT NULL,
    CONSTRAINT revision_ordinal_is_unique UNIQUE (part_id, ordinal),
    CONSTRAINT revision_label_is_unique UNIQUE (part_id, label)
) STRICT, WITHOUT ROWID;

CREATE INDEX revision_by_author ON revision (author_id);
-- A part has one revision in work at a time.
CREATE UNIQUE INDEX revision_open_is_alone ON revision (part_id) WHERE state IN ('Draft', 'In Review');

CREATE TRIGGER revision_takes_known_steps BEFORE UPDATE OF state ON revision
WHEN NOT (
    (OLD.state = 'Draft' AND NEW.state = 'In Review')
    OR (OLD.state = 'In Review' AND NEW.state IN ('Draft', 'Released'))
    OR (OLD.state = 'Released' AND NEW.state = 'Obsolete')
)
BEGIN
    SELECT RAISE(ABORT, 'revision.step_unknown');
END;

-- What a revision is known by never changes, in no state: neither may it become another, which REPLACE would then take
-- away, nor may it carry its BOM to another part, past the question whether that makes a cycle.
CREATE TRIGGER revision_keeps_head BEFORE UPDATE OF id, part_id, ordinal, label ON revision
BEGIN
    SELECT RAISE(ABORT, 'revision_keeps_head');
END;

CREATE TRIGGER revision_frozen_keeps_author BEFORE UPDATE OF author_id, created ON revision
WHEN OLD.state IN ('Released', 'Obsolete')
BEGIN
    SELECT RAISE(ABORT, 'revision.frozen');
END;

-- A revision cannot be born released, past review.
CREATE TRIGGER revision_begins_as_draft BEFORE INSERT ON revision
WHEN NEW.state <> 'Draft'
BEGIN
    SELECT RAISE(ABORT, 'revision.step_unknown');
END;

-- REPLACE removes a row without asking the triggers of DELETE: every key by which it could is asked for here.
CREATE TRIGGER revision_replaces_none BEFORE INSERT ON revision
BEGIN
    SELECT RAISE(ABORT, 'revision_id') WHERE EXISTS (SELECT 1 FROM revision WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'revision.label_taken')
    WHERE EXISTS (SELECT 1 FROM revision WHERE part_id = NEW.part_id AND ordinal = NEW.ordinal)
        OR EXISTS (SELECT 1 FROM revision WHERE part_id = NEW.part_id AND label = NEW.label);
    SELECT RAISE(ABORT, 'revision.open_exists')
    WHERE EXISTS (SELECT 1 FROM revision WHERE part_id = NEW.part_id AND state IN ('Draft', 'In Review'));
END;

CREATE TRIGGER revision_frozen_stays BEFORE DELETE ON revision
WHEN OLD.state IN ('Released', 'Obsolete')
BEGIN
    SELECT RAISE(ABORT, 'revision.frozen');
END;
