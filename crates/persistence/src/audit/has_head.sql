SELECT EXISTS (SELECT 1 FROM audit_unit WHERE sequence = ?1 AND at = ?2 AND person_id = ?3 AND operation = ?4)
