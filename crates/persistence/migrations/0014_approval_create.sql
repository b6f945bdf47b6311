-- Requests for approval, the verdicts on them, and overrides; and the freezing of what is in review.

-- A round of review. It is open from the request until the revision leaves review, and never again.
CREATE TABLE approval_request (
    revision_id BLOB NOT NULL CONSTRAINT approval_request_revision REFERENCES revision (id),
    round INTEGER NOT NULL CONSTRAINT approval_request_counts_from_one CHECK (round >= 1),
    person_id BLOB NOT NULL CONSTRAINT approval_request_person REFERENCES person (id),
    asked INTEGER NOT NULL,
    needed INTEGER NOT NULL CONSTRAINT approval_request_needed_in_range CHECK (needed BETWEEN 1 AND 9),
    note TEXT NOT NULL,
    open INTEGER NOT NULL CONSTRAINT approval_request_open_is_boolean CHECK (open = 0 OR open = 1),
    CONSTRAINT approval_request_key PRIMARY KEY (revision_id, round)
) STRICT, WITHOUT ROWID;

CREATE INDEX approval_request_by_person ON approval_request (person_id);
CREATE UNIQUE INDEX approval_request_open_is_alone ON approval_request (revision_id) WHERE open = 1;
CREATE INDEX approval_request_by_time ON approval_request (asked) WHERE open = 1;

CREATE TABLE approval (
    revision_id BLOB NOT NULL,
    round INTEGER NOT NULL,
    person_id BLOB NOT NULL CONSTRAINT approval_person REFERENCES person (id),
    verdict TEXT NOT NULL CONSTRAINT approval_verdict_known CHECK (verdict = 'Approved' OR verdict = 'Rejected'),
    comment TEXT NOT NULL CONSTRAINT approval_rejection_says_why CHECK (verdict = 'Approved' OR comment <> ''),
    given INTEGER NOT NULL,
    CONSTRAINT approval_key PRIMARY KEY (revision_id, round, person_id),
    CONSTRAINT approval_of_request FOREIGN KEY (revision_id, round) REFERENCES approval_request (revision_id, round)
) STRICT, WITHOUT ROWID;

CREATE INDEX approval_by_person ON approval (person_id);

CREATE TABLE approval_override (
    revision_id BLOB NOT NULL,
    round INTEGER NOT NULL,
    person_id BLOB NOT NULL CONSTRAINT approval_override_person REFERENCES person (id),
    reason TEXT NOT NULL CONSTRAINT approval_override_says_why CHECK (reason <> ''),
    given INTEGER NOT NULL,
    CONSTRAINT approval_override_key PRIMARY KEY (revision_id, round),
    CONSTRAINT approval_override_of_request FOREIGN KEY (revision_id, round)
        REFERENCES approval_request (revision_id, round)
) STRICT, WITHOUT ROWID;

CREATE INDEX approval_override_by_person ON approval_override (person_id);

-- The next round of a Draft, with as many approvals as are set now. REPLACE finds nothing to replace: rounds count up.
CREATE TRIGGER approval_request_comes_next BEFORE INSERT ON approval_request
BEGIN
    SELECT RAISE(ABORT, 'revision.missing') WHERE NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.revision_id);
    SELECT RAISE(ABORT, 'revision.step_unknown')
    WHERE (SELECT state FROM revision WHERE id = NEW.revision_id) <> 'Draft';
    SELECT RAISE(ABORT, 'approval_request_comes_next')
    WHERE NEW.open <> 1
        OR NEW.round <> (SELECT coalesce(max(round), 0) + 1 FROM approval_request WHERE revision_id = NEW.revision_id)
        OR NEW.needed <> (SELECT approvals FROM setting)
        OR EXISTS (SELECT 1 FROM approval_request WHERE revision_id = NEW.revision_id AND open = 1);
END;

-- A request only ever ends, and only when its revision is no longer in review.
CREATE TRIGGER approval_request_keeps BEFORE UPDATE ON approval_request
WHEN NEW.revision_id IS NOT OLD.revision_id OR NEW.round IS NOT OLD.round OR NEW.person_id IS NOT OLD.person_id
    OR NEW.asked IS NOT OLD.asked OR NEW.needed IS NOT OLD.needed OR NEW.note IS NOT OLD.note
    OR OLD.open <> 1 OR NEW.open <> 0
    OR (SELECT state FROM revision WHERE id = OLD.revision_id) = 'In Review'
BEGIN
    SELECT RAISE(ABORT, 'approval_request_keeps');
END;

CREATE TRIGGER approval_request_stays BEFORE DELETE ON approval_request
BEGIN
    SELECT RAISE(ABORT, 'approval_request_stays');
END;

