-- name: department_insert
-- params: id text, revision int, name text, sort_key text, active int
-- rows: 1
INSERT INTO department (id, revision, name, sort_key, active)
VALUES (?1, ?2, ?3, ?4, ?5);

-- name: department_update
-- params: id text, revision int, name text, sort_key text, active int
-- rows: 1
UPDATE department SET name = ?3, sort_key = ?4, active = ?5, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: department_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM department WHERE id = ?1 AND revision = ?2;

-- name: department_by_id
-- params: id text
-- rows: read
SELECT department.* FROM department WHERE id = ?1;

-- name: department_all
-- params:
-- rows: read
SELECT department.* FROM department ORDER BY sort_key, id;
