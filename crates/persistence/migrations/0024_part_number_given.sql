-- A number that no part has is one that the sequence gave out: nobody takes one from beyond it, which a later part would
-- then be refused, and no part that never was is said to be removed.
CREATE TRIGGER part_number_was_given BEFORE INSERT ON part
WHEN NEW.sequence >= (SELECT next FROM part_sequence)
BEGIN
    SELECT RAISE(ABORT, 'part_number_was_given');
END;

CREATE TRIGGER part_removed_number_was_given BEFORE INSERT ON part_removed
WHEN NEW.sequence >= (SELECT next FROM part_sequence)
BEGIN
    SELECT RAISE(ABORT, 'part_number_was_given');
END;
