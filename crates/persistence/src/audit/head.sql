SELECT count, hash FROM audit_head
