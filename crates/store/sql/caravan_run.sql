-- name: caravan_run_insert
-- params: id text, revision int, title text, sort_key text, departs int, returns int, vehicle_id text?, kit_id text?, return_drive_minutes int, return_drive_metres int, remark text?, return_departs int
-- rows: 1
INSERT INTO caravan_run (id, revision, title, sort_key, departs, returns, vehicle_id, kit_id, return_drive_minutes, return_drive_metres, remark, return_departs)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12);

-- name: caravan_run_update
-- params: id text, revision int, title text, sort_key text, departs int, returns int, vehicle_id text?, kit_id text?, return_drive_minutes int, return_drive_metres int, remark text?, return_departs int
-- rows: 1
UPDATE caravan_run SET title = ?3, sort_key = ?4, departs = ?5, returns = ?6, vehicle_id = ?7, kit_id = ?8, return_drive_minutes = ?9, return_drive_metres = ?10, remark = ?11, return_departs = ?12, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: caravan_run_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM caravan_run WHERE id = ?1 AND revision = ?2;

-- name: caravan_run_by_id
-- params: id text
-- rows: read
SELECT caravan_run.* FROM caravan_run WHERE id = ?1;

-- name: caravan_run_all
-- params:
-- rows: read
SELECT caravan_run.* FROM caravan_run ORDER BY sort_key, id;

-- name: caravan_run_between
-- params: from int, to int
-- rows: read
SELECT caravan_run.* FROM caravan_run WHERE departs < ?2 AND returns > ?1 ORDER BY departs, id;