-- Nobody gives a verdict on what is their own, and nobody gives two in a round.
CREATE TRIGGER approval_is_given BEFORE INSERT ON approval
BEGIN
    SELECT RAISE(ABORT, 'revision.missing') WHERE NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.revision_id);
    SELECT RAISE(ABORT, 'approval.not_in_review')
    WHERE (SELECT state FROM revision WHERE id = NEW.revision_id) <> 'In Review'
        OR NOT EXISTS (
            SELECT 1 FROM approval_request WHERE revision_id = NEW.revision_id AND round = NEW.round AND open = 1
        );
    SELECT RAISE(ABORT, 'approval.own')
    WHERE EXISTS (SELECT 1 FROM revision WHERE id = NEW.revision_id AND author_id = NEW.person_id)
        OR EXISTS (
            SELECT 1 FROM approval_request
            WHERE revision_id = NEW.revision_id AND round = NEW.round AND person_id = NEW.person_id
        );
    SELECT RAISE(ABORT, 'approval.given')
    WHERE EXISTS (
        SELECT 1 FROM approval WHERE revision_id = NEW.revision_id AND round = NEW.round AND person_id = NEW.person_id
    );
END;

CREATE TRIGGER approval_keeps BEFORE UPDATE ON approval
BEGIN
    SELECT RAISE(ABORT, 'approval_keeps');
END;

CREATE TRIGGER approval_stays BEFORE DELETE ON approval
BEGIN
    SELECT RAISE(ABORT, 'approval_stays');
END;

CREATE TRIGGER approval_override_is_given BEFORE INSERT ON approval_override
BEGIN
    SELECT RAISE(ABORT, 'revision.missing') WHERE NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.revision_id);
    SELECT RAISE(ABORT, 'approval.not_in_review')
    WHERE (SELECT state FROM revision WHERE id = NEW.revision_id) <> 'In Review'
        OR NOT EXISTS (
            SELECT 1 FROM approval_request WHERE revision_id = NEW.revision_id AND round = NEW.round AND open = 1
        );
    SELECT RAISE(ABORT, 'approval_override_key')
    WHERE EXISTS (SELECT 1 FROM approval_override WHERE revision_id = NEW.revision_id AND round = NEW.round);
END;

CREATE TRIGGER approval_override_keeps BEFORE UPDATE ON approval_override
BEGIN
    SELECT RAISE(ABORT, 'approval_override_keeps');
END;

CREATE TRIGGER approval_override_stays BEFORE DELETE ON approval_override
BEGIN
    SELECT RAISE(ABORT, 'approval_override_stays');
END;

-- Into review with an open request, and out of it the request ends: what was approved counts in its own round alone.
CREATE TRIGGER revision_is_asked_for_review BEFORE UPDATE OF state ON revision
WHEN NEW.state = 'In Review' AND OLD.state = 'Draft'
    AND NOT EXISTS (SELECT 1 FROM approval_request WHERE revision_id = OLD.id AND open = 1)
BEGIN
    SELECT RAISE(ABORT, 'approval.not_in_review');
END;

CREATE TRIGGER revision_leaves_review AFTER UPDATE OF state ON revision
WHEN OLD.state = 'In Review' AND NEW.state <> 'In Review'
BEGIN
    UPDATE approval_request SET open = 0 WHERE revision_id = NEW.id AND open = 1;
END;

-- Whose revision it is decides who may approve it, so it never becomes somebody else's, in no state.
DROP TRIGGER revision_frozen_keeps_author;

CREATE TRIGGER revision_keeps_author BEFORE UPDATE OF author_id, created ON revision
WHEN NEW.author_id IS NOT OLD.author_id OR NEW.created IS NOT OLD.created
BEGIN
    SELECT RAISE(ABORT, 'revision_keeps_author');
END;

DROP TRIGGER revision_frozen_stays;

CREATE TRIGGER revision_frozen_stays BEFORE DELETE ON revision
WHEN OLD.state <> 'Draft' OR EXISTS (SELECT 1 FROM approval_request WHERE revision_id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'revision.in_review') WHERE OLD.state = 'In Review';
    SELECT RAISE(ABORT, 'revision.frozen');
END;

-- What is in review does not change under the eyes of those who look at it: only a Draft's content does. The triggers that
-- froze what is released are made anew with that.
DROP TRIGGER property_frozen_takes_none;
DROP TRIGGER property_frozen_keeps;
DROP TRIGGER property_frozen_stays;
DROP TRIGGER bom_line_frozen_takes_none;
DROP TRIGGER bom_line_frozen_keeps;
DROP TRIGGER bom_line_frozen_stays;
DROP TRIGGER bom_designator_frozen_takes_none;
DROP TRIGGER bom_designator_frozen_stays;
DROP TRIGGER file_frozen_takes_none;
DROP TRIGGER file_frozen_keeps;
DROP TRIGGER file_frozen_stays;

