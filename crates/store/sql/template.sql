-- name: template_insert
-- params: id text, revision int, title text, sort_key text, kind text, valid_from int, valid_to int, content text, split_from text?, active int
-- rows: 1
INSERT INTO template (id, revision, title, sort_key, kind, valid_from, valid_to, content, split_from, active)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);

-- name: template_update
-- params: id text, revision int, title text, sort_key text, kind text, valid_from int, valid_to int, content text, split_from text?, active int
-- rows: 1
UPDATE template SET title = ?3, sort_key = ?4, kind = ?5, valid_from = ?6, valid_to = ?7, content = ?8, split_from = ?9, active = ?10, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: template_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM template WHERE id = ?1 AND revision = ?2;

-- name: template_by_id
-- params: id text
-- rows: read
SELECT template.* FROM template WHERE id = ?1;

-- name: template_all
-- params:
-- rows: read
SELECT template.* FROM template ORDER BY sort_key, id;
