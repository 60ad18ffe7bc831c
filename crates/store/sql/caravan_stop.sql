-- name: caravan_stop_insert
-- params: id text, revision int, run_id text, session_id text, site_id text, outreach_place text, drive_minutes int, drive_metres int, departs int, overnight text?
-- rows: 1
INSERT INTO caravan_stop (id, revision, run_id, session_id, site_id, outreach_place, drive_minutes, drive_metres, departs, overnight)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);

-- name: caravan_stop_update
-- params: id text, revision int, run_id text, session_id text, site_id text, outreach_place text, drive_minutes int, drive_metres int, departs int, overnight text?
-- rows: 1
UPDATE caravan_stop SET run_id = ?3, session_id = ?4, site_id = ?5, outreach_place = ?6, drive_minutes = ?7, drive_metres = ?8, departs = ?9, overnight = ?10, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: caravan_stop_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM caravan_stop WHERE id = ?1 AND revision = ?2;

-- name: caravan_stop_by_id
-- params: id text
-- rows: read
SELECT caravan_stop.* FROM caravan_stop WHERE id = ?1;

-- name: caravan_stop_all
-- params:
-- rows: read
SELECT caravan_stop.* FROM caravan_stop ORDER BY id;

-- name: caravan_stop_of
-- params: run_id text
-- rows: read
SELECT caravan_stop.* FROM caravan_stop WHERE run_id = ?1 ORDER BY id;

-- name: caravan_stop_between
-- params: from int, to int
-- rows: read
SELECT caravan_stop.* FROM caravan_stop JOIN session ON session.id = caravan_stop.session_id
WHERE session.starts < ?2 AND session.starts > ?1 - 44640 AND session.ends > ?1 ORDER BY session.starts, caravan_stop.id;
