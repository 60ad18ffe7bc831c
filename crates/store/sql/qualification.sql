-- name: qualification_insert
-- params: id text, revision int, person_id text, aspect text, value text, expires int?
-- rows: 1
INSERT INTO qualification (id, revision, person_id, aspect, value, expires)
VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: qualification_update
-- params: id text, revision int, person_id text, aspect text, value text, expires int?
-- rows: 1
UPDATE qualification SET person_id = ?3, aspect = ?4, value = ?5, expires = ?6, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: qualification_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM qualification WHERE id = ?1 AND revision = ?2;

-- name: qualification_by_id
-- params: id text
-- rows: read
SELECT qualification.* FROM qualification WHERE id = ?1;

-- name: qualification_all
-- params:
-- rows: read
SELECT qualification.* FROM qualification ORDER BY id;

-- name: qualification_of
-- params: person_id text
-- rows: read
SELECT qualification.* FROM qualification WHERE person_id = ?1 ORDER BY aspect, value;
