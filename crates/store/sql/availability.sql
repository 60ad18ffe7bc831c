-- name: availability_insert
-- params: id text, revision int, person_id text, weekday int, starts int, ends int, valid_from int?, valid_to int?
-- rows: 1
INSERT INTO availability (id, revision, person_id, weekday, starts, ends, valid_from, valid_to)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: availability_update
-- params: id text, revision int, person_id text, weekday int, starts int, ends int, valid_from int?, valid_to int?
-- rows: 1
UPDATE availability SET person_id = ?3, weekday = ?4, starts = ?5, ends = ?6, valid_from = ?7, valid_to = ?8, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: availability_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM availability WHERE id = ?1 AND revision = ?2;

-- name: availability_by_id
-- params: id text
-- rows: read
SELECT availability.* FROM availability WHERE id = ?1;

-- name: availability_all
-- params:
-- rows: read
SELECT availability.* FROM availability ORDER BY id;

-- name: availability_of
-- params: person_id text
-- rows: read
SELECT availability.* FROM availability WHERE person_id = ?1 ORDER BY weekday, starts;
