-- Workflows: the states of a revision and the ways between them as data, in versions that never change.

-- One row is one version. Its states and transitions are JSON, so that a version comes whole in one statement and nothing
-- is added to it later:
--   states       [{"name": "Draft", "phase": "Draft"}]
--   transitions  [{"from": "Draft", "to": "In Review", "name": "Submit", "role": "Designer", "approvals": 0, "checks": ["bom"]}]
CREATE TABLE workflow (
    id BLOB NOT NULL CONSTRAINT workflow_id PRIMARY KEY CONSTRAINT workflow_id_is_uuid CHECK (length(id) = 16),
    name TEXT NOT NULL CONSTRAINT workflow_name_given CHECK (name <> ''),
    version INTEGER NOT NULL CONSTRAINT workflow_version_counts_from_one CHECK (version >= 1),
    start TEXT NOT NULL,
    states TEXT NOT NULL CONSTRAINT workflow_states_are_list CHECK (json_valid(states) AND json_type(states) = 'array'),
    transitions TEXT NOT NULL
        CONSTRAINT workflow_transitions_are_list CHECK (json_valid(transitions) AND json_type(transitions) = 'array'),
    CONSTRAINT workflow_version_is_unique UNIQUE (name, version)
) STRICT, WITHOUT ROWID;

CREATE VIEW workflow_state AS
SELECT workflow.id AS workflow_id, state.value ->> 'name' AS name, state.value ->> 'phase' AS phase
FROM workflow CROSS JOIN json_each(workflow.states) AS state;

CREATE VIEW workflow_transition AS
SELECT workflow.id AS workflow_id, way.value ->> 'from' AS origin, way.value ->> 'to' AS target,
    way.value ->> 'name' AS name, way.value ->> 'role' AS role, way.value ->> 'approvals' AS approvals
FROM workflow CROSS JOIN json_each(workflow.transitions) AS way;

-- The transitions that lead on from a review: those for which approvals are given.
CREATE VIEW workflow_way_on AS
SELECT way.workflow_id, way.origin, way.target, way.approvals
FROM workflow_transition AS way
CROSS JOIN workflow_state AS before ON before.workflow_id = way.workflow_id AND before.name = way.origin
CROSS JOIN workflow_state AS after ON after.workflow_id = way.workflow_id AND after.name = way.target
WHERE before.phase = 'In Review' AND (after.phase = 'In Review' OR after.phase = 'Released');

-- REPLACE removes a row without asking the triggers of DELETE: every key by which it could is asked for here.
CREATE TRIGGER workflow_version_comes_next BEFORE INSERT ON workflow
BEGIN
    SELECT RAISE(ABORT, 'workflow_id') WHERE EXISTS (SELECT 1 FROM workflow WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'workflow.version_taken')
    WHERE NEW.version <> (SELECT coalesce(max(version), 0) + 1 FROM workflow WHERE name = NEW.name);
END;

CREATE TRIGGER workflow_keeps BEFORE UPDATE ON workflow
BEGIN
    SELECT RAISE(ABORT, 'workflow.fixed');
END;

CREATE TRIGGER workflow_stays BEFORE DELETE ON workflow
BEGIN
    SELECT RAISE(ABORT, 'workflow.fixed');
END;

