//! The sheet of people: its columns.

use super::choices::*;
use super::shared::{ACTIVE, ID, REMARK};
use super::{Field, LineShape, Need, Shape, Target};
use words as w;

/// Its columns, in the order of the template.
pub(super) const FIELDS: &[Field] = &[
    ID,
    Field {
        id: "name",
        shape: Shape::Line { limit: 120 },
        need: Need::Required,
        heading: w::sheet_field_person_name,
        help: None,
        example: "周小满",
        names: &["名字", "人员", "讲解员", "职工姓名", "志愿者姓名", "志愿者"],
    },
    Field {
        id: "kind",
        shape: Shape::Choice(PERSON_KINDS),
        need: Need::Usual,
        heading: w::sheet_field_person_kind,
        help: Some(w::sheet_help_person_kind),
        example: "讲解员",
        names: &["类别", "人员类别", "岗位类别", "类型", "岗位", "身份"],
    },
    Field {
        id: "department",
        shape: Shape::Name(Target::Department),
        need: Need::Optional,
        heading: w::sheet_field_person_department,
        help: None,
        example: "展览教育部",
        names: &["所在部门", "科室", "单位"],
    },
    Field {
        id: "phone",
        shape: Shape::Line { limit: 40 },
        need: Need::Optional,
        heading: w::sheet_field_person_phone,
        help: None,
        example: "13800001234",
        names: &["手机", "手机号", "联系电话", "联系方式", "手机号码", "移动电话"],
    },
    Field {
        id: "licence_class",
        shape: Shape::Line { limit: 20 },
        need: Need::Optional,
        heading: w::sheet_field_person_licence_class,
        help: Some(w::sheet_help_person_licence_class),
        example: "",
        names: &["驾驶证", "准驾车型", "驾照类型"],
    },
    Field {
        id: "licence_expires",
        shape: Shape::Day,
        need: Need::Optional,
        heading: w::sheet_field_person_licence_expires,
        help: Some(w::sheet_help_person_licence_expires),
        example: "",
        names: &["驾驶证有效期", "驾照有效期", "驾驶证到期"],
    },
    Field {
        id: "qualifications",
        shape: Shape::Lines(LineShape::Qualification),
        need: Need::Optional,
        heading: w::sheet_field_person_qualifications,
        help: Some(w::sheet_help_person_qualifications),
        example: "主题：会讲故事的水；语种：英文（2027-12-31到期）",
        names: &["讲解资质", "资格", "能讲", "可讲主题", "技能", "讲解主题", "专长"],
    },
    Field {
        id: "availability",
        shape: Shape::Lines(LineShape::Availability),
        need: Need::Optional,
        heading: w::sheet_field_person_availability,
        help: Some(w::sheet_help_person_availability),
        example: "",
        names: &["可服务时间", "服务时间", "可排班时间", "空闲时间", "可用时间", "值班时间", "排班时间", "上班时间"],
    },
    Field { help: Some(w::sheet_help_person_active), names: &["在职", "是否在职", "启用"], ..ACTIVE },
    REMARK,
];
