//! 全年展览: the halls by months, each exhibition with its phases to scale.

use chrono::{Datelike as _, Months, NaiveDate};
use rules::session::SessionState;
use rules::time::{DAY_MINUTES, Minute, Span, date_of, day_start};
use serde_json::{Value, json};

use super::hall_week::{exhibition_cell, exhibition_key};
use super::parts::{Exhibition, Hall, Legend, Notes, fate};
use crate::say::Say;
use crate::sheet::{Cell, Compared};

/// Months of one page's columns.
const MONTHS_ON_A_PAGE: usize = 12;

/// The year plan of exhibitions; months are whole.
#[derive(Debug, Clone, Default)]
pub struct ExhibitionYear {
    /// The first day, by its first minute; its month is the first column.
    pub from: Minute,
    /// The last day, by its first minute; its month is the last column.
    pub to: Minute,
    /// The halls, in their order.
    pub halls: Vec<Hall>,
    /// Exhibitions with a phase in these months.
    pub exhibitions: Vec<Exhibition>,
}

impl ExhibitionYear {
    fn shown(&self) -> impl Iterator<Item = &Exhibition> {
        self.exhibitions
            .iter()
            .filter(|exhibition| matches!(exhibition.state, SessionState::Planned | SessionState::Published))
    }

    /// What the sheet says.
    pub(super) fn cells(&self) -> Vec<Cell> {
        self.shown().map(exhibition_cell).collect()
    }

    /// What the template reads.
    pub(super) fn model(&self, say: Say, compared: &Compared) -> Value {
        let mut notes = Notes::default();
        let mut legend = Legend::default();
        self.shown().for_each(|_| legend.see_exhibition());
        let months = self.months();
        let pages: Vec<Value> =
            months.chunks(MONTHS_ON_A_PAGE).map(|months| self.page(say, compared, &mut notes, months)).collect();
        let gone: Vec<Value> = compared
            .removed()
            .map(|cell| json!({"title": cell.title, "days": say.period(cell.starts, cell.ends - DAY_MINUTES), "gone": fate(say, cell, &[])}))
            .collect();
        json!({ "pages": pages, "gone": gone, "notes": notes.said(), "legend": legend.model(say) })
    }

    /// The first days of all months in the period.
    fn months(&self) -> Vec<NaiveDate> {
        let (from, to) = (date_of(self.from).unwrap_or_default(), date_of(self.to).unwrap_or_default());
        let mut month = from.with_day(1).unwrap_or(from);
        let mut months = Vec::new();
        while month <= to {
            months.push(month);
            month = month + Months::new(1);
        }
        months
    }

    fn page(&self, say: Say, compared: &Compared, notes: &mut Notes, months: &[NaiveDate]) -> Value {
        let first = months.first().copied().unwrap_or_default();
        let last = months.last().copied().unwrap_or_default() + Months::new(1);
        let span = Span { starts: day_start(first), ends: day_start(last) };
        let at = |minute: Minute| (minute - span.starts).clamp(0, span.minutes()) as f64 / span.minutes() as f64;
        let columns: Vec<Value> = months
            .iter()
            .map(|month| {
                json!({
                    "name": words::print_month_name(say.locale, say.month(month.month())),
                    "year": (month.month() == 1 || *month == first).then(|| words::print_year(say.locale, month.year())),
                    "from": at(day_start(*month)),
                    "to": at(day_start(*month + Months::new(1))),
                })
            })
            .collect();
        let rows: Vec<Value> = self
            .halls
            .iter()
            .map(|hall| {
                let mut here: Vec<&Exhibition> = self
                    .shown()
                    .filter(|exhibition| {
                        exhibition.halls.contains(&hall.id)
                            && exhibition.installs_from < span.ends
                            && exhibition.deinstalls_until >= span.starts
                    })
                    .collect();
                here.sort_by_key(|exhibition| (exhibition.installs_from, exhibition.id.clone()));
                let items: Vec<Value> =
                    here.iter().map(|exhibition| item(say, compared, notes, exhibition, &at)).collect();
                json!({ "name": hall.name, "note": hall.note, "items": items })
            })
            .collect();
        json!({ "months": columns, "rows": rows })
    }
}

fn item(
    say: Say,
    compared: &Compared,
    notes: &mut Notes,
    exhibition: &Exhibition,
    at: &dyn Fn(Minute) -> f64,
) -> Value {
    let bounds = [
        ("install", exhibition.installs_from, exhibition.opens_on),
        ("open", exhibition.opens_on, exhibition.closes_on + DAY_MINUTES),
        ("deinstall", exhibition.closes_on + DAY_MINUTES, exhibition.deinstalls_until + DAY_MINUTES),
    ];
    let phases: Vec<Value> = bounds
        .iter()
        .filter(|(_, from, to)| at(*from) < at(*to))
        .map(|(phase, from, to)| json!({"phase": phase, "from": at(*from), "to": at(*to)}))
        .collect();
    let open = say.days(exhibition.opens_on, exhibition.closes_on);
    json!({
        "mark": say.code("mark", "exhibition"),
        "title": exhibition.title,
        "line": words::print_phase_line(
            say.locale,
            say.day(exhibition.deinstalls_until),
            say.day(exhibition.installs_from),
            open,
        ),
        "lender": exhibition.lender.as_ref().map(|lender| words::print_lender(say.locale, lender)),
        "planned": exhibition.state == SessionState::Planned,
        "state": exhibition.state.code(),
        "from": at(exhibition.installs_from),
        "to": at(exhibition.deinstalls_until + DAY_MINUTES),
        "phases": phases,
        "notes": notes.add(say, exhibition.installs_from, &exhibition.title, &exhibition.overrides),
        "changed": compared.marks(&exhibition_key(exhibition)),
    })
}
