-- Releases: what was written down when a revision was released, and what must hold for that.

-- When a revision was released and when it became obsolete; the moments of its steps, so that one can ask which revision
-- was the released one at a moment.
ALTER TABLE revision ADD COLUMN released INTEGER;
ALTER TABLE revision ADD COLUMN obsolete INTEGER;

UPDATE revision SET released = created WHERE state = 'Released' OR state = 'Obsolete';
UPDATE revision SET obsolete = created WHERE state = 'Obsolete';

CREATE TABLE release (
    revision_id BLOB NOT NULL CONSTRAINT release_key PRIMARY KEY CONSTRAINT release_revision REFERENCES revision (id),
    person_id BLOB NOT NULL CONSTRAINT release_person REFERENCES person (id),
    at INTEGER NOT NULL,
    -- In which canonical form the content was hashed, and the hash in hexadecimal digits.
    form INTEGER NOT NULL CONSTRAINT release_form_counts_from_one CHECK (form >= 1),
    hash TEXT NOT NULL CONSTRAINT release_hash_is_hexadecimal CHECK (length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*'),
    -- Why it was released although parts it is made of were not; empty where all were.
    exception TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX release_by_person ON release (person_id);

-- Which revision of its part each line meant at that moment; NULL where there was no released one.
CREATE TABLE release_line (
    revision_id BLOB NOT NULL CONSTRAINT release_line_release REFERENCES release (revision_id),
    line_id BLOB NOT NULL,
    child_revision_id BLOB CONSTRAINT release_line_child REFERENCES revision (id),
    CONSTRAINT release_line_key PRIMARY KEY (revision_id, line_id),
    CONSTRAINT release_line_line FOREIGN KEY (revision_id, line_id) REFERENCES bom_line (revision_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX release_line_by_child ON release_line (child_revision_id) WHERE child_revision_id IS NOT NULL;

CREATE TRIGGER release_is_of_review BEFORE INSERT ON release
BEGIN
    SELECT RAISE(ABORT, 'revision.missing') WHERE NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.revision_id);
    SELECT RAISE(ABORT, 'release.fixed') WHERE EXISTS (SELECT 1 FROM release WHERE revision_id = NEW.revision_id);
    SELECT RAISE(ABORT, 'approval.not_in_review')
    WHERE (SELECT state FROM revision WHERE id = NEW.revision_id) <> 'In Review';
END;

CREATE TRIGGER release_keeps BEFORE UPDATE ON release
BEGIN
    SELECT RAISE(ABORT, 'release.fixed');
END;

CREATE TRIGGER release_stays BEFORE DELETE ON release
BEGIN
    SELECT RAISE(ABORT, 'release.fixed');
END;

-- A line means a released revision of the part that it calls for, and no other.
CREATE TRIGGER release_line_is_of_review BEFORE INSERT ON release_line
BEGIN
    SELECT RAISE(ABORT, 'release.missing') WHERE NOT EXISTS (SELECT 1 FROM release WHERE revision_id = NEW.revision_id);
    SELECT RAISE(ABORT, 'release.fixed')
    WHERE EXISTS (SELECT 1 FROM release_line WHERE revision_id = NEW.revision_id AND line_id = NEW.line_id);
    SELECT RAISE(ABORT, 'approval.not_in_review')
    WHERE (SELECT state FROM revision WHERE id = NEW.revision_id) IS NOT 'In Review';
    SELECT RAISE(ABORT, 'release.child_not_released')
    WHERE NEW.child_revision_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM bom_line
        CROSS JOIN revision AS child ON child.id = NEW.child_revision_id
        WHERE bom_line.revision_id = NEW.revision_id AND bom_line.id = NEW.line_id
            AND child.part_id = bom_line.child_part_id AND child.state = 'Released'
    );
END;

CREATE TRIGGER release_line_keeps BEFORE UPDATE ON release_line
BEGIN
    SELECT RAISE(ABORT, 'release.fixed');
END;

CREATE TRIGGER release_line_stays BEFORE DELETE ON release_line
BEGIN
    SELECT RAISE(ABORT, 'release.fixed');
END;

-- Rule 4, and the approvals: what must hold for the step to Released. The content is frozen since the request, so what
-- holds at this moment was looked at by those who approved.
CREATE TRIGGER revision_is_released BEFORE UPDATE OF state ON revision
WHEN NEW.state = 'Released' AND OLD.state = 'In Review'
BEGIN
    SELECT RAISE(ABORT, 'release.not_approved')
    WHERE NOT EXISTS (
        SELECT 1 FROM approval_request
        WHERE revision_id = OLD.id AND open = 1 AND (
            EXISTS (
                SELECT 1 FROM approval_override
                WHERE approval_override.revision_id = OLD.id AND approval_override.round = approval_request.round
            ) OR needed <= (
                SELECT count(*) FROM approval
                WHERE approval.revision_id = OLD.id AND approval.round = approval_request.round AND verdict = 'Approved'
            )
        )
    );
    SELECT RAISE(ABORT, 'release.bom_empty')
    WHERE NOT EXISTS (SELECT 1 FROM bom_line WHERE revision_id = OLD.id) AND EXISTS (
        SELECT 1 FROM part CROSS JOIN subcategory ON subcategory.id = part.subcategory_id
        WHERE part.id = OLD.part_id AND subcategory.assembly = 1
    );
    SELECT RAISE(ABORT, 'release.property_missing')
    WHERE EXISTS (
        SELECT 1 FROM part CROSS JOIN subcategory_demand ON subcategory_demand.subcategory_id = part.subcategory_id
        WHERE part.id = OLD.part_id AND NOT EXISTS (
            SELECT 1 FROM property WHERE property.revision_id = OLD.id AND subcategory_demand.name = property.name
        )
    );
    SELECT RAISE(ABORT, 'release.missing') WHERE NOT EXISTS (SELECT 1 FROM release WHERE revision_id = OLD.id);
    SELECT RAISE(ABORT, 'release.missing')
    WHERE EXISTS (
        SELECT 1 FROM bom_line
        WHERE bom_line.revision_id = OLD.id AND NOT EXISTS (
            SELECT 1 FROM release_line
            WHERE release_line.revision_id = OLD.id AND release_line.line_id = bom_line.id
        )
    );
    SELECT RAISE(ABORT, 'release.child_not_released')
    WHERE (SELECT exception FROM release WHERE revision_id = OLD.id) = ''
        AND EXISTS (SELECT 1 FROM release_line WHERE revision_id = OLD.id AND child_revision_id IS NULL);
END;

-- What is written down of a release is followed by the release: a revision that has it does not go back to Draft, where its
-- content could become another.
CREATE TRIGGER revision_release_is_followed BEFORE UPDATE OF state ON revision
WHEN OLD.state = 'In Review' AND NEW.state = 'Draft' AND EXISTS (SELECT 1 FROM release WHERE revision_id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'release.fixed');
END;

-- The moments of the steps stand beside the state, and are set once. Asked after, so that a step there is none of is told as
-- that.
CREATE TRIGGER revision_is_born_undated BEFORE INSERT ON revision
WHEN NEW.released IS NOT NULL OR NEW.obsolete IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'revision.step_unknown');
END;

CREATE TRIGGER revision_dates_its_steps AFTER UPDATE ON revision
WHEN (NEW.released IS NOT NULL) <> (NEW.state = 'Released' OR NEW.state = 'Obsolete')
    OR (NEW.obsolete IS NOT NULL) <> (NEW.state = 'Obsolete')
    OR (OLD.released IS NOT NULL AND NEW.released IS NOT OLD.released)
    OR (OLD.obsolete IS NOT NULL AND NEW.obsolete IS NOT OLD.obsolete)
BEGIN
    SELECT RAISE(ABORT, 'revision_dates_its_steps');
END;
