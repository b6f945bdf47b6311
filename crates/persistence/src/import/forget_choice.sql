DELETE FROM import_choice WHERE kind = ?1 AND key = ?2
