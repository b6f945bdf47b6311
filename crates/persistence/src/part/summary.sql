-- A part with what the other rooms say of it: where it is classified, its newest revision, its first manufacturer part,
-- and the two properties that lists show. The columns of each room stand together, in the order in which it reads them.
SELECT part.id AS part_id, part.codes, part.sequence, part.subcategory_id, part.name AS part_name, part.description,
    part.created AS part_created, part.successor_id,
    subcategory.id AS subcategory_id, subcategory.category_id, category.code AS category_code, subcategory.code AS subcategory_code,
    subcategory.name AS subcategory_name, subcategory.assembly AS subcategory_assembly,
    (SELECT json_group_array(name) FROM (SELECT name FROM subcategory_demand
        WHERE subcategory_demand.subcategory_id = subcategory.id ORDER BY position)) AS subcategory_demands,
    revision.id AS revision_id, revision.part_id, revision.ordinal, revision.label, revision.state, revision.workflow_id, revision.workflow_state, revision.author_id,
    revision.created AS revision_created, revision.released, revision.obsolete, person.name AS author,
    manufacturer_part.id AS manufacturer_part_id, manufacturer_part.part_id, manufacturer_part.manufacturer, manufacturer_part.mpn,
    manufacturer_part.status,
    value.kind AS value_kind, value.text AS value_text, value.unit AS value_unit,
    footprint.kind AS footprint_kind, footprint.text AS footprint_text, footprint.unit AS footprint_unit
FROM part
JOIN subcategory ON subcategory.id = part.subcategory_id
JOIN category ON category.id = subcategory.category_id
JOIN revision ON revision.id =
    (SELECT newest.id FROM revision AS newest WHERE newest.part_id = part.id ORDER BY newest.ordinal DESC LIMIT 1)
JOIN person ON person.id = revision.author_id
LEFT JOIN manufacturer_part ON manufacturer_part.added =
    (SELECT first.added FROM manufacturer_part AS first WHERE first.part_id = part.id ORDER BY first.id LIMIT 1)
LEFT JOIN property AS value ON value.revision_id = revision.id AND value.name = 'Value'
LEFT JOIN property AS footprint ON footprint.revision_id = revision.id AND footprint.name = 'Footprint'
