-- The lines in the JSON array ?1 in one statement: so that all of them come or none, and so that SQLite goes once, and not
-- for each line, through what it keeps for going back. Each line is three arrays of columns.
INSERT INTO bom_line (id, revision_id, position, child_part_id, quantity, unit, designators, quantity_intended, dnp,
    find_number, note, pinned_revision_id, properties, origin_file_id, origin_rows)
SELECT unhex(value ->> '$[0][0]', '-'), unhex(value ->> '$[0][1]', '-'), value ->> '$[0][2]',
    unhex(value ->> '$[0][3]', '-'), value ->> '$[0][4]', value ->> '$[0][5]', value -> '$[0][6]',
    value ->> '$[1][0]', value ->> '$[1][1]', value ->> '$[1][2]', value ->> '$[1][3]',
    unhex(value ->> '$[1][4]', '-'), value -> '$[1][5]', unhex(value ->> '$[2][0]', '-'), nullif(value -> '$[2][1]', 'null')
FROM json_each(?1)
