SELECT codes, sequence FROM part WHERE sequence = ?1
