-- name: kit_insert
-- params: id text, revision int, name text, sort_key text, remark text?, active int
-- rows: 1
INSERT INTO kit (id, revision, name, sort_key, remark, active)
VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: kit_update
-- params: id text, revision int, name text, sort_key text, remark text?, active int
-- rows: 1
UPDATE kit SET name = ?3, sort_key = ?4, remark = ?5, active = ?6, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: kit_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM kit WHERE id = ?1 AND revision = ?2;

-- name: kit_by_id
-- params: id text
-- rows: read
SELECT kit.* FROM kit WHERE id = ?1;

-- name: kit_all
-- params:
-- rows: read
SELECT kit.* FROM kit ORDER BY sort_key, id;
