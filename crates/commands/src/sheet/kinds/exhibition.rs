//! Exhibitions with their phases.

use std::collections::HashMap;

use exchange::{SheetKind, Value};
use rules::exhibition::{ExhibitionState, Phases};
use rules::time::DAY_MINUTES;
use store::rows;

use super::{Existing, KindRule, Record, Scope, as_said as usual, missing};
use crate::Failure;
use crate::access::Area;
use crate::exhibition::{ExhibitionDraft, ExhibitionSave, ExhibitionSaveArguments};
use crate::gate::{Call, Command as _};
use crate::sheet::names::fold;
use crate::sheet::values::Values;

pub(super) const RULE: KindRule = KindRule {
    access: ExhibitionSave::ACCESS,
    areas: &[Area::Exhibitions, Area::Sessions],
    existing,
    key,
    usual,
    save,
};

fn existing(call: &Call<'_>, scope: &Scope) -> Result<Vec<Existing>, Failure> {
    let mut spaces: HashMap<String, Vec<String>> = HashMap::new();
    for row in call.all::<rows::ExhibitionSpace>()? {
        spaces.entry(row.exhibition_id).or_default().push(row.space_id);
    }
    let mut rows = call.all::<rows::Exhibition>()?;
    rows.retain(|row| {
        let meets =
            |span: rules::time::Span| row.installs_from < span.ends && span.starts < row.deinstalls_until + DAY_MINUTES;
        scope.span.is_none_or(meets) || scope.ids.contains(&row.id)
    });
    rows.sort_by(|one, other| (one.installs_from, &one.id).cmp(&(other.installs_from, &other.id)));
    let record = |row: rows::Exhibition| {
        let mut stands_in = spaces.remove(&row.id).unwrap_or_default();
        stands_in.sort();
        let state = ExhibitionState::from_code(&row.state).unwrap_or(ExhibitionState::Draft);
        let over = state != ExhibitionState::Draft && row.deinstalls_until + DAY_MINUTES <= call.now;
        let closed = over || state == ExhibitionState::Cancelled;
        let values = Values::new(SheetKind::Exhibition)
            .with("title", row.title.as_str())
            .with("spaces", stands_in)
            .with("installs_from", Value::Day(row.installs_from))
            .with("opens_on", Value::Day(row.opens_on))
            .with("closes_on", Value::Day(row.closes_on))
            .with("deinstalls_until", Value::Day(row.deinstalls_until))
            .with("lender", row.lender)
            .with("department", row.department_id)
            .with("state", Value::Code(row.state.clone()))
            .with("remark", row.remark);
        Existing {
            id: row.id,
            revision: row.revision,
            values,
            further: Vec::new(),
            closed: closed.then_some(row.state),
        }
    };
    Ok(rows.into_iter().map(record).collect())
}

/// An exhibition that comes again opens on another day.
fn key(values: &Values) -> Option<String> {
    Some(format!("{}|{}", fold(values.text("title")?), values.number("opens_on")?))
}

fn save(call: &mut Call<'_>, record: Record) -> Result<(), Failure> {
    let values = &record.values;
    let opens_on = values.number("opens_on").ok_or_else(|| missing("opens_on"))?;
    let closes_on = values.number("closes_on").ok_or_else(|| missing("closes_on"))?;
    let exhibition = ExhibitionDraft {
        id: record.id(),
        revision: record.revision(),
        title: values.owned("title").unwrap_or_default(),
        department: values.owned("department"),
        lender: values.owned("lender"),
        phases: Phases {
            installs_from: values.number("installs_from").unwrap_or(opens_on),
            opens_on,
            closes_on,
            deinstalls_until: values.number("deinstalls_until").unwrap_or(closes_on),
        },
        spaces: values.several("spaces").to_vec(),
        remark: values.owned("remark"),
    };
    let overrides = record.overrides;
    let arguments = ExhibitionSaveArguments { exhibition, as_draft: record.as_draft, overrides, reason: None };
    ExhibitionSave::run(arguments, call).map(drop)
}
