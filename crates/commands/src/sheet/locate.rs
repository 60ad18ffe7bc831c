//! A refusal of a command, at the cell that caused it.

use exchange::{Entry, Finding, FindingCode, SheetKind};
use rules::conflict::{Clash, ClashCode, Hardness, SubjectKind};
use serde_json::{Value as Json, json};
use words::Locale;

use super::label::first_cell;
use crate::Failure;

/// The findings that a refused row bears.
pub(super) fn located(failure: &Failure, kind: SheetKind, entry: &Entry, sheet: &str, locale: Locale) -> Vec<Finding> {
    let at = |field: Option<&str>| {
        let place = field.and_then(|field| kind.field(field));
        let cell = place.and_then(|place| entry.cells.get(place).copied().flatten());
        cell.map_or_else(|| first_cell(kind, entry), |cell| cell.to_string())
    };
    if failure.code == "clash" {
        let clashes = failure.facts.get("clashes").cloned().unwrap_or_default();
        let clashes: Vec<Clash> = serde_json::from_value(clashes).unwrap_or_default();
        let finding = |clash: &Clash| {
            Finding::refusing(sheet, at(Some(clash_field(clash, kind))), FindingCode::Clash)
                .fact("clash", json!(clash))
                .fact("soft", clash.hardness == Hardness::Soft)
        };
        return clashes.iter().map(finding).collect();
    }
    let field = failure.facts.get("field").and_then(Json::as_str).map(|field| own_field(field, kind));
    let fact = |name: &str| failure.facts.get(name).cloned().unwrap_or(Json::Null);
    let code = |code: FindingCode| Finding::refusing(sheet, at(field), code);
    vec![match (failure.code, field.and_then(|field| kind.field(field))) {
        ("text_empty", Some(place)) => code(FindingCode::Missing).fact("field", (kind.fields()[place].heading)(locale)),
        ("text_too_long", _) => code(FindingCode::TextTooLong).fact("limit", fact("limit")),
        ("text_control_character", _) => code(FindingCode::TextControlCharacter),
        ("span_invalid", _) => {
            let text = |field: &str| kind.field(field).and_then(|place| entry.values.get(place).cloned().flatten());
            let (starts, ends) = match kind {
                SheetKind::Exhibition => ("opens_on", "closes_on"),
                _ => ("starts", "ends"),
            };
            let said = |field: &str| text(field).map_or_else(String::new, |value| clock_or_day(&value));
            code(FindingCode::EndsBeforeStart).fact("starts", said(starts)).fact("ends", said(ends))
        }
        _ => code(FindingCode::Refused).fact("failure", json!(failure)),
    }]
}

fn clock_or_day(value: &exchange::Value) -> String {
    match value {
        exchange::Value::Clock(minute) => format!("{}:{:02}", minute / 60, minute % 60),
        exchange::Value::Day(day) => rules::time::date_of(*day).map_or_else(String::new, |day| day.to_string()),
        _ => String::new(),
    }
}

/// The column of a field that a command names: `qualifications.value` stands in `qualifications`.
fn own_field(field: &str, kind: SheetKind) -> &str {
    let field = field.split('.').next().unwrap_or(field);
    match (field, kind) {
        ("district_code", _) => "district",
        ("stops", SheetKind::CaravanRun) => "site",
        _ => field,
    }
}

/// The column that a clash is about.
fn clash_field(clash: &Clash, kind: SheetKind) -> &'static str {
    match (clash.code, clash.subject_kind, kind) {
        (ClashCode::ClosedDay | ClashCode::ClosedByNotice, _, SheetKind::Exhibition) => "opens_on",
        (ClashCode::ClosedDay | ClashCode::ClosedByNotice, _, _) => "date",
        (ClashCode::OutsideHours, _, _) => "starts",
        (ClashCode::OverCapacity | ClashCode::GroupTooLarge, _, _) => "capacity",
        (ClashCode::DemandShort, _, _) | (_, SubjectKind::Post, _) => "posts",
        (_, SubjectKind::Space, _) => "spaces",
        (_, SubjectKind::Person, SheetKind::CaravanRun) => "drivers",
        (_, SubjectKind::Person, _) => "people",
        (_, SubjectKind::Vehicle, _) => "vehicle",
        (_, SubjectKind::Kit, _) => "kit",
        (_, SubjectKind::Site, _) => "site",
        (_, SubjectKind::Run, _) => "title",
    }
}
