-- People, and who of them acts on this machine.
CREATE TABLE person (
    id BLOB NOT NULL CONSTRAINT person_id PRIMARY KEY CONSTRAINT person_id_is_uuid CHECK (length(id) = 16),
    name TEXT NOT NULL CONSTRAINT person_name_given CHECK (name <> ''),
    role TEXT NOT NULL CONSTRAINT person_role_known CHECK (role IN ('Viewer', 'Designer', 'Admin')),
    acting INTEGER NOT NULL DEFAULT 0 CONSTRAINT person_acting_is_boolean CHECK (acting IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX person_acts_alone ON person (acting) WHERE acting = 1;

-- REPLACE removes a row without asking the triggers of DELETE, so what must stay is protected where a row comes in. A
-- table WITHOUT ROWID has no further key that a row could be replaced by.
CREATE TRIGGER person_replaces_none BEFORE INSERT ON person
BEGIN
    SELECT RAISE(ABORT, 'person_id') WHERE EXISTS (SELECT 1 FROM person WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'person_acts_alone')
    WHERE NEW.acting = 1 AND EXISTS (SELECT 1 FROM person WHERE acting = 1);
END;

CREATE TRIGGER person_keeps_id BEFORE UPDATE OF id ON person
BEGIN
    SELECT RAISE(ABORT, 'person_keeps_id');
END;

CREATE TRIGGER person_takes_no_ones_place BEFORE UPDATE OF acting ON person
WHEN NEW.acting = 1 AND EXISTS (SELECT 1 FROM person WHERE acting = 1 AND id <> OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'person_acts_alone');
END;
