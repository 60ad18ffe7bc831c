-- name: museum_notice_insert
-- params: id text, revision int, from_day int, to_day int, part text, space_id text?, effect text, kind text, reason text, withdrawn int
-- rows: 1
INSERT INTO museum_notice (id, revision, from_day, to_day, part, space_id, effect, kind, reason, withdrawn)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);

-- name: museum_notice_update
-- params: id text, revision int, from_day int, to_day int, part text, space_id text?, effect text, kind text, reason text, withdrawn int
-- rows: 1
UPDATE museum_notice SET from_day = ?3, to_day = ?4, part = ?5, space_id = ?6, effect = ?7, kind = ?8, reason = ?9, withdrawn = ?10, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: museum_notice_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM museum_notice WHERE id = ?1 AND revision = ?2;

-- name: museum_notice_by_id
-- params: id text
-- rows: read
SELECT museum_notice.* FROM museum_notice WHERE id = ?1;

-- name: museum_notice_all
-- params:
-- rows: read
SELECT museum_notice.* FROM museum_notice ORDER BY id;

-- name: museum_notice_in_force
-- params:
-- rows: read
SELECT museum_notice.* FROM museum_notice WHERE withdrawn = 0 ORDER BY from_day, id;
