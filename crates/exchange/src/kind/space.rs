//! The sheet of spaces: its columns.

use super::choices::*;
use super::shared::{ACTIVE, ID};
use super::{Field, Need, Shape, Target};
use words as w;

/// Its columns, in the order of the template.
pub(super) const FIELDS: &[Field] = &[
    ID,
    Field {
        id: "name",
        shape: Shape::Line { limit: 120 },
        need: Need::Required,
        heading: w::sheet_field_space_name,
        help: None,
        example: "儿童厅",
        names: &["展厅", "展厅名称", "场地", "场地名称", "教室", "地点"],
    },
    Field {
        id: "parent",
        shape: Shape::Name(Target::Space),
        need: Need::Optional,
        heading: w::sheet_field_space_parent,
        help: Some(w::sheet_help_space_parent),
        example: "",
        names: &["上级", "所属展厅", "所在展厅", "父级"],
    },
    Field {
        id: "kind",
        shape: Shape::Choice(SPACE_KINDS),
        need: Need::Usual,
        heading: w::sheet_field_space_kind,
        help: Some(w::sheet_help_space_kind),
        example: "展厅",
        names: &["类别", "场地类型"],
    },
    Field {
        id: "capacity",
        shape: Shape::Number { least: 1, most: 100000 },
        need: Need::Optional,
        heading: w::sheet_field_space_capacity,
        help: None,
        example: "200",
        names: &["容量", "人数", "座位数", "座位", "最大承载量", "承载量"],
    },
    Field {
        id: "area_square_metres",
        shape: Shape::Number { least: 1, most: 1000000 },
        need: Need::Optional,
        heading: w::sheet_field_space_area_square_metres,
        help: None,
        example: "1200",
        names: &["面积", "面积㎡", "面积平方米", "使用面积"],
    },
    Field {
        id: "lanes",
        shape: Shape::Number { least: 0, most: 20 },
        need: Need::Usual,
        heading: w::sheet_field_space_lanes,
        help: Some(w::sheet_help_space_lanes),
        example: "2",
        names: &["同时讲解", "同时讲解组数", "讲解组数"],
    },
    ACTIVE,
];
