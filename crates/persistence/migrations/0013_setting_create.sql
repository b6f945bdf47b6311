-- How the workspace wants things done: one row, a column with its own rule for each setting.
CREATE TABLE setting (
    only INTEGER NOT NULL CONSTRAINT setting_only PRIMARY KEY CONSTRAINT setting_is_one_row CHECK (only = 1),
    labels TEXT NOT NULL CONSTRAINT setting_labels_known
        CHECK (labels = 'Numeric' OR labels = 'Letters' OR labels = 'Clear letters'),
    approvals INTEGER NOT NULL CONSTRAINT setting_approvals_in_range CHECK (approvals BETWEEN 1 AND 9)
) STRICT;

INSERT INTO setting (only, labels, approvals) VALUES (1, 'Numeric', 1);

CREATE TRIGGER setting_is_alone BEFORE INSERT ON setting
BEGIN
    SELECT RAISE(ABORT, 'setting_is_alone');
END;

CREATE TRIGGER setting_stays BEFORE DELETE ON setting
BEGIN
    SELECT RAISE(ABORT, 'setting_stays');
END;

-- A workspace without an Admin would have nobody who could make one.
CREATE TRIGGER person_last_admin_keeps_role BEFORE UPDATE ON person
WHEN OLD.role = 'Admin' AND NEW.role <> 'Admin'
    AND NOT EXISTS (SELECT 1 FROM person WHERE role = 'Admin' AND id <> OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'person.last_admin');
END;

CREATE TRIGGER person_last_admin_stays BEFORE DELETE ON person
WHEN OLD.role = 'Admin' AND NOT EXISTS (SELECT 1 FROM person WHERE role = 'Admin' AND id <> OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'person.last_admin');
END;
