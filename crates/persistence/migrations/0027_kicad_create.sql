-- What KiCad is shown: how the parts of a subcategory become symbols, and what is offered of the workspace as a whole. A
-- subcategory without a row here is shown as the program does by itself.
CREATE TABLE kicad_mapping (
    subcategory_id BLOB NOT NULL CONSTRAINT kicad_mapping_is_unique PRIMARY KEY
        CONSTRAINT kicad_mapping_subcategory REFERENCES subcategory (id),
    offered INTEGER NOT NULL CONSTRAINT kicad_mapping_offered_is_boolean CHECK (offered = 0 OR offered = 1),
    symbol_property TEXT NOT NULL CONSTRAINT kicad_mapping_symbol_property_given CHECK (symbol_property <> ''),
    -- A library of KiCad and a symbol in it, as Device:R.
    symbol TEXT CONSTRAINT kicad_mapping_symbol_is_named CHECK (symbol LIKE '_%:_%'),
    reference TEXT CONSTRAINT kicad_mapping_reference_is_letters CHECK (reference <> '' AND reference NOT GLOB '*[^A-Za-z]*'),
    footprint_property TEXT NOT NULL CONSTRAINT kicad_mapping_footprint_property_given CHECK (footprint_property <> ''),
    no_bom INTEGER NOT NULL CONSTRAINT kicad_mapping_no_bom_is_boolean CHECK (no_bom = 0 OR no_bom = 1),
    no_board INTEGER NOT NULL CONSTRAINT kicad_mapping_no_board_is_boolean CHECK (no_board = 0 OR no_board = 1),
    no_simulation INTEGER NOT NULL
        CONSTRAINT kicad_mapping_no_simulation_is_boolean CHECK (no_simulation = 0 OR no_simulation = 1)
) STRICT, WITHOUT ROWID;

CREATE TABLE kicad_field (
    subcategory_id BLOB NOT NULL
        CONSTRAINT kicad_field_mapping REFERENCES kicad_mapping (subcategory_id) ON DELETE CASCADE,
    position INTEGER NOT NULL CONSTRAINT kicad_field_position_counts CHECK (position >= 1),
    -- A property's name; upper and lower case are alike.
    property TEXT NOT NULL COLLATE NOCASE CONSTRAINT kicad_field_property_given CHECK (property <> ''),
    visible INTEGER NOT NULL CONSTRAINT kicad_field_visible_is_boolean CHECK (visible = 0 OR visible = 1),
    CONSTRAINT kicad_field_key PRIMARY KEY (subcategory_id, position),
    CONSTRAINT kicad_field_is_unique UNIQUE (subcategory_id, property)
) STRICT, WITHOUT ROWID;

-- Also where foreign keys are asked late or not at all.
CREATE TRIGGER kicad_mapping_keeps_subcategory BEFORE DELETE ON subcategory
WHEN EXISTS (SELECT 1 FROM kicad_mapping WHERE subcategory_id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'kicad_mapping_keeps_subcategory');
END;

CREATE TABLE kicad_library (
    only INTEGER NOT NULL CONSTRAINT kicad_library_only PRIMARY KEY CONSTRAINT kicad_library_is_one_row CHECK (only = 1),
    drafts INTEGER NOT NULL CONSTRAINT kicad_library_drafts_is_boolean CHECK (drafts = 0 OR drafts = 1)
) STRICT;

INSERT INTO kicad_library (only, drafts) VALUES (1, 0);

CREATE TRIGGER kicad_library_is_alone BEFORE INSERT ON kicad_library
BEGIN
    SELECT RAISE(ABORT, 'kicad_library_is_alone');
END;

CREATE TRIGGER kicad_library_stays BEFORE DELETE ON kicad_library
BEGIN
    SELECT RAISE(ABORT, 'kicad_library_stays');
END;
