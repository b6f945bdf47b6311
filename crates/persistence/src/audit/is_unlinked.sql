-- Whether what is in the audit was written before there was a chain; not, where the chain's head was taken away.
SELECT coalesce((SELECT count FROM audit_head) = 0, FALSE) AND EXISTS (
    SELECT 1 FROM (SELECT hash FROM audit_entry ORDER BY unit_sequence, position LIMIT 1) AS first WHERE first.hash IS NULL
)
