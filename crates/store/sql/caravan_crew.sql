-- name: caravan_crew_insert
-- params: id text, revision int, run_id text, person_id text, duty text
-- rows: 1
INSERT INTO caravan_crew (id, revision, run_id, person_id, duty)
VALUES (?1, ?2, ?3, ?4, ?5);

-- name: caravan_crew_update
-- params: id text, revision int, run_id text, person_id text, duty text
-- rows: 1
UPDATE caravan_crew SET run_id = ?3, person_id = ?4, duty = ?5, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: caravan_crew_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM caravan_crew WHERE id = ?1 AND revision = ?2;

-- name: caravan_crew_by_id
-- params: id text
-- rows: read
SELECT caravan_crew.* FROM caravan_crew WHERE id = ?1;

-- name: caravan_crew_all
-- params:
-- rows: read
SELECT caravan_crew.* FROM caravan_crew ORDER BY id;

-- name: caravan_crew_of
-- params: run_id text
-- rows: read
SELECT caravan_crew.* FROM caravan_crew WHERE run_id = ?1 ORDER BY id;

-- name: caravan_crew_between
-- params: from int, to int
-- rows: read
SELECT caravan_crew.* FROM caravan_crew JOIN caravan_run ON caravan_run.id = caravan_crew.run_id
WHERE caravan_run.departs < ?2 AND caravan_run.returns > ?1 ORDER BY caravan_crew.id;
