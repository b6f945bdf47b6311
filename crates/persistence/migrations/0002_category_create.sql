-- The two-level classification whose codes begin every part number.
CREATE TABLE category (
    id BLOB NOT NULL CONSTRAINT category_id PRIMARY KEY CONSTRAINT category_id_is_uuid CHECK (length(id) = 16),
    code TEXT NOT NULL CONSTRAINT category_code_is_unique UNIQUE,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE subcategory (
    id BLOB NOT NULL CONSTRAINT subcategory_id PRIMARY KEY CONSTRAINT subcategory_id_is_uuid CHECK (length(id) = 16),
    category_id BLOB NOT NULL CONSTRAINT subcategory_category REFERENCES category (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    assembly INTEGER NOT NULL CONSTRAINT subcategory_assembly_is_boolean CHECK (assembly IN (0, 1)),
    CONSTRAINT subcategory_code_is_unique UNIQUE (category_id, code)
) STRICT;
