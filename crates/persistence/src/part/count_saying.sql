SELECT count(*) AS parts FROM part
