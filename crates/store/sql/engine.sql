-- The engine's own statements: head, guards, operations, journal, search tokens.

-- name: head_read
-- params:
-- rows: read
SELECT sequence FROM head WHERE id = 1;

-- name: head_advance
-- params: sequence int
-- rows: 1
UPDATE head SET sequence = ?1 WHERE id = 1;

-- name: area_advance
-- params: area text, sequence int
-- rows: 1
INSERT INTO area_head (area, sequence) VALUES (?1, ?2)
ON CONFLICT (area) DO UPDATE SET sequence = ?2;

-- name: guard_area
-- params: area text, sequence int
-- rows: 1
INSERT INTO guard (ok)
VALUES (CASE WHEN EXISTS (SELECT 1 FROM area_head WHERE area = ?1 AND sequence > ?2) THEN 0 ELSE 1 END);

-- name: guard_clear
-- params:
-- rows: any
DELETE FROM guard;

-- name: operation_by_id
-- params: id text
-- rows: read
SELECT id, digest, sequence, command, answer, kind, reversible, reversed_by, areas, actor_id, at_utc_milliseconds, reverses
FROM operation WHERE id = ?1;

-- name: operation_insert
-- params: id text, digest text, sequence int, actor_id text, command text, at_utc_milliseconds int, areas text, answer text, kind text, reversible int, reverses text?
-- rows: 1
INSERT INTO operation (id, digest, sequence, actor_id, command, at_utc_milliseconds, areas, answer, kind, reversible, reverses)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11);

-- name: operation_mark_reversed
-- params: id text, reversed_by text
-- rows: 1
UPDATE operation SET reversed_by = ?2 WHERE id = ?1 AND reversed_by IS NULL;

-- What this person did last that can be taken back.
-- name: operation_to_undo
-- params: actor_id text
-- rows: read
SELECT id, digest, sequence, command, answer, kind, reversible, reversed_by, areas, actor_id, at_utc_milliseconds, reverses
FROM operation
WHERE actor_id = ?1 AND reversible = 1 AND kind <> 'undo' AND reversed_by IS NULL
ORDER BY sequence DESC LIMIT 1;

-- What this person took back last, unless something new was done since.
-- name: operation_to_redo
-- params: actor_id text
-- rows: read
SELECT u.id, u.digest, u.sequence, u.command, u.answer, u.kind, u.reversible, u.reversed_by, u.areas, u.actor_id, u.at_utc_milliseconds, u.reverses
FROM operation u
WHERE u.actor_id = ?1 AND u.kind = 'undo' AND u.reversed_by IS NULL
  AND NOT EXISTS (SELECT 1 FROM operation d WHERE d.actor_id = ?1 AND d.kind = 'do' AND d.reversible = 1 AND d.sequence > u.sequence)
ORDER BY u.sequence DESC LIMIT 1;

-- name: operation_latest
-- params:
-- rows: read
SELECT at_utc_milliseconds FROM operation ORDER BY sequence DESC LIMIT 1;

-- name: operations_since
-- params: sequence int
-- rows: read
SELECT sequence, areas FROM operation WHERE sequence > ?1 ORDER BY sequence;

-- name: journal_insert
-- params: sequence int, ordinal int, table_name text, row_id text, before text?, after text?
-- rows: 1
INSERT INTO journal (sequence, ordinal, table_name, row_id, before, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: journal_of_sequence
-- params: sequence int
-- rows: read
SELECT ordinal, table_name, row_id, before, after FROM journal WHERE sequence = ?1 ORDER BY ordinal;

-- name: journal_of_row
-- params: row_id text, most int
-- rows: read
SELECT o.id AS operation, o.actor_id, o.command, o.at_utc_milliseconds, o.kind, j.table_name, j.before, j.after
FROM journal j JOIN operation o ON o.sequence = j.sequence
WHERE j.row_id = ?1 ORDER BY j.sequence DESC LIMIT ?2;

-- One row where the museum holds anything that somebody planned or listed.
-- name: museum_content
-- params:
-- rows: read
SELECT 1 AS any_row
WHERE EXISTS (SELECT 1 FROM space) OR EXISTS (SELECT 1 FROM person) OR EXISTS (SELECT 1 FROM session)
  OR EXISTS (SELECT 1 FROM vehicle) OR EXISTS (SELECT 1 FROM site) OR EXISTS (SELECT 1 FROM exhibition)
  OR EXISTS (SELECT 1 FROM template) OR EXISTS (SELECT 1 FROM department) OR EXISTS (SELECT 1 FROM kit);

-- name: search_token_insert
-- params: token text, table_name text, row_id text
-- rows: 1
INSERT INTO search_token (token, table_name, row_id) VALUES (?1, ?2, ?3);

-- name: search_token_clear
-- params: row_id text
-- rows: any
DELETE FROM search_token WHERE row_id = ?1;

-- The newest rows of a table that have a token in the range of one term.
-- name: search_token_find
-- params: table_name text, from text, below text, most int
-- rows: read
SELECT DISTINCT row_id FROM search_token WHERE table_name = ?1 AND token >= ?2 AND token < ?3 ORDER BY row_id DESC LIMIT ?4;

-- How many tokens lie in the range of one term, so many at most: of all tables, or the rare ones would be looked for long.
-- name: search_token_count
-- params: from text, below text, most int
-- rows: read
SELECT COUNT(*) AS found FROM (SELECT token FROM search_token WHERE token >= ?1 AND token < ?2 LIMIT ?3) AS some_tokens;

-- Whether a row has a token in the range of a further term.
-- name: search_token_of_row
-- params: row_id text, from text, below text
-- rows: read
SELECT token FROM search_token WHERE row_id = ?1 AND token >= ?2 AND token < ?3 LIMIT 1;

-- Whole tables of the engine, for the content hash; journaled tables have their `_all`.

-- name: head_whole
-- params:
-- rows: read
SELECT head.* FROM head ORDER BY id;

-- name: area_head_whole
-- params:
-- rows: read
SELECT area_head.* FROM area_head ORDER BY area;

-- name: operation_whole
-- params:
-- rows: read
SELECT operation.* FROM operation ORDER BY sequence;

-- name: journal_whole
-- params:
-- rows: read
SELECT journal.* FROM journal ORDER BY sequence, ordinal;

-- name: search_token_whole
-- params:
-- rows: read
SELECT search_token.* FROM search_token ORDER BY token, table_name, row_id;
