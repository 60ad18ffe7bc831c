//! The sheet of exhibitions: its columns.

use super::choices::*;
use super::shared::{ID, REMARK};
use super::{Field, Need, Shape, Target};
use words as w;

/// Its columns, in the order of the template.
pub(super) const FIELDS: &[Field] = &[
    ID,
    Field {
        id: "title",
        shape: Shape::Line { limit: 120 },
        need: Need::Required,
        heading: w::sheet_field_exhibition_title,
        help: None,
        example: "寻找看不见的世界",
        names: &["展览名称", "展览", "临展名称", "主题", "题目", "展名"],
    },
    Field {
        id: "spaces",
        shape: Shape::Names(Target::Space),
        need: Need::Required,
        heading: w::sheet_field_exhibition_spaces,
        help: Some(w::sheet_help_exhibition_spaces),
        example: "临展厅",
        names: &["地点", "场地", "位置", "展区", "展出地点"],
    },
    Field {
        id: "installs_from",
        shape: Shape::Day,
        need: Need::Usual,
        heading: w::sheet_field_exhibition_installs_from,
        help: Some(w::sheet_help_exhibition_installs_from),
        example: "2026-05-20",
        names: &["布展", "布展日期", "进场", "进场日期", "布展时间"],
    },
    Field {
        id: "opens_on",
        shape: Shape::Day,
        need: Need::Required,
        heading: w::sheet_field_exhibition_opens_on,
        help: None,
        example: "2026-06-01",
        names: &["开展日期", "开幕", "开幕日期", "开始日期", "展出开始", "起", "开始", "展期", "展出时间", "展期起"],
    },
    Field {
        id: "closes_on",
        shape: Shape::Day,
        need: Need::Required,
        heading: w::sheet_field_exhibition_closes_on,
        help: Some(w::sheet_help_exhibition_closes_on),
        example: "2026-11-30",
        names: &["闭展日期", "闭幕", "结束日期", "展出结束", "止", "结束", "展期止", "最后一天"],
    },
    Field {
        id: "deinstalls_until",
        shape: Shape::Day,
        need: Need::Usual,
        heading: w::sheet_field_exhibition_deinstalls_until,
        help: Some(w::sheet_help_exhibition_deinstalls_until),
        example: "2026-12-05",
        names: &["撤展", "撤展日期", "撤场", "离场", "撤展时间"],
    },
    Field {
        id: "lender",
        shape: Shape::Line { limit: 120 },
        need: Need::Optional,
        heading: w::sheet_field_exhibition_lender,
        help: None,
        example: "",
        names: &["出借方", "展品来源", "来源", "合作单位", "出展单位", "提供单位"],
    },
    Field {
        id: "department",
        shape: Shape::Name(Target::Department),
        need: Need::Optional,
        heading: w::sheet_field_exhibition_department,
        help: None,
        example: "展览教育部",
        names: &["主办部门", "责任部门", "承办部门"],
    },
    Field {
        id: "state",
        shape: Shape::Choice(EXHIBITION_STATES),
        need: Need::Usual,
        heading: w::sheet_field_exhibition_state,
        help: Some(w::sheet_help_exhibition_state),
        example: "已排",
        names: &[],
    },
    REMARK,
];
