-- The two-level classification whose codes begin every part number.
CREATE TABLE category (
    id BLOB NOT NULL CONSTRAINT category_id PRIMARY KEY CONSTRAINT category_id_is_uuid CHECK (length(id) = 16),
    code TEXT NOT NULL CONSTRAINT category_code_is_unique UNIQUE,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE subcategory (
    id BLOB NOT NULL CONSTRAINT subcategory_id PRIMARY KEY CONSTRAINT subcategory_id_is_uuid CHECK (length(id) = 16),
    category_id BLOB NOT NULL CONSTRAINT subcategory_category REFERENCES category (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    assembly INTEGER NOT NULL CONSTRAINT subcategory_assembly_is_boolean CHECK (assembly IN (0, 1)),
    CONSTRAINT subcategory_code_is_unique UNIQUE (category_id, code)
) STRICT, WITHOUT ROWID;

-- REPLACE removes a row without asking the triggers of DELETE.
CREATE TRIGGER category_replaces_none BEFORE INSERT ON category
BEGIN
    SELECT RAISE(ABORT, 'category_id') WHERE EXISTS (SELECT 1 FROM category WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'category.code_taken') WHERE EXISTS (SELECT 1 FROM category WHERE code = NEW.code);
END;

CREATE TRIGGER category_keeps_id BEFORE UPDATE OF id ON category
BEGIN
    SELECT RAISE(ABORT, 'category_keeps_id');
END;

CREATE TRIGGER subcategory_replaces_none BEFORE INSERT ON subcategory
BEGIN
    SELECT RAISE(ABORT, 'subcategory_id') WHERE EXISTS (SELECT 1 FROM subcategory WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'category.code_taken')
    WHERE EXISTS (SELECT 1 FROM subcategory WHERE category_id = NEW.category_id AND code = NEW.code);
END;

CREATE TRIGGER subcategory_keeps_id BEFORE UPDATE OF id ON subcategory
BEGIN
    SELECT RAISE(ABORT, 'subcategory_keeps_id');
END;
