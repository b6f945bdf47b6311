SELECT id, name, role FROM person ORDER BY name, id
