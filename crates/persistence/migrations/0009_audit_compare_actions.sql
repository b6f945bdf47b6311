-- An `IN` with more than two values builds a table of them at every insert, which took a quarter of the time of an entry.
-- SQLite changes no CHECK in place: the table is made anew, with everything that stands on it.
CREATE TABLE audit_entry_anew (
    unit_sequence INTEGER NOT NULL CONSTRAINT audit_entry_unit REFERENCES audit_unit (sequence),
    position INTEGER NOT NULL,
    room TEXT NOT NULL,
    subject BLOB NOT NULL CONSTRAINT audit_entry_subject_is_uuid CHECK (length(subject) = 16),
    -- The part in whose history it belongs. No foreign key: history outlives what it tells of.
    part_id BLOB,
    action TEXT NOT NULL CONSTRAINT audit_entry_action_known
        CHECK (action = 'created' OR action = 'changed' OR action = 'removed'),
    title TEXT NOT NULL,
    before TEXT CONSTRAINT audit_entry_before_is_json CHECK (before IS NULL OR json_valid(before)),
    after TEXT CONSTRAINT audit_entry_after_is_json CHECK (after IS NULL OR json_valid(after)),
    CONSTRAINT audit_entry_key PRIMARY KEY (unit_sequence, position)
) STRICT, WITHOUT ROWID;

INSERT INTO audit_entry_anew SELECT * FROM audit_entry;

DROP TABLE audit_entry;

ALTER TABLE audit_entry_anew RENAME TO audit_entry;

CREATE INDEX audit_entry_by_part ON audit_entry (part_id, unit_sequence) WHERE part_id IS NOT NULL;

CREATE TRIGGER audit_entry_comes_last BEFORE INSERT ON audit_entry
WHEN NEW.unit_sequence IS NOT (SELECT max(sequence) FROM audit_unit)
    OR EXISTS (SELECT 1 FROM audit_entry WHERE unit_sequence = NEW.unit_sequence AND position = NEW.position)
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
