-- name: exhibition_space_insert
-- params: id text, revision int, exhibition_id text, space_id text
-- rows: 1
INSERT INTO exhibition_space (id, revision, exhibition_id, space_id)
VALUES (?1, ?2, ?3, ?4);

-- name: exhibition_space_update
-- params: id text, revision int, exhibition_id text, space_id text
-- rows: 1
UPDATE exhibition_space SET exhibition_id = ?3, space_id = ?4, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: exhibition_space_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM exhibition_space WHERE id = ?1 AND revision = ?2;

-- name: exhibition_space_by_id
-- params: id text
-- rows: read
SELECT exhibition_space.* FROM exhibition_space WHERE id = ?1;

-- name: exhibition_space_all
-- params:
-- rows: read
SELECT exhibition_space.* FROM exhibition_space ORDER BY id;

-- name: exhibition_space_of
-- params: exhibition_id text
-- rows: read
SELECT exhibition_space.* FROM exhibition_space WHERE exhibition_id = ?1 ORDER BY id;

-- name: exhibition_space_between
-- params: from int, to int
-- rows: read
SELECT exhibition_space.* FROM exhibition_space JOIN exhibition ON exhibition.id = exhibition_space.exhibition_id
WHERE exhibition.installs_from < ?2 AND exhibition.deinstalls_until > ?1 ORDER BY exhibition_space.id;
