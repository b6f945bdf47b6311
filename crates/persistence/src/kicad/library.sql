SELECT drafts FROM kicad_library
