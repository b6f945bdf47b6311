-- The properties of many revisions, whose ids are the hexadecimal texts of the JSON array ?1.
SELECT property.revision_id, property.name, property.kind, property.text, property.unit
FROM json_each(?1) AS asked
CROSS JOIN property ON property.revision_id = unhex(asked.value)
ORDER BY asked.key, property.name_key, property.name
