INSERT INTO workflow (id, name, version, start, states, transitions)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