-- A workflow holds together. Asked after, when its states and transitions can be looked at as rows.
CREATE TRIGGER workflow_holds_together AFTER INSERT ON workflow
BEGIN
    -- It is of a size; its states have names of their own and a phase, all phases are there, and one begins.
    SELECT RAISE(ABORT, 'workflow.defective')
    WHERE json_array_length(NEW.states) > 20 OR json_array_length(NEW.transitions) > 100
        OR (SELECT count(DISTINCT phase) FROM workflow_state WHERE workflow_id = NEW.id) <> 4
        OR (SELECT count(*) <> count(DISTINCT lower(name)) FROM workflow_state WHERE workflow_id = NEW.id)
        OR EXISTS (
            SELECT 1 FROM workflow_state
            WHERE workflow_id = NEW.id
                AND (name = '' OR phase IS NULL OR phase NOT IN ('Draft', 'In Review', 'Released', 'Obsolete'))
        )
        OR NOT EXISTS (SELECT 1 FROM workflow_state WHERE workflow_id = NEW.id AND name = NEW.start AND phase = 'Draft');
    -- Its transitions lead from one state to another, as the phases go, each once, with somebody who may take it.
    SELECT RAISE(ABORT, 'workflow.defective')
    WHERE EXISTS (
        SELECT 1 FROM workflow_transition AS way
        LEFT JOIN workflow_state AS before ON before.workflow_id = way.workflow_id AND before.name = way.origin
        LEFT JOIN workflow_state AS after ON after.workflow_id = way.workflow_id AND after.name = way.target
        WHERE way.workflow_id = NEW.id AND (
            before.phase IS NULL OR after.phase IS NULL OR way.origin = way.target
            OR NOT (
                (before.phase = after.phase AND before.phase <> 'Obsolete')
                OR (before.phase = 'Draft' AND after.phase = 'In Review')
                OR (before.phase = 'In Review' AND after.phase IN ('Draft', 'Released'))
                OR (before.phase = 'Released' AND after.phase = 'Obsolete')
            )
            OR way.name IS NULL OR way.name = ''
            OR way.role IS NULL OR way.role NOT IN ('Designer', 'Admin')
        )
    ) OR EXISTS (
        SELECT 1 FROM workflow_transition WHERE workflow_id = NEW.id GROUP BY origin, target HAVING count(*) > 1
    );
    -- What leads on from a review needs approvals, and nothing else does; there is no check that nobody knows.
    SELECT RAISE(ABORT, 'workflow.defective')
    WHERE EXISTS (
        SELECT 1 FROM workflow_transition AS way
        WHERE way.workflow_id = NEW.id AND (
            typeof(way.approvals) <> 'integer'
            OR way.approvals NOT BETWEEN 0 AND 9
            OR (way.approvals > 0) <> EXISTS (
                SELECT 1 FROM workflow_way_on AS way_on
                WHERE way_on.workflow_id = way.workflow_id AND way_on.origin = way.origin AND way_on.target = way.target
            )
        )
    ) OR EXISTS (
        SELECT 1 FROM json_each(NEW.transitions) AS way CROSS JOIN json_each(way.value, '$.checks') AS asked
        WHERE asked.value NOT IN ('bom', 'properties', 'children', 'manufacturer_part', 'file')
    );
    -- Each state is reached from the start; from each one goes on, from a review also back.
    SELECT RAISE(ABORT, 'workflow.defective')
    WHERE EXISTS (
        SELECT 1 FROM workflow_state
        WHERE workflow_id = NEW.id AND name NOT IN (
            WITH RECURSIVE reached (name) AS (
                SELECT NEW.start
                UNION
                SELECT way.target FROM reached CROSS JOIN workflow_transition AS way
                    ON way.workflow_id = NEW.id AND way.origin = reached.name
            )
            SELECT name FROM reached
        )
    ) OR EXISTS (
        SELECT 1 FROM workflow_state
        WHERE workflow_id = NEW.id AND phase <> 'Obsolete'
            AND (name, CASE phase WHEN 'Released' THEN 'Obsolete' ELSE 'Released' END) NOT IN (
                WITH RECURSIVE leading (name, aim) AS (
                    SELECT aim.name, aim.phase FROM workflow_state AS aim
                    WHERE aim.workflow_id = NEW.id AND (aim.phase = 'Released' OR aim.phase = 'Obsolete')
                    UNION
                    SELECT way.origin, leading.aim FROM leading CROSS JOIN workflow_transition AS way
                        ON way.workflow_id = NEW.id AND way.target = leading.name
                )
                SELECT name, aim FROM leading
            )
    ) OR EXISTS (
        SELECT 1 FROM workflow_state AS review
        WHERE review.workflow_id = NEW.id AND review.phase = 'In Review' AND (
            NOT EXISTS (SELECT 1 FROM workflow_way_on WHERE workflow_id = NEW.id AND origin = review.name)
            OR NOT EXISTS (
                SELECT 1 FROM workflow_transition AS way
                CROSS JOIN workflow_state AS draft ON draft.workflow_id = NEW.id AND draft.name = way.target
                WHERE way.workflow_id = NEW.id AND way.origin = review.name AND draft.phase = 'Draft'
            )
        )
    );
END;

