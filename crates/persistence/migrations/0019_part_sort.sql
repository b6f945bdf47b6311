-- What pages of parts need to cost the same however many parts there are: how many parts are where, and the MPN they sort by.
CREATE TABLE part_count (
    subcategory_id BLOB NOT NULL CONSTRAINT part_count_key PRIMARY KEY
        CONSTRAINT part_count_subcategory REFERENCES subcategory (id) ON DELETE CASCADE,
    parts INTEGER NOT NULL CONSTRAINT part_count_counts CHECK (parts >= 0)
) STRICT, WITHOUT ROWID;

INSERT INTO part_count (subcategory_id, parts) SELECT subcategory_id, count(*) FROM part GROUP BY subcategory_id;

CREATE TRIGGER part_is_counted AFTER INSERT ON part
BEGIN
    INSERT INTO part_count (subcategory_id, parts)
    SELECT NEW.subcategory_id, 0
    WHERE NOT EXISTS (SELECT 1 FROM part_count WHERE subcategory_id = NEW.subcategory_id);
    UPDATE part_count SET parts = parts + 1 WHERE subcategory_id = NEW.subcategory_id;
END;

CREATE TRIGGER part_is_counted_again AFTER UPDATE OF subcategory_id ON part
WHEN NEW.subcategory_id IS NOT OLD.subcategory_id
BEGIN
    UPDATE part_count SET parts = parts - 1 WHERE subcategory_id = OLD.subcategory_id;
    INSERT INTO part_count (subcategory_id, parts)
    SELECT NEW.subcategory_id, 0
    WHERE NOT EXISTS (SELECT 1 FROM part_count WHERE subcategory_id = NEW.subcategory_id);
    UPDATE part_count SET parts = parts + 1 WHERE subcategory_id = NEW.subcategory_id;
END;

-- The sort key of the part's first manufacturer part; empty without one. Written by the triggers below.
ALTER TABLE part ADD COLUMN mpn_key TEXT NOT NULL DEFAULT '';

UPDATE part SET mpn_key = coalesce(
    (SELECT sort_key FROM manufacturer_part WHERE part_id = part.id ORDER BY added LIMIT 1), ''
);

CREATE INDEX part_by_mpn ON part (mpn_key, sequence);
-- A category has its own pages: names begin like those of their category, so its parts stand far from the ends of all.
CREATE INDEX part_by_subcategory_and_number ON part (subcategory_id, codes, sequence);
CREATE INDEX part_by_subcategory_and_name ON part (subcategory_id, name_key, sequence);
CREATE INDEX part_by_subcategory_and_mpn ON part (subcategory_id, mpn_key, sequence);

CREATE TRIGGER part_follows_new_manufacturer_part AFTER INSERT ON manufacturer_part
BEGIN
    UPDATE part SET mpn_key = coalesce(
        (SELECT sort_key FROM manufacturer_part WHERE part_id = NEW.part_id ORDER BY added LIMIT 1), ''
    )
    WHERE id = NEW.part_id;
END;

CREATE TRIGGER part_follows_manufacturer_part AFTER UPDATE OF sort_key ON manufacturer_part
BEGIN
    UPDATE part SET mpn_key = coalesce(
        (SELECT sort_key FROM manufacturer_part WHERE part_id = NEW.part_id ORDER BY added LIMIT 1), ''
    )
    WHERE id = NEW.part_id;
END;

CREATE TRIGGER part_follows_lost_manufacturer_part AFTER DELETE ON manufacturer_part
BEGIN
    UPDATE part SET mpn_key = coalesce(
        (SELECT sort_key FROM manufacturer_part WHERE part_id = OLD.part_id ORDER BY added LIMIT 1), ''
    )
    WHERE id = OLD.part_id;
END;
