UPDATE kicad_library SET drafts = ?1
