SELECT held.designator, held.line_id
FROM json_each(?2) AS asked
CROSS JOIN bom_designator AS held ON held.revision_id = ?1 AND held.designator = asked.value
ORDER BY asked.key
