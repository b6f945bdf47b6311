-- The first person acts.
INSERT INTO person (id, name, role, acting)
VALUES (?1, ?2, ?3, NOT EXISTS (SELECT 1 FROM person))
