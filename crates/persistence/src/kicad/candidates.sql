-- A page of a subcategory's parts, each with the revision that is shown: the newest that was ever released, if it still is;
-- of a part that never had one, its newest, if ?3 says so. ?2 is the sequence before the page.
SELECT part.id AS part_id, part.codes, part.sequence, part.subcategory_id, part.name AS part_name, part.description,
    part.created AS part_created, part.successor_id,
    revision.id AS revision_id, revision.part_id, revision.ordinal, revision.label, revision.state, revision.workflow_id,
    revision.workflow_state, revision.author_id, revision.created AS revision_created, revision.released, revision.obsolete
FROM part
CROSS JOIN revision ON revision.part_id = part.id AND revision.ordinal = coalesce(
    (SELECT was.ordinal FROM revision AS was
        WHERE was.part_id = part.id AND (was.state = 'Released' OR was.state = 'Obsolete')
        ORDER BY was.ordinal DESC LIMIT 1),
    CASE WHEN ?3 THEN
        (SELECT newest.ordinal FROM revision AS newest WHERE newest.part_id = part.id ORDER BY newest.ordinal DESC LIMIT 1)
    END)
WHERE part.subcategory_id = ?1 AND part.sequence > ?2 AND revision.state <> 'Obsolete'
ORDER BY part.sequence
LIMIT ?4
