INSERT INTO bom_substitute (revision_id, line_id, priority, part_id, note) VALUES (?1, ?2, ?3, ?4, ?5)
