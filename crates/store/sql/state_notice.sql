-- name: state_notice_insert
-- params: id text, revision int, year int, version int, title text, published text, source text, days text
-- rows: 1
INSERT INTO state_notice (id, revision, year, version, title, published, source, days)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: state_notice_update
-- params: id text, revision int, year int, version int, title text, published text, source text, days text
-- rows: 1
UPDATE state_notice SET year = ?3, version = ?4, title = ?5, published = ?6, source = ?7, days = ?8, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: state_notice_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM state_notice WHERE id = ?1 AND revision = ?2;

-- name: state_notice_by_id
-- params: id text
-- rows: read
SELECT state_notice.* FROM state_notice WHERE id = ?1;

-- name: state_notice_all
-- params:
-- rows: read
SELECT state_notice.* FROM state_notice ORDER BY id;
