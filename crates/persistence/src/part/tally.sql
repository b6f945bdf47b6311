-- How many parts are in each phase of life by their newest revision, and how many of these have no manufacturer part.
SELECT revision.state, count(*) AS parts,
    count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM manufacturer_part WHERE manufacturer_part.part_id = revision.part_id))
        AS without_mpn
FROM revision
WHERE NOT EXISTS (
    SELECT 1 FROM revision AS newer WHERE newer.part_id = revision.part_id AND newer.ordinal > revision.ordinal
)
GROUP BY revision.state
