-- The names in use among the parts with the newest ?1 numbers, by their newest revisions.
SELECT property.name, count(*) AS parts
FROM part
CROSS JOIN revision ON revision.part_id = part.id AND revision.ordinal = (
    SELECT max(newest.ordinal) FROM revision AS newest WHERE newest.part_id = part.id
)
CROSS JOIN property ON property.revision_id = revision.id
WHERE part.sequence > (SELECT max(last.sequence) FROM part AS last) - ?1
GROUP BY property.name
ORDER BY parts DESC, property.name_key, property.name
LIMIT ?2
