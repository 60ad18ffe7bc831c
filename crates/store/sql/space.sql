-- name: space_insert
-- params: id text, revision int, parent_id text?, name text, sort_key text, rank int, kind text, capacity int?, area_square_metres int?, lanes int, active int
-- rows: 1
INSERT INTO space (id, revision, parent_id, name, sort_key, rank, kind, capacity, area_square_metres, lanes, active)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11);

-- name: space_update
-- params: id text, revision int, parent_id text?, name text, sort_key text, rank int, kind text, capacity int?, area_square_metres int?, lanes int, active int
-- rows: 1
UPDATE space SET parent_id = ?3, name = ?4, sort_key = ?5, rank = ?6, kind = ?7, capacity = ?8, area_square_metres = ?9, lanes = ?10, active = ?11, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: space_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM space WHERE id = ?1 AND revision = ?2;

-- name: space_by_id
-- params: id text
-- rows: read
SELECT space.* FROM space WHERE id = ?1;

-- name: space_all
-- params:
-- rows: read
SELECT space.* FROM space ORDER BY sort_key, id;
