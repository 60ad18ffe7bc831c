-- name: caravan_load_insert
-- params: id text, revision int, run_id text, name text, quantity int, loaded int, rank int
-- rows: 1
INSERT INTO caravan_load (id, revision, run_id, name, quantity, loaded, rank)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: caravan_load_update
-- params: id text, revision int, run_id text, name text, quantity int, loaded int, rank int
-- rows: 1
UPDATE caravan_load SET run_id = ?3, name = ?4, quantity = ?5, loaded = ?6, rank = ?7, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: caravan_load_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM caravan_load WHERE id = ?1 AND revision = ?2;

-- name: caravan_load_by_id
-- params: id text
-- rows: read
SELECT caravan_load.* FROM caravan_load WHERE id = ?1;

-- name: caravan_load_all
-- params:
-- rows: read
SELECT caravan_load.* FROM caravan_load ORDER BY id;

-- name: caravan_load_of
-- params: run_id text
-- rows: read
SELECT caravan_load.* FROM caravan_load WHERE run_id = ?1 ORDER BY rank, id;
