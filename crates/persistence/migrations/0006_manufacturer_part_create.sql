-- Which products of which makers are good for a part.
CREATE TABLE manufacturer_part (
    -- The order in which they were added; the first one is shown in lists.
    added INTEGER NOT NULL CONSTRAINT manufacturer_part_added PRIMARY KEY,
    id BLOB NOT NULL CONSTRAINT manufacturer_part_id UNIQUE CONSTRAINT manufacturer_part_id_is_uuid CHECK (length(id) = 16),
    part_id BLOB NOT NULL CONSTRAINT manufacturer_part_part REFERENCES part (id),
    manufacturer TEXT NOT NULL,
    mpn TEXT NOT NULL CONSTRAINT manufacturer_part_mpn_given CHECK (mpn <> ''),
    status TEXT NOT NULL CONSTRAINT manufacturer_part_status_known
        CHECK (status IN ('Active', 'Preferred', 'Alternate', 'Not recommended', 'Obsolete')),
    -- How it is matched, sorted and searched; written with the names, by the same statement.
    manufacturer_key TEXT NOT NULL,
    mpn_key TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    search_key TEXT NOT NULL,
    CONSTRAINT manufacturer_part_is_unique UNIQUE (part_id, manufacturer_key, mpn_key)
) STRICT;

CREATE INDEX manufacturer_part_by_mpn ON manufacturer_part (mpn_key);
