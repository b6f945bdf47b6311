-- Whole units and millionths apart: the sum of many great quantities in millionths would be more than an integer holds.
SELECT unit, sum(quantity / 1000000), sum(quantity % 1000000), count(*), sum(json_array_length(designators)),
    max(find_number <> '')
FROM bom_line WHERE revision_id = ?1
GROUP BY unit
