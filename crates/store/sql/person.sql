-- name: person_insert
-- params: id text, revision int, name text, sort_key text, kind text, department_id text?, phone text?, licence_class text?, licence_expires int?, remark text?, active int
-- rows: 1
INSERT INTO person (id, revision, name, sort_key, kind, department_id, phone, licence_class, licence_expires, remark, active)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11);

-- name: person_update
-- params: id text, revision int, name text, sort_key text, kind text, department_id text?, phone text?, licence_class text?, licence_expires int?, remark text?, active int
-- rows: 1
UPDATE person SET name = ?3, sort_key = ?4, kind = ?5, department_id = ?6, phone = ?7, licence_class = ?8, licence_expires = ?9, remark = ?10, active = ?11, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: person_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM person WHERE id = ?1 AND revision = ?2;

-- name: person_by_id
-- params: id text
-- rows: read
SELECT person.* FROM person WHERE id = ?1;

-- name: person_all
-- params:
-- rows: read
SELECT person.* FROM person ORDER BY sort_key, id;
