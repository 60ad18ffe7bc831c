//! The sheet of sites: its columns.

use super::choices::*;
use super::shared::{ACTIVE, ID, REMARK};
use super::{Field, Need, Shape, Target};
use words as w;

/// Its columns, in the order of the template.
pub(super) const FIELDS: &[Field] = &[
    ID,
    Field {
        id: "name",
        shape: Shape::Line { limit: 120 },
        need: Need::Required,
        heading: w::sheet_field_site_name,
        help: None,
        example: "永安小学",
        names: &["站点", "站点名称", "学校", "学校名称", "单位", "单位名称", "社区", "社区名称"],
    },
    Field {
        id: "district",
        shape: Shape::Name(Target::District),
        need: Need::Required,
        heading: w::sheet_field_site_district,
        help: None,
        example: "奉节县",
        names: &["所在区县", "区", "县", "所属区县", "行政区"],
    },
    Field {
        id: "kind",
        shape: Shape::Choice(SITE_KINDS),
        need: Need::Usual,
        heading: w::sheet_field_site_kind,
        help: Some(w::sheet_help_site_kind),
        example: "学校",
        names: &["类别", "性质", "站点类型", "五进类别"],
    },
    Field {
        id: "address",
        shape: Shape::Line { limit: 200 },
        need: Need::Optional,
        heading: w::sheet_field_site_address,
        help: None,
        example: "",
        names: &["详细地址", "活动地点", "地点"],
    },
    Field {
        id: "contact_name",
        shape: Shape::Line { limit: 120 },
        need: Need::Optional,
        heading: w::sheet_field_site_contact_name,
        help: None,
        example: "",
        names: &["对接人", "负责人", "联系人姓名"],
    },
    Field {
        id: "contact_phone",
        shape: Shape::Line { limit: 40 },
        need: Need::Optional,
        heading: w::sheet_field_site_contact_phone,
        help: None,
        example: "",
        names: &["电话", "手机", "联系方式", "对接电话"],
    },
    Field {
        id: "power",
        shape: Shape::Line { limit: 120 },
        need: Need::Optional,
        heading: w::sheet_field_site_power,
        help: None,
        example: "",
        names: &["电源", "用电", "用电条件"],
    },
    Field {
        id: "parking",
        shape: Shape::Line { limit: 120 },
        need: Need::Optional,
        heading: w::sheet_field_site_parking,
        help: None,
        example: "",
        names: &["停车条件", "停车位", "场地条件"],
    },
    ACTIVE,
    REMARK,
];
