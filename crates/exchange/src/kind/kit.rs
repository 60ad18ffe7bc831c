//! The sheet of kits: its columns.

use super::shared::{ACTIVE, ID, REMARK};
use super::{Field, LineShape, Need, Shape};
use words as w;

/// Its columns, in the order of the template.
pub(super) const FIELDS: &[Field] = &[
    ID,
    Field {
        id: "name",
        shape: Shape::Line { limit: 120 },
        need: Need::Required,
        heading: w::sheet_field_kit_name,
        help: None,
        example: "光学箱",
        names: &["套装", "展具箱", "箱名", "器材", "器材箱"],
    },
    Field {
        id: "items",
        shape: Shape::Lines(LineShape::Item),
        need: Need::Optional,
        heading: w::sheet_field_kit_items,
        help: Some(w::sheet_help_kit_items),
        example: "显微镜×2；三棱镜×10",
        names: &["内容", "物品", "器材清单", "装箱单", "明细"],
    },
    ACTIVE,
    REMARK,
];
