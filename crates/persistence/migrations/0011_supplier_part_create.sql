-- Who sells a manufacturer part, under which order code, and at which prices.
CREATE TABLE supplier_part (
    -- The order in which they were added.
    added INTEGER NOT NULL CONSTRAINT supplier_part_added PRIMARY KEY,
    id BLOB NOT NULL CONSTRAINT supplier_part_id UNIQUE CONSTRAINT supplier_part_id_is_uuid CHECK (length(id) = 16),
    manufacturer_part_id BLOB NOT NULL CONSTRAINT supplier_part_manufacturer_part REFERENCES manufacturer_part (id),
    supplier TEXT NOT NULL CONSTRAINT supplier_part_supplier_given CHECK (supplier <> ''),
    order_code TEXT NOT NULL CONSTRAINT supplier_part_order_code_given CHECK (order_code <> ''),
    packaging TEXT NOT NULL,
    -- In days; NULL where nobody knows.
    lead_time INTEGER CONSTRAINT supplier_part_lead_time_in_range CHECK (lead_time BETWEEN 0 AND 3650),
    -- The least that is sold, and what amounts are multiples of, in millionths; NULL for any.
    minimum INTEGER CONSTRAINT supplier_part_minimum_in_range CHECK (minimum BETWEEN 1 AND 999999999999999),
    multiple INTEGER CONSTRAINT supplier_part_multiple_in_range CHECK (multiple BETWEEN 1 AND 999999999999999),
    currency TEXT NOT NULL CONSTRAINT supplier_part_currency_is_code CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    -- How they are matched; written with the names, by the same statement.
    supplier_key TEXT NOT NULL,
    order_code_key TEXT NOT NULL,
    CONSTRAINT supplier_part_is_unique UNIQUE (manufacturer_part_id, supplier_key, order_code_key)
) STRICT;

-- One price from a quantity on; both in millionths, so that they are exact.
CREATE TABLE supplier_part_price (
    supplier_part_id BLOB NOT NULL
        CONSTRAINT supplier_part_price_supplier_part REFERENCES supplier_part (id) ON DELETE CASCADE,
    quantity INTEGER NOT NULL CONSTRAINT supplier_part_price_quantity_in_range CHECK (quantity BETWEEN 1 AND 999999999999999),
    price INTEGER NOT NULL CONSTRAINT supplier_part_price_in_range CHECK (price BETWEEN 0 AND 999999999999999),
    CONSTRAINT supplier_part_price_is_unique PRIMARY KEY (supplier_part_id, quantity)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER supplier_part_stays_in_place BEFORE UPDATE ON supplier_part
WHEN NEW.id IS NOT OLD.id OR NEW.manufacturer_part_id IS NOT OLD.manufacturer_part_id
BEGIN
    SELECT RAISE(ABORT, 'supplier_part_stays_in_place');
END;

-- What is removed is told in the audit, so nothing goes along in silence.
CREATE TRIGGER manufacturer_part_in_use_stays BEFORE DELETE ON manufacturer_part
WHEN EXISTS (SELECT 1 FROM supplier_part WHERE manufacturer_part_id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'manufacturer_part.in_use');
END;
