-- How many parts have an MPN that they are sorted by.
SELECT count(*) AS parts FROM part WHERE mpn_key > ''
