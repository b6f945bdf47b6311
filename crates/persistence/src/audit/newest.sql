SELECT max(sequence) FROM audit_unit
