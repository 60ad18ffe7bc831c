-- name: duty_insert
-- params: id text, revision int, day int, leader_id text
-- rows: 1
INSERT INTO duty (id, revision, day, leader_id)
VALUES (?1, ?2, ?3, ?4);

-- name: duty_update
-- params: id text, revision int, day int, leader_id text
-- rows: 1
UPDATE duty SET day = ?3, leader_id = ?4, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: duty_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM duty WHERE id = ?1 AND revision = ?2;

-- name: duty_by_id
-- params: id text
-- rows: read
SELECT duty.* FROM duty WHERE id = ?1;

-- name: duty_all
-- params:
-- rows: read
SELECT duty.* FROM duty ORDER BY id;

-- name: duty_between
-- params: from int, to int
-- rows: read
SELECT duty.* FROM duty WHERE day >= ?1 AND day < ?2 ORDER BY day;
