-- Which unit of work undoes which: a unit is undone once, and its undo may be undone in its turn. So a unit and all that was
-- done about it are a chain, whose length says whether it holds.
CREATE TABLE audit_undo (
    unit_sequence INTEGER NOT NULL CONSTRAINT audit_undo_key PRIMARY KEY
        CONSTRAINT audit_undo_unit REFERENCES audit_unit (sequence),
    undone_sequence INTEGER NOT NULL CONSTRAINT audit_undo_is_once UNIQUE
        CONSTRAINT audit_undo_undone REFERENCES audit_unit (sequence)
) STRICT, WITHOUT ROWID;

-- Said of the newest unit only, while it is being made, and of one before it. REPLACE, which removes a row without asking
-- the triggers of DELETE, finds nothing to replace.
CREATE TRIGGER audit_undo_comes_last BEFORE INSERT ON audit_undo
BEGIN
    SELECT RAISE(ABORT, 'audit.append_only')
    WHERE NEW.unit_sequence IS NOT (SELECT max(sequence) FROM audit_unit)
        OR EXISTS (SELECT 1 FROM audit_undo WHERE unit_sequence = NEW.unit_sequence);
    SELECT RAISE(ABORT, 'audit.undone') WHERE EXISTS (SELECT 1 FROM audit_undo WHERE undone_sequence = NEW.undone_sequence);
    SELECT RAISE(ABORT, 'audit_undo_is_of_earlier')
    WHERE NEW.undone_sequence >= NEW.unit_sequence
        OR NOT EXISTS (SELECT 1 FROM audit_unit WHERE sequence = NEW.undone_sequence);
END;

CREATE TRIGGER audit_undo_keeps BEFORE UPDATE ON audit_undo
BEGIN
    SELECT RAISE(ABORT, 'audit.append_only');
END;

CREATE TRIGGER audit_undo_stays BEFORE DELETE ON audit_undo
BEGIN
    SELECT RAISE(ABORT, 'audit.append_only');
END;
