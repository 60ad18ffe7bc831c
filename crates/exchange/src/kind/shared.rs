//! Columns that several kinds have.

use words as w;

use super::{Field, Need, Shape};

/// The id this museum gave.
pub(super) const ID: Field = Field {
    id: "id",
    shape: Shape::Id,
    need: Need::Usual,
    heading: w::sheet_field_id,
    help: Some(w::sheet_help_id),
    example: "",
    names: &["系统编号"],
};

/// Whether it may be used for something new.
pub(super) const ACTIVE: Field = Field {
    id: "active",
    shape: Shape::Truth,
    need: Need::Usual,
    heading: w::sheet_field_active,
    help: None,
    example: "是",
    names: &["启用", "是否启用", "是否在用"],
};

/// A remark.
pub(super) const REMARK: Field = Field {
    id: "remark",
    shape: Shape::Note,
    need: Need::Optional,
    heading: w::sheet_field_remark,
    help: None,
    example: "",
    names: &["说明", "注"],
};
