-- name: template_skip_insert
-- params: id text, revision int, template_id text, day int, start_minute int, reason text
-- rows: 1
INSERT INTO template_skip (id, revision, template_id, day, start_minute, reason)
VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: template_skip_update
-- params: id text, revision int, template_id text, day int, start_minute int, reason text
-- rows: 1
UPDATE template_skip SET template_id = ?3, day = ?4, start_minute = ?5, reason = ?6, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: template_skip_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM template_skip WHERE id = ?1 AND revision = ?2;

-- name: template_skip_by_id
-- params: id text
-- rows: read
SELECT template_skip.* FROM template_skip WHERE id = ?1;

-- name: template_skip_all
-- params:
-- rows: read
SELECT template_skip.* FROM template_skip ORDER BY id;

-- name: template_skip_of
-- params: template_id text
-- rows: read
SELECT template_skip.* FROM template_skip WHERE template_id = ?1 ORDER BY day, start_minute;
