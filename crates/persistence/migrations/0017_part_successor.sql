-- Successors: which part is used instead of one that is obsolete.
ALTER TABLE part ADD COLUMN successor_id BLOB CONSTRAINT part_successor REFERENCES part (id);

CREATE INDEX part_by_successor ON part (successor_id) WHERE successor_id IS NOT NULL;

-- Going from a part to its successor, and on to that one's, never leads back.
CREATE TRIGGER part_successor_makes_no_loop BEFORE UPDATE OF successor_id ON part
WHEN NEW.successor_id IS NOT NULL AND NEW.successor_id IS NOT OLD.successor_id
BEGIN
    SELECT RAISE(ABORT, 'part.missing') WHERE NOT EXISTS (SELECT 1 FROM part WHERE id = NEW.successor_id);
    SELECT RAISE(ABORT, 'part.successor_loop')
    WHERE NEW.id IN (
        WITH RECURSIVE later (part_id) AS (
            SELECT NEW.successor_id
            UNION
            SELECT part.successor_id
            FROM later
            CROSS JOIN part ON part.id = later.part_id
            WHERE part.successor_id IS NOT NULL
        )
        SELECT part_id FROM later
    );
END;

-- A new part replaces nothing yet and is replaced by nothing: a loop can only come of a change.
CREATE TRIGGER part_begins_without_successor BEFORE INSERT ON part
WHEN NEW.successor_id IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'part.successor_loop');
END;
