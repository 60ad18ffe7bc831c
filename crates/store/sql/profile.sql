-- name: profile_insert
-- params: id text, revision int, name text, sort_key text, role text, pin_hash text?, active int
-- rows: 1
INSERT INTO profile (id, revision, name, sort_key, role, pin_hash, active)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: profile_update
-- params: id text, revision int, name text, sort_key text, role text, pin_hash text?, active int
-- rows: 1
UPDATE profile SET name = ?3, sort_key = ?4, role = ?5, pin_hash = ?6, active = ?7, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: profile_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM profile WHERE id = ?1 AND revision = ?2;

-- name: profile_by_id
-- params: id text
-- rows: read
SELECT profile.* FROM profile WHERE id = ?1;

-- name: profile_all
-- params:
-- rows: read
SELECT profile.* FROM profile ORDER BY sort_key, id;
