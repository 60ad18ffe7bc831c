-- name: travel_time_insert
-- params: id text, revision int, from_code text, to_code text, minutes int, metres int, provenance text
-- rows: 1
INSERT INTO travel_time (id, revision, from_code, to_code, minutes, metres, provenance)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: travel_time_update
-- params: id text, revision int, from_code text, to_code text, minutes int, metres int, provenance text
-- rows: 1
UPDATE travel_time SET from_code = ?3, to_code = ?4, minutes = ?5, metres = ?6, provenance = ?7, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: travel_time_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM travel_time WHERE id = ?1 AND revision = ?2;

-- name: travel_time_by_id
-- params: id text
-- rows: read
SELECT travel_time.* FROM travel_time WHERE id = ?1;

-- name: travel_time_all
-- params:
-- rows: read
SELECT travel_time.* FROM travel_time ORDER BY id;
