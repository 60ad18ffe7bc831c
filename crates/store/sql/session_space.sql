-- name: session_space_insert
-- params: id text, revision int, session_id text, space_id text
-- rows: 1
INSERT INTO session_space (id, revision, session_id, space_id)
VALUES (?1, ?2, ?3, ?4);

-- name: session_space_update
-- params: id text, revision int, session_id text, space_id text
-- rows: 1
UPDATE session_space SET session_id = ?3, space_id = ?4, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: session_space_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM session_space WHERE id = ?1 AND revision = ?2;

-- name: session_space_by_id
-- params: id text
-- rows: read
SELECT session_space.* FROM session_space WHERE id = ?1;

-- name: session_space_all
-- params:
-- rows: read
SELECT session_space.* FROM session_space ORDER BY id;

-- name: session_space_of
-- params: session_id text
-- rows: read
SELECT session_space.* FROM session_space WHERE session_id = ?1 ORDER BY id;

-- name: session_space_between
-- params: from int, to int
-- rows: read
SELECT session_space.* FROM session_space JOIN session ON session.id = session_space.session_id
WHERE session.starts < ?2 AND session.starts > ?1 - 44640 AND session.ends > ?1 ORDER BY session_space.id;

-- name: session_space_wanting_between
-- params: from int, to int
-- rows: read
SELECT session_space.* FROM session_space JOIN session ON session.id = session_space.session_id
WHERE session.starts < ?2 AND session.starts > ?1 - 44640 AND session.ends > ?1
AND EXISTS (SELECT 1 FROM post AS wanted WHERE wanted.session_id = session.id AND wanted.person_id IS NULL)
ORDER BY session_space.id;

-- name: session_space_of_template
-- params: template_id text
-- rows: read
SELECT session_space.* FROM session_space JOIN session ON session.id = session_space.session_id
WHERE session.template_id = ?1 ORDER BY session_space.id;
