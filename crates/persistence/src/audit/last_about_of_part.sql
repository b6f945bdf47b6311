-- As last_about.sql, by the index over a part's history.
SELECT max(unit_sequence)
FROM audit_entry
WHERE part_id = ?5 AND unit_sequence > ?1 AND room = ?2 AND subject = ?3
    AND (?4 IS NULL OR json_extract(coalesce(after, before), '$.name') = ?4)
