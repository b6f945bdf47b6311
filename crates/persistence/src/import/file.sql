SELECT id, name, sha256, columns, imported_at, imported_by FROM import_file WHERE id = ?1