-- The lifecycle as a workflow: what every revision has followed so far, with as many approvals as were set.
INSERT INTO workflow (id, name, version, start, states, transitions)
SELECT x'00000000000000000000000000000001', 'Standard', 1, 'Draft',
    json('[{"name":"Draft","phase":"Draft"},{"name":"In Review","phase":"In Review"},{"name":"Released","phase":"Released"},{"name":"Obsolete","phase":"Obsolete"}]'),
    json_array(
        json('{"from":"Draft","to":"In Review","name":"Submit for review","role":"Designer","approvals":0,"checks":["bom","properties"]}'),
        json_set('{"from":"In Review","to":"Released","name":"Release","role":"Designer","approvals":1,"checks":[]}', '$.approvals', approvals),
        json('{"from":"In Review","to":"Draft","name":"Send back","role":"Designer","approvals":0,"checks":[]}'),
        json('{"from":"Released","to":"Obsolete","name":"Make obsolete","role":"Designer","approvals":0,"checks":[]}')
    )
FROM setting;

-- Which version new revisions follow; how many approvals a release needs stands in it.
DROP TRIGGER approval_request_comes_next;

ALTER TABLE setting DROP COLUMN approvals;
ALTER TABLE setting ADD COLUMN workflow_id BLOB NOT NULL DEFAULT x'00000000000000000000000000000001';

CREATE TRIGGER setting_follows_a_workflow BEFORE UPDATE ON setting
WHEN NOT EXISTS (SELECT 1 FROM workflow WHERE id = NEW.workflow_id)
BEGIN
    SELECT RAISE(ABORT, 'workflow.missing');
END;

-- A revision's state is the phase of its state in the workflow, so whatever looks at the phase holds in every workflow. A
-- version stays for ever, so that there is one is asked when a revision begins, and never again.
ALTER TABLE revision ADD COLUMN workflow_id BLOB NOT NULL DEFAULT x'00000000000000000000000000000001';
ALTER TABLE revision ADD COLUMN workflow_state TEXT NOT NULL DEFAULT 'Draft';

UPDATE revision SET workflow_state = state;

CREATE INDEX revision_by_workflow ON revision (workflow_id);

CREATE TRIGGER revision_begins_its_workflow BEFORE INSERT ON revision
BEGIN
    SELECT RAISE(ABORT, 'workflow.missing') WHERE NOT EXISTS (SELECT 1 FROM workflow WHERE id = NEW.workflow_id);
    SELECT RAISE(ABORT, 'revision.step_unknown')
    WHERE NEW.workflow_state IS NOT (SELECT start FROM workflow WHERE id = NEW.workflow_id);
END;

-- Into a review with a request: that is asked with the rest of the way, below.
DROP TRIGGER revision_is_asked_for_review;
DROP TRIGGER revision_takes_known_steps;

CREATE TRIGGER revision_takes_known_steps BEFORE UPDATE OF state ON revision
WHEN NOT (
    (OLD.state = 'Draft' AND NEW.state = 'In Review')
    OR (OLD.state = 'In Review' AND NEW.state IN ('Draft', 'Released'))
    OR (OLD.state = 'Released' AND NEW.state = 'Obsolete')
    OR (OLD.state = NEW.state AND OLD.workflow_state <> NEW.workflow_state)
)
BEGIN
    SELECT RAISE(ABORT, 'revision.step_unknown');
END;

-- Whatever columns a statement names: a revision goes as the version that it began with says, into a review with an open
-- request for it, and on from there with the approvals of its way, which may be more than the round asked for at least.
CREATE TRIGGER revision_follows_its_workflow BEFORE UPDATE ON revision
WHEN NEW.state IS NOT OLD.state OR NEW.workflow_state IS NOT OLD.workflow_state OR NEW.workflow_id IS NOT OLD.workflow_id
BEGIN
    SELECT RAISE(ABORT, 'revision_keeps_workflow') WHERE NEW.workflow_id IS NOT OLD.workflow_id;
    SELECT RAISE(ABORT, 'revision.step_unknown')
    WHERE NOT EXISTS (
        SELECT 1 FROM workflow_transition
        WHERE workflow_id = OLD.workflow_id AND origin = OLD.workflow_state AND target = NEW.workflow_state
    ) OR NEW.state IS NOT (
        SELECT phase FROM workflow_state WHERE workflow_id = OLD.workflow_id AND name = NEW.workflow_state
    );
    SELECT RAISE(ABORT, 'approval.not_in_review')
    WHERE OLD.state = 'Draft' AND NEW.state = 'In Review' AND NOT EXISTS (
        SELECT 1 FROM approval_request
        WHERE revision_id = OLD.id AND open = 1 AND workflow_state = NEW.workflow_state
    );
    SELECT RAISE(ABORT, 'release.not_approved')
    WHERE OLD.state = 'In Review' AND NEW.state <> 'Draft' AND NOT EXISTS (
        SELECT 1 FROM approval_request AS request
        WHERE request.revision_id = OLD.id AND request.open = 1 AND (
            EXISTS (
                SELECT 1 FROM approval_override AS override
                WHERE override.revision_id = OLD.id AND override.round = request.round
            ) OR (
                SELECT approvals FROM workflow_transition
                WHERE workflow_id = OLD.workflow_id AND origin = OLD.workflow_state AND target = NEW.workflow_state
            ) <= (
                SELECT count(*) FROM approval
                WHERE approval.revision_id = OLD.id AND approval.round = request.round AND verdict = 'Approved'
            )
        )
    );
    -- What is written down of a release is followed by the release.
    SELECT RAISE(ABORT, 'release.fixed')
    WHERE OLD.state = 'In Review' AND NEW.state = 'In Review' AND EXISTS (SELECT 1 FROM release WHERE revision_id = OLD.id);
