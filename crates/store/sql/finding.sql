-- name: finding_insert
-- params: id text, revision int, holder_kind text, holder_id text, code text, facts text, reason text, author_id text, author_name text, decided_utc_milliseconds int
-- rows: 1
INSERT INTO finding (id, revision, holder_kind, holder_id, code, facts, reason, author_id, author_name, decided_utc_milliseconds)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);

-- name: finding_update
-- params: id text, revision int, holder_kind text, holder_id text, code text, facts text, reason text, author_id text, author_name text, decided_utc_milliseconds int
-- rows: 1
UPDATE finding SET holder_kind = ?3, holder_id = ?4, code = ?5, facts = ?6, reason = ?7, author_id = ?8, author_name = ?9, decided_utc_milliseconds = ?10, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: finding_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM finding WHERE id = ?1 AND revision = ?2;

-- name: finding_by_id
-- params: id text
-- rows: read
SELECT finding.* FROM finding WHERE id = ?1;

-- name: finding_all
-- params:
-- rows: read
SELECT finding.* FROM finding ORDER BY id;

-- name: finding_of
-- params: holder_id text
-- rows: read
SELECT finding.* FROM finding WHERE holder_id = ?1 ORDER BY id;

-- name: finding_between
-- params: from int, to int
-- rows: read
SELECT finding.* FROM finding JOIN session ON session.id = finding.holder_id
WHERE session.starts < ?2 AND session.starts > ?1 - 44640 AND session.ends > ?1 ORDER BY finding.id;

-- name: finding_of_template
-- params: template_id text
-- rows: read
SELECT finding.* FROM finding JOIN session ON session.id = finding.holder_id
WHERE session.template_id = ?1 ORDER BY finding.id;
