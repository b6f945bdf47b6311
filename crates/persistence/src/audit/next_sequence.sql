SELECT coalesce(max(sequence), 0) + 1 FROM audit_unit
