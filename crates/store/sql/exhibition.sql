-- name: exhibition_insert
-- params: id text, revision int, title text, sort_key text, state text, department_id text?, lender text?, installs_from int, opens_on int, closes_on int, deinstalls_until int, remark text?, reason_code text?, reason_text text?
-- rows: 1
INSERT INTO exhibition (id, revision, title, sort_key, state, department_id, lender, installs_from, opens_on, closes_on, deinstalls_until, remark, reason_code, reason_text)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14);

-- name: exhibition_update
-- params: id text, revision int, title text, sort_key text, state text, department_id text?, lender text?, installs_from int, opens_on int, closes_on int, deinstalls_until int, remark text?, reason_code text?, reason_text text?
-- rows: 1
UPDATE exhibition SET title = ?3, sort_key = ?4, state = ?5, department_id = ?6, lender = ?7, installs_from = ?8, opens_on = ?9, closes_on = ?10, deinstalls_until = ?11, remark = ?12, reason_code = ?13, reason_text = ?14, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: exhibition_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM exhibition WHERE id = ?1 AND revision = ?2;

-- name: exhibition_by_id
-- params: id text
-- rows: read
SELECT exhibition.* FROM exhibition WHERE id = ?1;

-- name: exhibition_all
-- params:
-- rows: read
SELECT exhibition.* FROM exhibition ORDER BY sort_key, id;

-- name: exhibition_between
-- params: from int, to int
-- rows: read
SELECT exhibition.* FROM exhibition WHERE installs_from < ?2 AND deinstalls_until > ?1 ORDER BY installs_from, id;
