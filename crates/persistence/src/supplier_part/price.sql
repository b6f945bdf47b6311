-- ?2 the breaks as a JSON array of quantity and price, both in millionths.
INSERT INTO supplier_part_price (supplier_part_id, quantity, price)
SELECT ?1, value ->> 0, value ->> 1 FROM json_each(?2)
