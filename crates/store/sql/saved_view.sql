-- name: saved_view_insert
-- params: id text, revision int, profile_id text, place text, name text, sort_key text, content text
-- rows: 1
INSERT INTO saved_view (id, revision, profile_id, place, name, sort_key, content)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: saved_view_update
-- params: id text, revision int, profile_id text, place text, name text, sort_key text, content text
-- rows: 1
UPDATE saved_view SET profile_id = ?3, place = ?4, name = ?5, sort_key = ?6, content = ?7, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: saved_view_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM saved_view WHERE id = ?1 AND revision = ?2;

-- name: saved_view_by_id
-- params: id text
-- rows: read
SELECT saved_view.* FROM saved_view WHERE id = ?1;

-- name: saved_view_all
-- params:
-- rows: read
SELECT saved_view.* FROM saved_view ORDER BY id;

-- name: saved_view_of
-- params: profile_id text
-- rows: read
SELECT saved_view.* FROM saved_view WHERE profile_id = ?1 ORDER BY place, sort_key, id;