END;

-- A round is for one state in review, and asks for the fewest approvals with which anything leads on from there.
ALTER TABLE approval_request ADD COLUMN workflow_state TEXT NOT NULL DEFAULT 'In Review';

CREATE TRIGGER approval_request_comes_next BEFORE INSERT ON approval_request
BEGIN
    SELECT RAISE(ABORT, 'revision.missing') WHERE NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.revision_id);
    SELECT RAISE(ABORT, 'revision.step_unknown')
    WHERE NOT EXISTS (
        SELECT 1 FROM revision
        CROSS JOIN workflow_state AS review ON review.workflow_id = revision.workflow_id AND review.name = NEW.workflow_state
        WHERE revision.id = NEW.revision_id AND review.phase = 'In Review' AND (
            (
                revision.state = 'Draft' AND EXISTS (
                    SELECT 1 FROM workflow_transition AS way
                    WHERE way.workflow_id = revision.workflow_id AND way.origin = revision.workflow_state
                        AND way.target = NEW.workflow_state
                )
            ) OR (
                revision.state = 'In Review' AND revision.workflow_state = NEW.workflow_state
                AND NOT EXISTS (SELECT 1 FROM approval_request WHERE revision_id = NEW.revision_id AND open = 1)
            )
        )
    );
    SELECT RAISE(ABORT, 'approval_request_comes_next')
    WHERE NEW.open <> 1
        OR NEW.round <> (SELECT coalesce(max(round), 0) + 1 FROM approval_request WHERE revision_id = NEW.revision_id)
        OR NEW.needed IS NOT (
            SELECT min(way_on.approvals)
            FROM revision
            CROSS JOIN workflow_way_on AS way_on ON way_on.workflow_id = revision.workflow_id
            WHERE revision.id = NEW.revision_id AND way_on.origin = NEW.workflow_state
        )
        OR EXISTS (SELECT 1 FROM approval_request WHERE revision_id = NEW.revision_id AND open = 1);
END;

-- A request only ever ends, and only when its revision is no longer in the state that it is for.
DROP TRIGGER approval_request_keeps;

CREATE TRIGGER approval_request_keeps BEFORE UPDATE ON approval_request
WHEN NEW.revision_id IS NOT OLD.revision_id OR NEW.round IS NOT OLD.round OR NEW.person_id IS NOT OLD.person_id
    OR NEW.asked IS NOT OLD.asked OR NEW.needed IS NOT OLD.needed OR NEW.note IS NOT OLD.note
    OR NEW.workflow_state IS NOT OLD.workflow_state OR OLD.open <> 1 OR NEW.open <> 0
    OR (SELECT workflow_state FROM revision WHERE id = OLD.revision_id) = OLD.workflow_state
BEGIN
    SELECT RAISE(ABORT, 'approval_request_keeps');
END;

-- The request ends with its state: what was approved counts in its own round alone.
DROP TRIGGER revision_leaves_review;

CREATE TRIGGER revision_leaves_review AFTER UPDATE OF workflow_state ON revision
WHEN OLD.state = 'In Review' AND NEW.workflow_state <> OLD.workflow_state
BEGIN
    UPDATE approval_request SET open = 0 WHERE revision_id = NEW.id AND open = 1;
END;
