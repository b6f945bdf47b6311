UPDATE revision
SET state = ?2,
    released = CASE ?2 WHEN 'Released' THEN ?3 ELSE released END,
    obsolete = CASE ?2 WHEN 'Obsolete' THEN ?3 ELSE obsolete END
WHERE id = ?1
