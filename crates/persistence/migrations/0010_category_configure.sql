-- The classification can be configured: names change, codes do not, what is in use stays, and a subcategory says which
-- properties its parts must have.

-- Part numbers begin with the codes: another code would leave the numbers that were given under a code that nobody knows.
CREATE TRIGGER category_keeps_code BEFORE UPDATE ON category
WHEN NEW.code IS NOT OLD.code
BEGIN
    SELECT RAISE(ABORT, 'category.code_fixed');
END;

CREATE TRIGGER subcategory_keeps_code BEFORE UPDATE ON subcategory
WHEN NEW.code IS NOT OLD.code OR NEW.category_id IS NOT OLD.category_id
BEGIN
    SELECT RAISE(ABORT, 'category.code_fixed');
END;

-- Also where foreign keys are asked late or not at all.
CREATE TRIGGER category_in_use_stays BEFORE DELETE ON category
WHEN EXISTS (SELECT 1 FROM subcategory WHERE category_id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'category.not_empty');
END;

CREATE TRIGGER subcategory_in_use_stays BEFORE DELETE ON subcategory
WHEN EXISTS (SELECT 1 FROM part WHERE subcategory_id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'category.in_use');
END;

CREATE TABLE subcategory_demand (
    subcategory_id BLOB NOT NULL
        CONSTRAINT subcategory_demand_subcategory REFERENCES subcategory (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CONSTRAINT subcategory_demand_position_counts CHECK (position >= 1),
    -- A property's name; upper and lower case are alike.
    name TEXT NOT NULL COLLATE NOCASE CONSTRAINT subcategory_demand_name_given CHECK (name <> ''),
    CONSTRAINT subcategory_demand_key PRIMARY KEY (subcategory_id, position),
    CONSTRAINT subcategory_demand_is_unique UNIQUE (subcategory_id, name)
) STRICT, WITHOUT ROWID;
