-- Files: what is attached to revisions, and frozen with them. Their bytes lie in the vault beside the database.

-- Every content that a file ever had. It only grows, because the audit names each for ever: what stands here is never
-- collected from the vault.
CREATE TABLE file_content (
    hash BLOB NOT NULL CONSTRAINT file_content_hash PRIMARY KEY
        CONSTRAINT file_content_hash_is_sha256 CHECK (length(hash) = 32),
    size INTEGER NOT NULL CONSTRAINT file_content_size_counts CHECK (size >= 0)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER file_content_keeps BEFORE UPDATE ON file_content
BEGIN
    SELECT RAISE(ABORT, 'file_content_keeps');
END;

CREATE TRIGGER file_content_stays BEFORE DELETE ON file_content
BEGIN
    SELECT RAISE(ABORT, 'file_content_stays');
END;

-- REPLACE removes a row without asking the triggers of DELETE.
CREATE TRIGGER file_content_replaces_none BEFORE INSERT ON file_content
WHEN EXISTS (SELECT 1 FROM file_content WHERE hash = NEW.hash)
BEGIN
    SELECT RAISE(ABORT, 'file_content_keeps');
END;

CREATE TABLE file (
    id BLOB NOT NULL CONSTRAINT file_id PRIMARY KEY CONSTRAINT file_id_is_uuid CHECK (length(id) = 16),
    revision_id BLOB NOT NULL CONSTRAINT file_revision REFERENCES revision (id),
    -- A name without folders; what else a name may not be is the domain's to say.
    name TEXT NOT NULL
        CONSTRAINT file_name_has_a_length CHECK (name <> '' AND length(CAST(name AS BLOB)) <= 255)
        CONSTRAINT file_name_is_no_path
        CHECK (name <> '.' AND name <> '..' AND instr(name, '/') = 0 AND instr(name, char(92)) = 0)
        CONSTRAINT file_name_is_visible
        CHECK (instr(name, char(0)) = 0 AND name NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
    -- How it is told apart and sorted; written with the name, by the same statement.
    name_key TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    role TEXT NOT NULL CONSTRAINT file_role_known CHECK (
        role = 'Datasheet' OR role = 'Drawing' OR role = '3D model' OR role = 'Schematic' OR role = 'Gerber'
        OR role = 'Firmware' OR role = 'Document' OR role = 'Other'
    ),
    hash BLOB NOT NULL CONSTRAINT file_has_content REFERENCES file_content (hash),
    added INTEGER NOT NULL,
    added_by_id BLOB NOT NULL CONSTRAINT file_added_by REFERENCES person (id),
    CONSTRAINT file_name_is_unique UNIQUE (revision_id, name_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX file_by_content ON file (hash);
CREATE INDEX file_by_person ON file (added_by_id);

-- Also where foreign keys are asked late or not at all: a file that waits for its revision would not be asked whether
-- that revision is frozen.
CREATE TRIGGER file_needs_revision BEFORE INSERT ON file
WHEN NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.revision_id)
BEGIN
    SELECT RAISE(ABORT, 'revision.missing');
END;

CREATE TRIGGER file_needs_content BEFORE INSERT ON file
WHEN NOT EXISTS (SELECT 1 FROM file_content WHERE hash = NEW.hash)
BEGIN
    SELECT RAISE(ABORT, 'file_has_content');
END;

CREATE TRIGGER file_keeps_content BEFORE UPDATE OF hash ON file
WHEN NOT EXISTS (SELECT 1 FROM file_content WHERE hash = NEW.hash)
BEGIN
    SELECT RAISE(ABORT, 'file_has_content');
END;

-- Neither may a file become another, which REPLACE would then take away, nor move to another revision.
CREATE TRIGGER file_stays_in_place BEFORE UPDATE OF id, revision_id ON file
WHEN NEW.id IS NOT OLD.id OR NEW.revision_id IS NOT OLD.revision_id
BEGIN
    SELECT RAISE(ABORT, 'file_stays_in_place');
END;

-- REPLACE removes a row without asking the triggers of DELETE: every key by which it could is asked for here.
CREATE TRIGGER file_replaces_none BEFORE INSERT ON file
BEGIN
    SELECT RAISE(ABORT, 'file_id') WHERE EXISTS (SELECT 1 FROM file WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'file.name_taken')
    WHERE EXISTS (SELECT 1 FROM file WHERE revision_id = NEW.revision_id AND name_key = NEW.name_key);
END;

CREATE TRIGGER file_frozen_takes_none BEFORE INSERT ON file
WHEN EXISTS (SELECT 1 FROM revision WHERE id = NEW.revision_id AND (state = 'Released' OR state = 'Obsolete'))
BEGIN
    SELECT RAISE(ABORT, 'revision.frozen');
END;

CREATE TRIGGER file_frozen_keeps BEFORE UPDATE ON file
WHEN EXISTS (SELECT 1 FROM revision WHERE id = OLD.revision_id AND (state = 'Released' OR state = 'Obsolete'))
BEGIN
    SELECT RAISE(ABORT, 'revision.frozen');
END;

CREATE TRIGGER file_frozen_stays BEFORE DELETE ON file
WHEN EXISTS (SELECT 1 FROM revision WHERE id = OLD.revision_id AND (state = 'Released' OR state = 'Obsolete'))
BEGIN
    SELECT RAISE(ABORT, 'revision.frozen');
END;
