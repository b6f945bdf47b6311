INSERT INTO bom_line (id, revision_id, position, child_part_id, quantity, unit, designators, quantity_intended, dnp,
    find_number, note, pinned_revision_id, properties, origin_file_id, origin_rows)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
