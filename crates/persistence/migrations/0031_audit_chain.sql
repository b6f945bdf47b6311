-- Every entry, and every word of an undo, has the hash of what it tells and of what it followed on: a chain, in the order of
-- units, of the entries in them, and of the undo after these. What was written before there was a chain is linked by the
-- store at the next opening, because SQLite knows no SHA-256; until then its hashes are NULL.
ALTER TABLE audit_entry ADD COLUMN previous BLOB
    CONSTRAINT audit_entry_previous_is_hash CHECK (previous IS NULL OR length(previous) = 32);
ALTER TABLE audit_entry ADD COLUMN hash BLOB
    CONSTRAINT audit_entry_hash_is_hash CHECK (hash IS NULL OR length(hash) = 32);
ALTER TABLE audit_undo ADD COLUMN previous BLOB
    CONSTRAINT audit_undo_previous_is_hash CHECK (previous IS NULL OR length(previous) = 32);
ALTER TABLE audit_undo ADD COLUMN hash BLOB
    CONSTRAINT audit_undo_hash_is_hash CHECK (hash IS NULL OR length(hash) = 32);

-- How the chain ends: how many links there are, and the hash of the last. So an end that is cut off is missed.
CREATE TABLE audit_head (
    id INTEGER NOT NULL CONSTRAINT audit_head_key PRIMARY KEY CONSTRAINT audit_head_is_one CHECK (id = 1),
    count INTEGER NOT NULL CONSTRAINT audit_head_count_in_range CHECK (count >= 0),
    hash BLOB NOT NULL CONSTRAINT audit_head_hash_is_hash CHECK (length(hash) = 32)
) STRICT, WITHOUT ROWID;

INSERT INTO audit_head (id, count, hash) VALUES (1, 0, zeroblob(32));

CREATE TRIGGER audit_head_is_alone BEFORE INSERT ON audit_head
BEGIN
    SELECT RAISE(ABORT, 'audit.append_only');
END;

CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head
BEGIN
    SELECT RAISE(ABORT, 'audit.append_only');
END;

-- It goes on to the newest link, and never back.
CREATE TRIGGER audit_head_goes_on BEFORE UPDATE ON audit_head
WHEN NEW.id IS NOT OLD.id OR NEW.count <= OLD.count OR NEW.hash IS NOT (
    SELECT coalesce(
        (SELECT hash FROM audit_undo WHERE unit_sequence = (SELECT max(sequence) FROM audit_unit)),
        (
            SELECT hash FROM audit_entry WHERE unit_sequence = (SELECT max(sequence) FROM audit_unit)
            ORDER BY position DESC LIMIT 1
        )
    )
)
BEGIN
    SELECT RAISE(ABORT, 'audit.append_only');
END;

-- Nothing comes without its link, and nothing in a unit after what that undoes.
CREATE TRIGGER audit_entry_is_linked BEFORE INSERT ON audit_entry
WHEN NEW.previous IS NULL OR NEW.hash IS NULL
    OR EXISTS (SELECT 1 FROM audit_undo WHERE unit_sequence = NEW.unit_sequence)
BEGIN
    SELECT RAISE(ABORT, 'audit.append_only');
END;

CREATE TRIGGER audit_undo_is_linked BEFORE INSERT ON audit_undo
WHEN NEW.previous IS NULL OR NEW.hash IS NULL
BEGIN
    SELECT RAISE(ABORT, 'audit.append_only');
END;

-- What has no link yet gets one; nothing else of it changes.
DROP TRIGGER audit_entry_keeps;

CREATE TRIGGER audit_entry_keeps BEFORE UPDATE ON audit_entry
WHEN OLD.hash IS NOT NULL OR OLD.previous IS NOT NULL OR NEW.hash IS NULL OR NEW.previous IS NULL
    OR NEW.unit_sequence IS NOT OLD.unit_sequence OR NEW.position IS NOT OLD.position OR NEW.room IS NOT OLD.room
    OR NEW.subject IS NOT OLD.subject OR NEW.part_id IS NOT OLD.part_id OR NEW.action IS NOT OLD.action
    OR NEW.title IS NOT OLD.title OR NEW.before IS NOT OLD.before OR NEW.after IS NOT OLD.after
BEGIN
    SELECT RAISE(ABORT, 'audit.append_only');
END;

DROP TRIGGER audit_undo_keeps;

CREATE TRIGGER audit_undo_keeps BEFORE UPDATE ON audit_undo
WHEN OLD.hash IS NOT NULL OR OLD.previous IS NOT NULL OR NEW.hash IS NULL OR NEW.previous IS NULL
    OR NEW.unit_sequence IS NOT OLD.unit_sequence OR NEW.undone_sequence IS NOT OLD.undone_sequence
BEGIN
    SELECT RAISE(ABORT, 'audit.append_only');
END;
