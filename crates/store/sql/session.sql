-- name: session_insert
-- params: id text, revision int, kind text, title text, sort_key text, state text, public int, department_id text?, starts int, ends int, lead_in_minutes int, lead_out_minutes int, theme text?, language text, age_band text?, capacity int?, meeting_point text?, remark text?, template_id text?, template_day int?, template_start int?, moved_to text?, reason_code text?, reason_text text?
-- rows: 1
INSERT INTO session (id, revision, kind, title, sort_key, state, public, department_id, starts, ends, lead_in_minutes, lead_out_minutes, theme, language, age_band, capacity, meeting_point, remark, template_id, template_day, template_start, moved_to, reason_code, reason_text)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24);

-- name: session_update
-- params: id text, revision int, kind text, title text, sort_key text, state text, public int, department_id text?, starts int, ends int, lead_in_minutes int, lead_out_minutes int, theme text?, language text, age_band text?, capacity int?, meeting_point text?, remark text?, template_id text?, template_day int?, template_start int?, moved_to text?, reason_code text?, reason_text text?
-- rows: 1
UPDATE session SET kind = ?3, title = ?4, sort_key = ?5, state = ?6, public = ?7, department_id = ?8, starts = ?9, ends = ?10, lead_in_minutes = ?11, lead_out_minutes = ?12, theme = ?13, language = ?14, age_band = ?15, capacity = ?16, meeting_point = ?17, remark = ?18, template_id = ?19, template_day = ?20, template_start = ?21, moved_to = ?22, reason_code = ?23, reason_text = ?24, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: session_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM session WHERE id = ?1 AND revision = ?2;

-- name: session_by_id
-- params: id text
-- rows: read
SELECT session.* FROM session WHERE id = ?1;

-- name: session_all
-- params:
-- rows: read
SELECT session.* FROM session ORDER BY sort_key, id;

-- What touches a stretch. A session lasts two days at most; a month is looked back, and not through all the years, here and
-- wherever rows of sessions are asked for by a stretch.
-- name: session_between
-- params: from int, to int
-- rows: read
SELECT session.* FROM session WHERE starts < ?2 AND starts > ?1 - 44640 AND ends > ?1 ORDER BY starts, ends, id;

-- Sessions of a stretch with a post that nobody fills.
-- name: session_wanting_between
-- params: from int, to int
-- rows: read
SELECT session.* FROM session WHERE session.starts < ?2 AND session.starts > ?1 - 44640 AND session.ends > ?1
AND EXISTS (SELECT 1 FROM post AS wanted WHERE wanted.session_id = session.id AND wanted.person_id IS NULL)
ORDER BY session.starts, session.ends, session.id;

-- name: session_of_template
-- params: template_id text
-- rows: read
SELECT session.* FROM session WHERE template_id = ?1 ORDER BY starts, id;

-- name: session_of_template_ahead
-- params: template_id text, now int
-- rows: read
SELECT session.* FROM session WHERE template_id = ?1 AND starts > ?2 AND state IN ('planned', 'published')
ORDER BY starts, id;

-- name: session_moved_here
-- params: moved_to text
-- rows: read
SELECT session.* FROM session WHERE moved_to = ?1 ORDER BY starts, id;
