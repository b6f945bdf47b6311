SELECT next FROM part_sequence WHERE next <= 4294967295
