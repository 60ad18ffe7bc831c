-- name: exhibit_insert
-- params: id text, revision int, name text, sort_key text, space_id text?, exhibition_id text?, condition text, remark text?, active int
-- rows: 1
INSERT INTO exhibit (id, revision, name, sort_key, space_id, exhibition_id, condition, remark, active)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- name: exhibit_update
-- params: id text, revision int, name text, sort_key text, space_id text?, exhibition_id text?, condition text, remark text?, active int
-- rows: 1
UPDATE exhibit SET name = ?3, sort_key = ?4, space_id = ?5, exhibition_id = ?6, condition = ?7, remark = ?8, active = ?9, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: exhibit_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM exhibit WHERE id = ?1 AND revision = ?2;

-- name: exhibit_by_id
-- params: id text
-- rows: read
SELECT exhibit.* FROM exhibit WHERE id = ?1;

-- name: exhibit_all
-- params:
-- rows: read
SELECT exhibit.* FROM exhibit ORDER BY sort_key, id;

-- name: exhibit_of_exhibition
-- params: exhibition_id text
-- rows: read
SELECT exhibit.* FROM exhibit WHERE exhibition_id = ?1 ORDER BY sort_key, id;
