-- People, and who of them acts on this machine.
CREATE TABLE person (
    id BLOB NOT NULL CONSTRAINT person_id PRIMARY KEY CONSTRAINT person_id_is_uuid CHECK (length(id) = 16),
    name TEXT NOT NULL CONSTRAINT person_name_given CHECK (name <> ''),
    role TEXT NOT NULL CONSTRAINT person_role_known CHECK (role IN ('Viewer', 'Designer', 'Admin')),
    acting INTEGER NOT NULL DEFAULT 0 CONSTRAINT person_acting_is_boolean CHECK (acting IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX person_acts_alone ON person (acting) WHERE acting = 1;
