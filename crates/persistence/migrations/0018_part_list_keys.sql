-- What lists are sorted by stands with the part, so that each order has its index, and how many parts there are is kept, so
-- that no list counts them. Triggers see to both: whoever writes a part need not know of them.
CREATE VIEW subcategory_keyed AS
SELECT subcategory.id, category.code || '-' || subcategory.code AS key
FROM subcategory
CROSS JOIN category ON category.id = subcategory.category_id;

ALTER TABLE part ADD COLUMN category_key TEXT NOT NULL DEFAULT '';
-- The first manufacturer part's; empty where there is none.
ALTER TABLE part ADD COLUMN mpn_key TEXT NOT NULL DEFAULT '';

CREATE VIEW part_first_mpn AS
SELECT part.id, coalesce((
        SELECT manufacturer_part.sort_key FROM manufacturer_part
        WHERE manufacturer_part.part_id = part.id ORDER BY manufacturer_part.id LIMIT 1
    ), '') AS key
FROM part;

UPDATE part SET
    category_key = (SELECT key FROM subcategory_keyed WHERE subcategory_keyed.id = part.subcategory_id),
    mpn_key = (SELECT key FROM part_first_mpn WHERE part_first_mpn.id = part.id);

-- Each goes on with the category, so that a list of one category passes over the others without looking at the parts.
DROP INDEX part_by_number;
DROP INDEX part_by_name;
CREATE INDEX part_by_number ON part (codes, sequence, category_key);
CREATE INDEX part_by_name ON part (name_key, sequence, category_key);
CREATE INDEX part_by_mpn ON part (mpn_key, sequence, category_key);
CREATE INDEX part_by_category ON part (category_key, sequence);

CREATE TABLE part_count (
    subcategory_id BLOB NOT NULL CONSTRAINT part_count_key PRIMARY KEY
        CONSTRAINT part_count_subcategory REFERENCES subcategory (id) ON DELETE CASCADE,
    parts INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO part_count (subcategory_id, parts) SELECT subcategory_id, count(*) FROM part GROUP BY subcategory_id;

-- What a statement says of conflicts holds in its triggers too, so no row comes in by a conflict. A subcategory that is not
-- there is told by the foreign key.
CREATE TRIGGER part_is_counted AFTER INSERT ON part
BEGIN
    INSERT INTO part_count (subcategory_id, parts)
    SELECT NEW.subcategory_id, 0
    WHERE NOT EXISTS (SELECT 1 FROM part_count WHERE subcategory_id = NEW.subcategory_id);
    UPDATE part_count SET parts = parts + 1 WHERE subcategory_id = NEW.subcategory_id;
END;

CREATE TRIGGER part_is_counted_elsewhere AFTER UPDATE OF subcategory_id ON part
WHEN NEW.subcategory_id IS NOT OLD.subcategory_id
BEGIN
    UPDATE part_count SET parts = parts - 1 WHERE subcategory_id = OLD.subcategory_id;
    INSERT INTO part_count (subcategory_id, parts)
    SELECT NEW.subcategory_id, 0
    WHERE NOT EXISTS (SELECT 1 FROM part_count WHERE subcategory_id = NEW.subcategory_id);
    UPDATE part_count SET parts = parts + 1 WHERE subcategory_id = NEW.subcategory_id;
END;

CREATE TRIGGER part_is_counted_no_more AFTER DELETE ON part
BEGIN
    UPDATE part_count SET parts = parts - 1 WHERE subcategory_id = OLD.subcategory_id;
END;

-- The program writes the key with the part; this is for whoever does not.
CREATE TRIGGER part_gets_category_key AFTER INSERT ON part
WHEN NEW.category_key IS NOT (SELECT key FROM subcategory_keyed WHERE id = NEW.subcategory_id)
BEGIN
    UPDATE part SET category_key = coalesce((SELECT key FROM subcategory_keyed WHERE id = NEW.subcategory_id), '')
    WHERE sequence = NEW.sequence;
END;

CREATE TRIGGER part_keeps_category_key AFTER UPDATE OF subcategory_id, category_key ON part
WHEN NEW.category_key IS NOT (SELECT key FROM subcategory_keyed WHERE id = NEW.subcategory_id)
BEGIN
    UPDATE part SET category_key = coalesce((SELECT key FROM subcategory_keyed WHERE id = NEW.subcategory_id), '')
    WHERE sequence = NEW.sequence;
END;

CREATE TRIGGER part_gets_mpn_key AFTER INSERT ON manufacturer_part
BEGIN
    UPDATE part SET mpn_key = (SELECT key FROM part_first_mpn WHERE id = NEW.part_id) WHERE id = NEW.part_id;
END;

CREATE TRIGGER part_changes_mpn_key AFTER UPDATE ON manufacturer_part
BEGIN
    UPDATE part SET mpn_key = (SELECT key FROM part_first_mpn WHERE id = NEW.part_id) WHERE id = NEW.part_id;
    UPDATE part SET mpn_key = (SELECT key FROM part_first_mpn WHERE id = OLD.part_id)
    WHERE id = OLD.part_id AND OLD.part_id IS NOT NEW.part_id;
END;

CREATE TRIGGER part_loses_mpn_key AFTER DELETE ON manufacturer_part
BEGIN
    UPDATE part SET mpn_key = (SELECT key FROM part_first_mpn WHERE id = OLD.part_id) WHERE id = OLD.part_id;
END;
