-- name: exhibit_fault_insert
-- params: id text, revision int, exhibit_id text, reported int, words text, mended int?
-- rows: 1
INSERT INTO exhibit_fault (id, revision, exhibit_id, reported, words, mended)
VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: exhibit_fault_update
-- params: id text, revision int, exhibit_id text, reported int, words text, mended int?
-- rows: 1
UPDATE exhibit_fault SET exhibit_id = ?3, reported = ?4, words = ?5, mended = ?6, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: exhibit_fault_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM exhibit_fault WHERE id = ?1 AND revision = ?2;

-- name: exhibit_fault_by_id
-- params: id text
-- rows: read
SELECT exhibit_fault.* FROM exhibit_fault WHERE id = ?1;

-- name: exhibit_fault_all
-- params:
-- rows: read
SELECT exhibit_fault.* FROM exhibit_fault ORDER BY id;

-- name: exhibit_fault_of
-- params: exhibit_id text
-- rows: read
SELECT exhibit_fault.* FROM exhibit_fault WHERE exhibit_id = ?1 ORDER BY reported DESC, id;