CREATE TRIGGER property_frozen_takes_none BEFORE INSERT ON property
WHEN (SELECT state FROM revision WHERE id = NEW.revision_id) <> 'Draft'
BEGIN
    SELECT RAISE(ABORT, 'revision.in_review') WHERE (SELECT state FROM revision WHERE id = NEW.revision_id) = 'In Review';
    SELECT RAISE(ABORT, 'revision.frozen');
END;

CREATE TRIGGER property_frozen_keeps BEFORE UPDATE ON property
WHEN (SELECT state FROM revision WHERE id = OLD.revision_id) <> 'Draft'
BEGIN
    SELECT RAISE(ABORT, 'revision.in_review') WHERE (SELECT state FROM revision WHERE id = OLD.revision_id) = 'In Review';
    SELECT RAISE(ABORT, 'revision.frozen');
END;

CREATE TRIGGER property_frozen_stays BEFORE DELETE ON property
WHEN (SELECT state FROM revision WHERE id = OLD.revision_id) <> 'Draft'
BEGIN
    SELECT RAISE(ABORT, 'revision.in_review') WHERE (SELECT state FROM revision WHERE id = OLD.revision_id) = 'In Review';
    SELECT RAISE(ABORT, 'revision.frozen');
END;

CREATE TRIGGER bom_line_frozen_takes_none BEFORE INSERT ON bom_line
WHEN (SELECT state FROM revision WHERE id = NEW.revision_id) <> 'Draft'
BEGIN
    SELECT RAISE(ABORT, 'revision.in_review') WHERE (SELECT state FROM revision WHERE id = NEW.revision_id) = 'In Review';
    SELECT RAISE(ABORT, 'revision.frozen');
END;

CREATE TRIGGER bom_line_frozen_keeps BEFORE UPDATE ON bom_line
WHEN (SELECT state FROM revision WHERE id = OLD.revision_id) <> 'Draft'
BEGIN
    SELECT RAISE(ABORT, 'revision.in_review') WHERE (SELECT state FROM revision WHERE id = OLD.revision_id) = 'In Review';
    SELECT RAISE(ABORT, 'revision.frozen');
END;

CREATE TRIGGER bom_line_frozen_stays BEFORE DELETE ON bom_line
WHEN (SELECT state FROM revision WHERE id = OLD.revision_id) <> 'Draft'
BEGIN
    SELECT RAISE(ABORT, 'revision.in_review') WHERE (SELECT state FROM revision WHERE id = OLD.revision_id) = 'In Review';
    SELECT RAISE(ABORT, 'revision.frozen');
END;

CREATE TRIGGER bom_designator_frozen_takes_none BEFORE INSERT ON bom_designator
WHEN (SELECT state FROM revision WHERE id = NEW.revision_id) <> 'Draft'
BEGIN
    SELECT RAISE(ABORT, 'revision.in_review') WHERE (SELECT state FROM revision WHERE id = NEW.revision_id) = 'In Review';
    SELECT RAISE(ABORT, 'revision.frozen');
END;

CREATE TRIGGER bom_designator_frozen_stays BEFORE DELETE ON bom_designator
WHEN (SELECT state FROM revision WHERE id = OLD.revision_id) <> 'Draft'
BEGIN
    SELECT RAISE(ABORT, 'revision.in_review') WHERE (SELECT state FROM revision WHERE id = OLD.revision_id) = 'In Review';
    SELECT RAISE(ABORT, 'revision.frozen');
END;

CREATE TRIGGER file_frozen_takes_none BEFORE INSERT ON file
WHEN (SELECT state FROM revision WHERE id = NEW.revision_id) <> 'Draft'
BEGIN
    SELECT RAISE(ABORT, 'revision.in_review') WHERE (SELECT state FROM revision WHERE id = NEW.revision_id) = 'In Review';
    SELECT RAISE(ABORT, 'revision.frozen');
END;

CREATE TRIGGER file_frozen_keeps BEFORE UPDATE ON file
WHEN (SELECT state FROM revision WHERE id = OLD.revision_id) <> 'Draft'
BEGIN
    SELECT RAISE(ABORT, 'revision.in_review') WHERE (SELECT state FROM revision WHERE id = OLD.revision_id) = 'In Review';
    SELECT RAISE(ABORT, 'revision.frozen');
END;

CREATE TRIGGER file_frozen_stays BEFORE DELETE ON file
WHEN (SELECT state FROM revision WHERE id = OLD.revision_id) <> 'Draft'
BEGIN
    SELECT RAISE(ABORT, 'revision.in_review') WHERE (SELECT state FROM revision WHERE id = OLD.revision_id) = 'In Review';
    SELECT RAISE(ABORT, 'revision.frozen');
END;
