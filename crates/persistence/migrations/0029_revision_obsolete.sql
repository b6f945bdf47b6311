-- Obsolete revisions are few, and are asked for by themselves: which of their parts are still in use.
CREATE INDEX revision_obsolete ON revision (part_id) WHERE state = 'Obsolete';
