SELECT id, name, version, start, states, transitions
FROM workflow
ORDER BY name, version DESC
