-- name: occupancy_insert
-- params: id text, revision int, resource text, starts int, ends int, live int, holder_kind text, holder_id text
-- rows: 1
INSERT INTO occupancy (id, revision, resource, starts, ends, live, holder_kind, holder_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: occupancy_update
-- params: id text, revision int, resource text, starts int, ends int, live int, holder_kind text, holder_id text
-- rows: 1
UPDATE occupancy SET resource = ?3, starts = ?4, ends = ?5, live = ?6, holder_kind = ?7, holder_id = ?8, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: occupancy_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM occupancy WHERE id = ?1 AND revision = ?2;

-- name: occupancy_by_id
-- params: id text
-- rows: read
SELECT occupancy.* FROM occupancy WHERE id = ?1;

-- name: occupancy_all
-- params:
-- rows: read
SELECT occupancy.* FROM occupancy ORDER BY id;

-- name: occupancy_of
-- params: holder_id text
-- rows: read
SELECT occupancy.* FROM occupancy WHERE holder_id = ?1 ORDER BY id;

-- What is taken within a stretch. Sessions end soon after they start, so their rows are found by their ends; what may last
-- for months is found by who holds it, and not by looking through all the years to come.
-- name: occupancy_between
-- params: from int, to int
-- rows: read
SELECT occupancy.* FROM occupancy
WHERE live = 1 AND ends > ?1 AND ends < ?2 + 47520 AND starts < ?2
UNION
SELECT occupancy.* FROM exhibition JOIN occupancy ON occupancy.holder_id = exhibition.id
WHERE exhibition.installs_from < ?2 + 1440 AND exhibition.deinstalls_until > ?1 - 2880
AND occupancy.live = 1 AND occupancy.starts < ?2 AND occupancy.ends > ?1
UNION
SELECT occupancy.* FROM caravan_run JOIN occupancy ON occupancy.holder_id = caravan_run.id
WHERE caravan_run.departs < ?2 + 1440 AND caravan_run.returns > ?1 - 1440
AND occupancy.live = 1 AND occupancy.starts < ?2 AND occupancy.ends > ?1
ORDER BY starts, id;

-- What is taken of one resource within a stretch. Live rows of a resource are disjoint: of those that start before the stretch
-- only the last can reach into it.
-- name: occupancy_of_resource
-- params: resource text, from int, to int
-- rows: read
SELECT occupancy.* FROM occupancy
WHERE live = 1 AND resource = ?1 AND starts < ?3 AND ends > ?2 AND starts >= coalesce(
  (SELECT max(earlier.starts) FROM occupancy AS earlier
   WHERE earlier.live = 1 AND earlier.resource = ?1 AND earlier.starts <= ?2), ?2)
ORDER BY starts;

-- name: occupancy_of_template
-- params: template_id text
-- rows: read
SELECT occupancy.* FROM occupancy JOIN session ON session.id = occupancy.holder_id
WHERE session.template_id = ?1 ORDER BY occupancy.id;
