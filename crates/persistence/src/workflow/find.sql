SELECT id, name, version, start, states, transitions
FROM workflow
WHERE id = ?1
