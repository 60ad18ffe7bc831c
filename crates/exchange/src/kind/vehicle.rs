//! The sheet of vehicles: its columns.

use super::shared::{ACTIVE, ID, REMARK};
use super::{Field, Need, Shape};
use words as w;

/// Its columns, in the order of the template.
pub(super) const FIELDS: &[Field] = &[
    ID,
    Field {
        id: "name",
        shape: Shape::Line { limit: 120 },
        need: Need::Required,
        heading: w::sheet_field_vehicle_name,
        help: None,
        example: "大篷车一号",
        names: &["车名", "车辆名称", "车辆", "编组"],
    },
    Field {
        id: "plate",
        shape: Shape::Line { limit: 20 },
        need: Need::Required,
        heading: w::sheet_field_vehicle_plate,
        help: None,
        example: "渝A12345",
        names: &["车牌号", "号牌", "牌照", "车牌号码"],
    },
    Field {
        id: "kind",
        shape: Shape::Line { limit: 120 },
        need: Need::Required,
        heading: w::sheet_field_vehicle_kind,
        help: Some(w::sheet_help_vehicle_kind),
        example: "II型大篷车",
        names: &["类型", "型号", "车型", "车辆类型"],
    },
    Field {
        id: "licence_class",
        shape: Shape::Line { limit: 20 },
        need: Need::Required,
        heading: w::sheet_field_vehicle_licence_class,
        help: Some(w::sheet_help_vehicle_licence_class),
        example: "B1",
        names: &["准驾车型", "准驾", "驾照", "需要驾照"],
    },
    Field {
        id: "inspection_expires",
        shape: Shape::Day,
        need: Need::Optional,
        heading: w::sheet_field_vehicle_inspection_expires,
        help: Some(w::sheet_help_vehicle_inspection_expires),
        example: "2027-03-01",
        names: &["年检", "检验有效期", "年审", "年审到期", "年检有效期"],
    },
    Field {
        id: "insurance_expires",
        shape: Shape::Day,
        need: Need::Optional,
        heading: w::sheet_field_vehicle_insurance_expires,
        help: Some(w::sheet_help_vehicle_insurance_expires),
        example: "2027-03-01",
        names: &["保险", "保险有效期", "交强险到期"],
    },
    Field {
        id: "acquired",
        shape: Shape::Day,
        need: Need::Optional,
        heading: w::sheet_field_vehicle_acquired,
        help: None,
        example: "2019-06-01",
        names: &["购入日期", "登记日期", "启用日期", "购车日期"],
    },
    Field {
        id: "odometer_kilometres",
        shape: Shape::Number { least: 0, most: 10000000 },
        need: Need::Optional,
        heading: w::sheet_field_vehicle_odometer_kilometres,
        help: None,
        example: "45200",
        names: &["里程", "里程km", "行驶里程", "公里数", "里程公里"],
    },
    ACTIVE,
    REMARK,
];
