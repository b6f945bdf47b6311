-- Properties: typed facts about a revision, frozen with it.
CREATE TABLE property (
    revision_id BLOB NOT NULL CONSTRAINT property_revision REFERENCES revision (id),
    name TEXT NOT NULL CONSTRAINT property_name_given CHECK (name <> ''),
    name_key TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT property_kind_known CHECK (kind IN ('text', 'number', 'boolean', 'date', 'link')),
    -- The value as text: a decimal number, 'true' or 'false', '2026-01-31', an address, or just text.
    text TEXT NOT NULL,
    -- The unit of a number; empty for none and for every other kind.
    unit TEXT NOT NULL CONSTRAINT property_unit_on_numbers CHECK (kind = 'number' OR unit = ''),
    CONSTRAINT property_name_is_unique PRIMARY KEY (revision_id, name)
) STRICT, WITHOUT ROWID;

-- Also where foreign keys are asked late or not at all: content that waits for its revision would not be asked whether
-- that revision is frozen.
CREATE TRIGGER property_needs_revision BEFORE INSERT ON property
WHEN NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.revision_id)
BEGIN
    SELECT RAISE(ABORT, 'revision.missing');
END;

CREATE TRIGGER property_stays_in_place BEFORE UPDATE OF revision_id ON property
WHEN NEW.revision_id IS NOT OLD.revision_id
BEGIN
    SELECT RAISE(ABORT, 'property_stays_in_place');
END;

CREATE TRIGGER property_frozen_takes_none BEFORE INSERT ON property
WHEN (SELECT state FROM revision WHERE id = NEW.revision_id) IN ('Released', 'Obsolete')
BEGIN
    SELECT RAISE(ABORT, 'revision.frozen');
END;

CREATE TRIGGER property_frozen_keeps BEFORE UPDATE ON property
WHEN (SELECT state FROM revision WHERE id = OLD.revision_id) IN ('Released', 'Obsolete')
BEGIN
    SELECT RAISE(ABORT, 'revision.frozen');
END;

CREATE TRIGGER property_frozen_stays BEFORE DELETE ON property
WHEN (SELECT state FROM revision WHERE id = OLD.revision_id) IN ('Released', 'Obsolete')
BEGIN
    SELECT RAISE(ABORT, 'revision.frozen');
END;
