//! Spaces.

use exchange::{SheetKind, Value};
use rules::resource::SpaceKind;
use store::rows;

use super::{Existing, KindRule, Record, Scope, code, missing, or_code};
use crate::Failure;
use crate::access::Area;
use crate::gate::{Call, Command as _};
use crate::resource::{SpaceSave, SpaceSaveArguments};
use crate::sheet::names::fold;
use crate::sheet::values::Values;

pub(super) const RULE: KindRule =
    KindRule { access: SpaceSave::ACCESS, areas: &[Area::Spaces], existing, key, usual, save };

fn existing(call: &Call<'_>, _: &Scope) -> Result<Vec<Existing>, Failure> {
    let values = |row: &rows::Space| {
        Values::new(SheetKind::Space)
            .with("name", row.name.as_str())
            .with("parent", row.parent_id.clone())
            .with("kind", Value::Code(row.kind.clone()))
            .with("capacity", row.capacity.map(Value::Number))
            .with("area_square_metres", row.area_square_metres.map(Value::Number))
            .with("lanes", Value::Number(row.lanes))
            .with("active", row.active)
    };
    let mut rows = call.all::<rows::Space>()?;
    rows.sort_by(|one, other| (one.rank, &one.sort_key, &one.id).cmp(&(other.rank, &other.sort_key, &other.id)));
    // A whole before its parts, so that a sheet can make them in its order.
    let mut ordered: Vec<Existing> = Vec::new();
    let mut open: Vec<&rows::Space> = rows.iter().filter(|row| row.parent_id.is_none()).rev().collect();
    while let Some(row) = open.pop() {
        open.extend(rows.iter().filter(|part| part.parent_id.as_ref() == Some(&row.id)).rev());
        ordered.push(Existing {
            id: row.id.clone(),
            revision: row.revision,
            values: values(row),
            further: Vec::new(),
            closed: None,
        });
    }
    Ok(ordered)
}

/// A space is known by its name among its siblings.
fn key(values: &Values) -> Option<String> {
    Some(format!("{}|{}", values.text("parent").unwrap_or_default(), fold(values.text("name")?)))
}

/// What a space is, by the words of its name.
pub(in crate::sheet) fn usual_space_kind(name: &str) -> SpaceKind {
    let holds = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if holds(&["剧场", "报告厅", "影院", "礼堂", "影厅", "会议厅"]) {
        SpaceKind::Theatre
    } else if holds(&["教室", "实验室", "工作室", "会议室", "活动室"]) {
        SpaceKind::Classroom
    } else if holds(&["广场", "室外", "户外"]) {
        SpaceKind::Outdoor
    } else if holds(&["展区", "角", "区"]) {
        SpaceKind::Zone
    } else {
        SpaceKind::Hall
    }
}

/// Tours that walk through a space of a kind at once, where nobody says.
pub(in crate::sheet) fn usual_lanes(kind: SpaceKind) -> i64 {
    i64::from(matches!(kind, SpaceKind::Hall | SpaceKind::Zone))
}

fn usual(values: Values) -> Values {
    or_code(values, "kind", |name| usual_space_kind(name).code())
}

fn save(call: &mut Call<'_>, record: Record) -> Result<(), Failure> {
    let values = &record.values;
    let kind = code(values, "kind", SpaceKind::from_code).ok_or_else(|| missing("kind"))?;
    let arguments = SpaceSaveArguments {
        id: record.id(),
        revision: record.revision(),
        parent: values.owned("parent"),
        name: values.owned("name").unwrap_or_default(),
        kind,
        capacity: values.number("capacity"),
        area_square_metres: values.number("area_square_metres"),
        lanes: values.number("lanes").unwrap_or_else(|| usual_lanes(kind)),
        rank: None,
        active: record.active(),
    };
    SpaceSave::run(arguments, call).map(drop)
}
