-- What else is known of a line by name, and where it was imported from. Both are columns of the line: what freezes it
-- freezes them.
DROP VIEW bom_line_counting;
DROP VIEW bom_line_whole;

-- A JSON array of pairs, [name, text], in the order in which they were written.
ALTER TABLE bom_line ADD COLUMN properties TEXT NOT NULL DEFAULT '[]' CONSTRAINT bom_line_properties_are_a_list
    CHECK (json_valid(properties) AND json_type(properties) = 'array');

ALTER TABLE bom_line ADD COLUMN origin_file_id BLOB CONSTRAINT bom_line_origin REFERENCES import_file (id);

-- A JSON array of the numbers of its rows in that file; there with the file, and not without it.
ALTER TABLE bom_line ADD COLUMN origin_rows TEXT CONSTRAINT bom_line_origin_rows_are_a_list
    CHECK (
        (origin_rows IS NULL) = (origin_file_id IS NULL)
        AND (origin_rows IS NULL OR (json_valid(origin_rows) AND json_type(origin_rows) = 'array'))
    );

CREATE INDEX bom_line_by_origin ON bom_line (origin_file_id) WHERE origin_file_id IS NOT NULL;

CREATE TRIGGER bom_line_properties_fit BEFORE INSERT ON bom_line
WHEN NEW.properties <> '[]'
BEGIN
    SELECT RAISE(ABORT, 'bom_line_properties_are_a_list') WHERE NOT json_valid(NEW.properties);
    SELECT RAISE(ABORT, 'bom_line_properties_are_pairs')
    WHERE EXISTS (
        SELECT 1 FROM json_each(NEW.properties)
        WHERE type <> 'array' OR json_array_length(value) <> 2
            OR json_type(value, '$[0]') <> 'text' OR json_type(value, '$[1]') <> 'text'
    );
    SELECT RAISE(ABORT, 'bom.property_twice')
    WHERE (SELECT count(*) > count(DISTINCT value ->> 0 COLLATE NOCASE) FROM json_each(NEW.properties));
END;

CREATE TRIGGER bom_line_properties_fit_again BEFORE UPDATE OF properties ON bom_line
WHEN NEW.properties IS NOT OLD.properties AND NEW.properties <> '[]'
BEGIN
    SELECT RAISE(ABORT, 'bom_line_properties_are_a_list') WHERE NOT json_valid(NEW.properties);
    SELECT RAISE(ABORT, 'bom_line_properties_are_pairs')
    WHERE EXISTS (
        SELECT 1 FROM json_each(NEW.properties)
        WHERE type <> 'array' OR json_array_length(value) <> 2
            OR json_type(value, '$[0]') <> 'text' OR json_type(value, '$[1]') <> 'text'
    );
    SELECT RAISE(ABORT, 'bom.property_twice')
    WHERE (SELECT count(*) > count(DISTINCT value ->> 0 COLLATE NOCASE) FROM json_each(NEW.properties));
END;

-- A line with its substitutes and properties: [priority, part, note] of each.
CREATE VIEW bom_line_whole AS
SELECT bom_line.id, bom_line.revision_id, bom_line.position, bom_line.child_part_id, bom_line.quantity, bom_line.unit,
    bom_line.designators, bom_line.quantity_intended, bom_line.dnp, bom_line.find_number, bom_line.note,
    bom_line.pinned_revision_id,
    (
        SELECT json_group_array(json_array(bom_substitute.priority, hex(bom_substitute.part_id), bom_substitute.note))
        FROM bom_substitute
        WHERE bom_substitute.revision_id = bom_line.revision_id AND bom_substitute.line_id = bom_line.id
    ) AS substitutes,
    bom_line.properties, bom_line.origin_file_id, bom_line.origin_rows
FROM bom_line;

-- Which revision of its child counts for a line: the one it is pinned to; else, below a frozen revision, the one that was
-- written down when it was released, and where none was, the child's latest released one; else its newest.
CREATE VIEW bom_line_counting AS
SELECT bom_line_whole.*, coalesce(
        bom_line_whole.pinned_revision_id,
        (
            SELECT release_line.child_revision_id FROM release_line
            WHERE release_line.revision_id = bom_line_whole.revision_id AND release_line.line_id = bom_line_whole.id
        ),
        CASE WHEN parent.state = 'Released' OR parent.state = 'Obsolete' THEN (
            SELECT released.id FROM revision AS released
            WHERE released.part_id = bom_line_whole.child_part_id AND released.state = 'Released'
            ORDER BY released.ordinal DESC LIMIT 1
        ) END,
        (
            SELECT newest.id FROM revision AS newest
            WHERE newest.part_id = bom_line_whole.child_part_id
            ORDER BY newest.ordinal DESC LIMIT 1
        )
    ) AS counting_revision_id
FROM bom_line_whole
CROSS JOIN revision AS parent ON parent.id = bom_line_whole.revision_id;
