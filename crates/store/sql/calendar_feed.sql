-- name: calendar_feed_insert
-- params: id text, revision int, subject_kind text, subject_id text?, token text, created int
-- rows: 1
INSERT INTO calendar_feed (id, revision, subject_kind, subject_id, token, created)
VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: calendar_feed_update
-- params: id text, revision int, subject_kind text, subject_id text?, token text, created int
-- rows: 1
UPDATE calendar_feed SET subject_kind = ?3, subject_id = ?4, token = ?5, created = ?6, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: calendar_feed_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM calendar_feed WHERE id = ?1 AND revision = ?2;

-- name: calendar_feed_by_id
-- params: id text
-- rows: read
SELECT calendar_feed.* FROM calendar_feed WHERE id = ?1;

-- name: calendar_feed_all
-- params:
-- rows: read
SELECT calendar_feed.* FROM calendar_feed ORDER BY id;

-- name: calendar_feed_of_token
-- params: token text
-- rows: read
SELECT calendar_feed.* FROM calendar_feed WHERE token = ?1;
