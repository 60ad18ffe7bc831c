-- name: print_version_insert
-- params: id text, revision int, document text, subject text, from_day int, to_day int, number int, issued int, issued_by text, content text
-- rows: 1
INSERT INTO print_version (id, revision, document, subject, from_day, to_day, number, issued, issued_by, content)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);

-- name: print_version_update
-- params: id text, revision int, document text, subject text, from_day int, to_day int, number int, issued int, issued_by text, content text
-- rows: 1
UPDATE print_version SET document = ?3, subject = ?4, from_day = ?5, to_day = ?6, number = ?7, issued = ?8, issued_by = ?9, content = ?10, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: print_version_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM print_version WHERE id = ?1 AND revision = ?2;

-- name: print_version_by_id
-- params: id text
-- rows: read
SELECT print_version.* FROM print_version WHERE id = ?1;

-- name: print_version_all
-- params:
-- rows: read
SELECT print_version.* FROM print_version ORDER BY id;

-- name: print_version_latest
-- params: document text, subject text, from_day int, to_day int
-- rows: read
SELECT print_version.* FROM print_version
WHERE document = ?1 AND subject = ?2 AND from_day = ?3 AND to_day = ?4
ORDER BY number DESC LIMIT 1;
