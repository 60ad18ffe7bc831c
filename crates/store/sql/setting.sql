-- name: setting_insert
-- params: id text, revision int, value text
-- rows: 1
INSERT INTO setting (id, revision, value)
VALUES (?1, ?2, ?3);

-- name: setting_update
-- params: id text, revision int, value text
-- rows: 1
UPDATE setting SET value = ?3, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: setting_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM setting WHERE id = ?1 AND revision = ?2;

-- name: setting_by_id
-- params: id text
-- rows: read
SELECT setting.* FROM setting WHERE id = ?1;

-- name: setting_all
-- params:
-- rows: read
SELECT setting.* FROM setting ORDER BY id;
