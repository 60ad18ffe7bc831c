-- name: vehicle_insert
-- params: id text, revision int, name text, sort_key text, plate text, kind text, licence_class text, inspection_expires int?, insurance_expires int?, acquired int?, odometer_kilometres int?, remark text?, active int
-- rows: 1
INSERT INTO vehicle (id, revision, name, sort_key, plate, kind, licence_class, inspection_expires, insurance_expires, acquired, odometer_kilometres, remark, active)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13);

-- name: vehicle_update
-- params: id text, revision int, name text, sort_key text, plate text, kind text, licence_class text, inspection_expires int?, insurance_expires int?, acquired int?, odometer_kilometres int?, remark text?, active int
-- rows: 1
UPDATE vehicle SET name = ?3, sort_key = ?4, plate = ?5, kind = ?6, licence_class = ?7, inspection_expires = ?8, insurance_expires = ?9, acquired = ?10, odometer_kilometres = ?11, remark = ?12, active = ?13, revision = ?2 + 1
WHERE id = ?1 AND revision = ?2;

-- name: vehicle_delete
-- params: id text, revision int
-- rows: 1
DELETE FROM vehicle WHERE id = ?1 AND revision = ?2;

-- name: vehicle_by_id
-- params: id text
-- rows: read
SELECT vehicle.* FROM vehicle WHERE id = ?1;

-- name: vehicle_all
-- params:
-- rows: read
SELECT vehicle.* FROM vehicle ORDER BY sort_key, id;
