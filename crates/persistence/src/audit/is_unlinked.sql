-- Whether what is in the audit was written before there was a chain.
SELECT audit_head.count = 0 AND EXISTS (
    SELECT 1 FROM (SELECT hash FROM audit_entry ORDER BY unit_sequence, position LIMIT 1) AS first WHERE first.hash IS NULL
)
FROM audit_head
