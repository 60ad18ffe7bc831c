-- name: site_insert
-- params: id text, revision int, name text, sort_key text, district_code text, kind text, address text?, contact_name text?, contact_phone text?, power text?, parking text?, remark text?, active int
-- rows: 1
INSERT INTO site (id, revision, name, sort_key, district_code, kind, address, contact_name, contact_phone, power, parking, remark, active)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13);

-- name: site_update
-- params: id text, revision int, name text, sort_key text, district_code text, kind text, address text?, contact_name text?, contact_phone text?, power text?, parking text?, remark text?, active int
-- rows: 1
UPDATE site SET name = ?3, sort_key = ?4, district_code = ?5, kind = ?6, address = ?7, contact_name = ?8, contact_phone = ?9, power = ?10, parking = ?11, remark = ?12, active = ?13, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: site_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM site WHERE id = ?1 AND revision = ?2;

-- name: site_by_id
-- params: id text
-- rows: read
SELECT site.* FROM site WHERE id = ?1;

-- name: site_all
-- params:
-- rows: read
SELECT site.* FROM site ORDER BY sort_key, id;
