//! The sheet of exhibits: its columns.

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
        heading: w::sheet_field_exhibit_name,
        help: None,
        example: "傅科摆",
        names: &["展品", "展品名称", "展项", "展项名称"],
    },
    Field {
        id: "space",
        shape: Shape::Name(Target::Space),
        need: Need::Optional,
        heading: w::sheet_field_exhibit_space,
        help: Some(w::sheet_help_exhibit_space),
        example: "基础科学厅",
        names: &["展厅", "展区", "位置", "地点", "所在展厅", "放置地点"],
    },
    Field {
        id: "exhibition",
        shape: Shape::Name(Target::Exhibition),
        need: Need::Optional,
        heading: w::sheet_field_exhibit_exhibition,
        help: None,
        example: "",
        names: &["展览", "临展"],
    },
    Field {
        id: "condition",
        shape: Shape::Choice(EXHIBIT_CONDITIONS),
        need: Need::Usual,
        heading: w::sheet_field_exhibit_condition,
        help: Some(w::sheet_help_exhibit_condition),
        example: "在展",
        names: &["状态", "展品状态", "完好情况", "运行情况"],
    },
    ACTIVE,
    Field { names: &["说明", "注", "故障说明"], ..REMARK },
];
