-- What `search_key` was for, the index of the search does now.
INSERT INTO manufacturer_part
    (id, part_id, manufacturer, mpn, status, manufacturer_key, mpn_key, sort_key, search_key)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, '')
