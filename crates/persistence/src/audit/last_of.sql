-- When each of the parts in the JSON array ?1 was changed last, by the index over a part's history.
WITH wanted (part_id) AS MATERIALIZED (SELECT DISTINCT unhex(value, '-') FROM json_each(?1))
SELECT wanted.part_id, audit_unit.at
FROM wanted
CROSS JOIN audit_unit ON audit_unit.sequence = (
    SELECT max(audit_entry.unit_sequence) FROM audit_entry WHERE audit_entry.part_id = wanted.part_id
)
ORDER BY wanted.part_id
