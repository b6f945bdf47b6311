SELECT id, name, role FROM person WHERE acting = 1
