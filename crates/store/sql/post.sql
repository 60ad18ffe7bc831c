-- name: post_insert
-- params: id text, revision int, session_id text, rank int, role text, language text?, person_id text?
-- rows: 1
INSERT INTO post (id, revision, session_id, rank, role, language, person_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: post_update
-- params: id text, revision int, session_id text, rank int, role text, language text?, person_id text?
-- rows: 1
UPDATE post SET session_id = ?3, rank = ?4, role = ?5, language = ?6, person_id = ?7, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: post_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM post WHERE id = ?1 AND revision = ?2;

-- name: post_by_id
-- params: id text
-- rows: read
SELECT post.* FROM post WHERE id = ?1;

-- name: post_all
-- params:
-- rows: read
SELECT post.* FROM post ORDER BY id;

-- name: post_of
-- params: session_id text
-- rows: read
SELECT post.* FROM post WHERE session_id = ?1 ORDER BY rank, id;

-- name: post_between
-- params: from int, to int
-- rows: read
SELECT post.* FROM post JOIN session ON session.id = post.session_id
WHERE session.starts < ?2 AND session.starts > ?1 - 44640 AND session.ends > ?1 ORDER BY post.rank, post.id;

-- name: post_wanting_between
-- params: from int, to int
-- rows: read
SELECT post.* FROM post JOIN session ON session.id = post.session_id
WHERE session.starts < ?2 AND session.starts > ?1 - 44640 AND session.ends > ?1
AND EXISTS (SELECT 1 FROM post AS wanted WHERE wanted.session_id = session.id AND wanted.person_id IS NULL)
ORDER BY post.rank, post.id;

-- name: post_of_template
-- params: template_id text
-- rows: read
SELECT post.* FROM post JOIN session ON session.id = post.session_id
WHERE session.template_id = ?1 ORDER BY post.session_id, post.rank, post.id;

-- Posts of a person in sessions that are not over.
-- name: post_of_person
-- params: person_id text, from int
-- rows: read
SELECT post.* FROM post JOIN session ON session.id = post.session_id
WHERE post.person_id = ?1 AND session.ends > ?2 ORDER BY session.starts, post.id;
