-- Of things that share an id, as the properties of a revision do, the name says which one; NULL where none do.
SELECT max(unit_sequence)
FROM audit_entry
WHERE part_id IS NULL AND unit_sequence > ?1 AND room = ?2 AND subject = ?3
    AND (?4 IS NULL OR json_extract(coalesce(after, before), '$.name') = ?4)
