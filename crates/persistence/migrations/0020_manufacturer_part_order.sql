-- Manufacturer parts stand in the order of their ids, which is that of time, and no longer in that of their rows: one that is
-- taken off and put back by an undo stands where it stood. `added` stays as the key of the row, and says nothing more.
CREATE INDEX manufacturer_part_by_part ON manufacturer_part (part_id, id);
