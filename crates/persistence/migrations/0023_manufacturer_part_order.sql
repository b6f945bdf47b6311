-- Manufacturer parts stand in the order of their ids, which is that of time, and no longer in that of their rows: one that is
-- taken off and put back by an undo stands where it stood. `added` stays as the key of the row, and says nothing more.
CREATE INDEX manufacturer_part_by_part ON manufacturer_part (part_id, id);

-- So the first of a part, by whose MPN lists are sorted, is the one with the first id.
DROP TRIGGER part_follows_new_manufacturer_part;
DROP TRIGGER part_follows_manufacturer_part;
DROP TRIGGER part_follows_lost_manufacturer_part;

UPDATE part SET mpn_key = coalesce(
    (SELECT sort_key FROM manufacturer_part WHERE part_id = part.id ORDER BY id LIMIT 1), ''
);

CREATE TRIGGER part_follows_new_manufacturer_part AFTER INSERT ON manufacturer_part
BEGIN
    UPDATE part SET mpn_key = coalesce(
        (SELECT sort_key FROM manufacturer_part WHERE part_id = NEW.part_id ORDER BY id LIMIT 1), ''
    )
    WHERE id = NEW.part_id;
END;

CREATE TRIGGER part_follows_manufacturer_part AFTER UPDATE OF sort_key ON manufacturer_part
BEGIN
    UPDATE part SET mpn_key = coalesce(
        (SELECT sort_key FROM manufacturer_part WHERE part_id = NEW.part_id ORDER BY id LIMIT 1), ''
    )
    WHERE id = NEW.part_id;
END;

CREATE TRIGGER part_follows_lost_manufacturer_part AFTER DELETE ON manufacturer_part
BEGIN
    UPDATE part SET mpn_key = coalesce(
        (SELECT sort_key FROM manufacturer_part WHERE part_id = OLD.part_id ORDER BY id LIMIT 1), ''
    )
    WHERE id = OLD.part_id;
END;
