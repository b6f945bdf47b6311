-- The audit: one row a unit of work, one row a changed thing, and no way to change or remove either.
CREATE TABLE audit_unit (
    sequence INTEGER NOT NULL CONSTRAINT audit_unit_sequence PRIMARY KEY,
    at INTEGER NOT NULL,
    -- Asked at once: at the commit it would be the mistake of every unit that shares it.
    person_id BLOB NOT NULL CONSTRAINT audit_unit_person REFERENCES person (id),
    operation TEXT NOT NULL
) STRICT;

CREATE INDEX audit_unit_by_person ON audit_unit (person_id);

CREATE TABLE audit_entry (
    unit_sequence INTEGER NOT NULL CONSTRAINT audit_entry_unit REFERENCES audit_unit (sequence),
    position INTEGER NOT NULL,
    room TEXT NOT NULL,
    subject BLOB NOT NULL CONSTRAINT audit_entry_subject_is_uuid CHECK (length(subject) = 16),
    -- The part in whose history it belongs. No foreign key: history outlives what it tells of.
    part_id BLOB,
    action TEXT NOT NULL CONSTRAINT audit_entry_action_known CHECK (action IN ('created', 'changed', 'removed')),
    title TEXT NOT NULL,
    before TEXT CONSTRAINT audit_entry_before_is_json CHECK (before IS NULL OR json_valid(before)),
    after TEXT CONSTRAINT audit_entry_after_is_json CHECK (after IS NULL OR json_valid(after)),
    CONSTRAINT audit_entry_key PRIMARY KEY (unit_sequence, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX audit_entry_by_part ON audit_entry (part_id, unit_sequence) WHERE part_id IS NOT NULL;

-- Units count up without gaps, and entries go to the newest unit only: nothing is slipped in between, and REPLACE, which
-- removes a row without asking the triggers of DELETE, finds nothing to replace.
CREATE TRIGGER audit_unit_comes_last BEFORE INSERT ON audit_unit
WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM audit_unit)
BEGIN
    SELECT RAISE(ABORT, 'audit.append_only');
END;

CREATE TRIGGER audit_entry_comes_last BEFORE INSERT ON audit_entry
WHEN NEW.unit_sequence IS NOT (SELECT max(sequence) FROM audit_unit)
    OR EXISTS (SELECT 1 FROM audit_entry WHERE unit_sequence = NEW.unit_sequence AND position = NEW.position)
BEGIN
    SELECT RAISE(ABORT, 'audit.append_only');
END;

CREATE TRIGGER audit_unit_keeps BEFORE UPDATE ON audit_unit
BEGIN
    SELECT RAISE(ABORT, 'audit.append_only');
END;

CREATE TRIGGER audit_unit_stays BEFORE DELETE ON audit_unit
BEGIN
    SELECT RAISE(ABORT, 'audit.append_only');
END;

CREATE TRIGGER audit_entry_keeps BEFORE UPDATE ON audit_entry
BEGIN
    SELECT RAISE(ABORT, 'audit.append_only');
END;

CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry
BEGIN
    SELECT RAISE(ABORT, 'audit.append_only');
END;
