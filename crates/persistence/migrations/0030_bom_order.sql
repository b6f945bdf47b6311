-- Long BOMs are read in pages: where a page begins is found in the index, without reading the lines before it.
CREATE INDEX bom_line_in_order ON bom_line (revision_id, position, id);
