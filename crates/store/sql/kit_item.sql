-- name: kit_item_insert
-- params: id text, revision int, kit_id text, name text, quantity int, rank int
-- rows: 1
INSERT INTO kit_item (id, revision, kit_id, name, quantity, rank)
VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: kit_item_update
-- params: id text, revision int, kit_id text, name text, quantity int, rank int
-- rows: 1
UPDATE kit_item SET kit_id = ?3, name = ?4, quantity = ?5, rank = ?6, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: kit_item_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM kit_item WHERE id = ?1 AND revision = ?2;

-- name: kit_item_by_id
-- params: id text
-- rows: read
SELECT kit_item.* FROM kit_item WHERE id = ?1;

-- name: kit_item_all
-- params:
-- rows: read
SELECT kit_item.* FROM kit_item ORDER BY id;

-- name: kit_item_of
-- params: kit_id text
-- rows: read
SELECT kit_item.* FROM kit_item WHERE kit_id = ?1 ORDER BY rank, id;
