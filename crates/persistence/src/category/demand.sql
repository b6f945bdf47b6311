-- ?2 the names as a JSON array, in their order.
INSERT INTO subcategory_demand (subcategory_id, position, name) SELECT ?1, key + 1, value FROM json_each(?2)
