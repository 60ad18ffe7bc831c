-- name: leave_insert
-- params: id text, revision int, person_id text, starts int, ends int, kind text, remark text?
-- rows: 1
INSERT INTO leave (id, revision, person_id, starts, ends, kind, remark)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: leave_update
-- params: id text, revision int, person_id text, starts int, ends int, kind text, remark text?
-- rows: 1
UPDATE leave SET person_id = ?3, starts = ?4, ends = ?5, kind = ?6, remark = ?7, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: leave_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM leave WHERE id = ?1 AND revision = ?2;

-- name: leave_by_id
-- params: id text
-- rows: read
SELECT leave.* FROM leave WHERE id = ?1;

-- name: leave_all
-- params:
-- rows: read
SELECT leave.* FROM leave ORDER BY id;

-- name: leave_of
-- params: person_id text
-- rows: read
SELECT leave.* FROM leave WHERE person_id = ?1 ORDER BY starts;

-- name: leave_between
-- params: from int, to int
-- rows: read
SELECT leave.* FROM leave WHERE starts < ?2 AND ends > ?1 ORDER BY starts, id;
