UPDATE part_sequence SET next = next + 1 WHERE next <= 4294967295 RETURNING next - 1 AS taken
