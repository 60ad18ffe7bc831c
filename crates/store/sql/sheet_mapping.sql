-- name: sheet_mapping_insert
-- params: id text, revision int, shape text, mapping text, used int
-- rows: 1
INSERT INTO sheet_mapping (id, revision, shape, mapping, used)
VALUES (?1, ?2, ?3, ?4, ?5);

-- name: sheet_mapping_update
-- params: id text, revision int, shape text, mapping text, used int
-- rows: 1
UPDATE sheet_mapping SET shape = ?3, mapping = ?4, used = ?5, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: sheet_mapping_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM sheet_mapping WHERE id = ?1 AND revision = ?2;

-- name: sheet_mapping_by_id
-- params: id text
-- rows: read
SELECT sheet_mapping.* FROM sheet_mapping WHERE id = ?1;

-- name: sheet_mapping_all
-- params:
-- rows: read
SELECT sheet_mapping.* FROM sheet_mapping ORDER BY id;

-- name: sheet_mapping_of_shape
-- params: shape text
-- rows: read
SELECT sheet_mapping.* FROM sheet_mapping WHERE shape = ?1;
