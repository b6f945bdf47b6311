-- ?2 the fields as a JSON array, in their order.
INSERT INTO kicad_field (subcategory_id, position, property, visible)
SELECT ?1, key + 1, value ->> 'property', value ->> 'visible' FROM json_each(?2)
