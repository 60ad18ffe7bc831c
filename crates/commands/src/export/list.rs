//! Lists and calendars as files: what the page shows, with its filter, or everything of a kind.

use std::collections::HashSet;

use exchange::SheetKind;
use exchange::calendar::{Event, ics};
use exchange::table::{self, Table};
use rules::time::{DAY_MINUTES, Minute, Span, date_of, minute_of_day};
use schemars::JsonSchema;
use serde::Deserialize;
use store::{Value, rows, statement};
use ts_rs::TS;
use words::Locale;

use super::events::{Diary, exhibitions, sessions};
use super::file::{FileForm, MadeFile, kind, locale, unwritten};
use super::lists;
use crate::access::Access;
use crate::gate::{Call, Command, Effect};
use crate::resource::phone_for;
use crate::sheet::{Names, Scope, row, rule};
use crate::{Failure, input};

/// Records that may be named one by one.
const IDS_MAX: usize = 100_000;
/// Columns of phones: whoever sees them masked on the page has them masked in a file.
const PHONES: [&str; 2] = ["phone", "contact_phone"];
/// Every minute there is.
const EVER: Span = Span { starts: i64::MIN / 2, ends: i64::MAX / 2 };

/// Makes a file of a list.
pub struct SheetExport;

/// What is to be in it.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SheetExportArguments {
    /// The kind of its records, such as `session`.
    pub sheet_kind: String,
    /// What the file is; only what has a time can be a calendar.
    pub form: FileForm,
    /// A minute of the first day, for what lies in time; from ever where left out.
    #[serde(default)]
    pub from: Option<Minute>,
    /// A minute of the last day; for ever where left out.
    #[serde(default)]
    pub to: Option<Minute>,
    /// Only these of them, by id: those that a filter left.
    #[serde(default)]
    pub ids: Option<Vec<String>>,
    /// What was filtered by, in words, for the title.
    #[serde(default)]
    pub filter: Option<String>,
    /// The language of the file: `zh-CN` or `en`.
    #[serde(default)]
    pub locale: Option<String>,
}

impl Command for SheetExport {
    type Arguments = SheetExportArguments;
    type Answer = MadeFile;
    const NAME: &'static str = "sheet_export";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<MadeFile, Failure> {
        let wanted = Wanted::checked(arguments)?;
        let name = wanted.name(call);
        let bytes = match wanted.form {
            FileForm::Ics => ics(&name, &wanted.events(call)?).into_bytes(),
            FileForm::Csv => table::csv(&wanted.table(call)?, wanted.locale).map_err(unwritten)?,
            FileForm::Xlsx => table::xlsx(&wanted.table(call)?, wanted.locale, &lists::of(call)?).map_err(unwritten)?,
        };
        Ok(MadeFile::of(wanted.form, &name, &bytes))
    }
}

/// Checked arguments.
struct Wanted {
    kind: SheetKind,
    form: FileForm,
    /// Whole days; `None` where neither end was given.
    span: Option<Span>,
    ids: Option<HashSet<String>>,
    filter: Option<String>,
    locale: Locale,
}

impl Wanted {
    fn checked(arguments: SheetExportArguments) -> Result<Wanted, Failure> {
        let kind = kind(&arguments.sheet_kind)?;
        let timed = matches!(kind, SheetKind::Session | SheetKind::Exhibition | SheetKind::CaravanRun);
        if arguments.form == FileForm::Ics && !timed {
            return Err(Failure::new("arguments_invalid").fact("field", "form"));
        }
        let day = |field, minute: Option<Minute>| {
            minute.map(|minute| input::minute(field, minute).map(|minute| minute - minute_of_day(minute))).transpose()
        };
        let (from, to) = (day("from", arguments.from)?, day("to", arguments.to)?);
        let span = Span { starts: from.unwrap_or(EVER.starts), ends: to.map_or(EVER.ends, |day| day + DAY_MINUTES) };
        if span.ends <= span.starts {
            return Err(Failure::new("span_invalid").fact("field", "to"));
        }
        if arguments.ids.as_ref().is_some_and(|ids| ids.len() > IDS_MAX) {
            return Err(Failure::new("number_out_of_range")
                .fact("field", "ids")
                .fact("least", 0)
                .fact("most", IDS_MAX));
        }
        Ok(Wanted {
            kind,
            form: arguments.form,
            span: (from.is_some() || to.is_some()).then_some(span),
            ids: arguments.ids.map(|ids| ids.into_iter().collect()),
            filter: input::optional_line("filter", arguments.filter.as_deref())?,
            locale: locale(arguments.locale.as_deref())?,
        })
    }

    fn takes(&self, id: &str) -> bool {
        self.ids.as_ref().is_none_or(|ids| ids.contains(id))
    }

    /// What the file is called: its kind and its days, or the day it was made.
    fn name(&self, call: &Call<'_>) -> String {
        let word = self.kind.word(self.locale);
        format!("{word} {}", self.days().unwrap_or_else(|| call.today().to_string()))
    }

    /// The days, as far as they are bounded.
    fn days(&self) -> Option<String> {
        let span = self.span?;
        let said = |minute: Minute| date_of(minute).map(|date| date.to_string()).unwrap_or_default();
        let first = if span.starts == EVER.starts { String::new() } else { said(span.starts) };
        let last = if span.ends == EVER.ends { String::new() } else { said(span.ends - 1) };
        Some(if first == last { first } else { words::export_days(self.locale, first, last) })
    }

    /// The list with its title: what, when, by which filter, made when.
    fn table(&self, call: &Call<'_>) -> Result<Table, Failure> {
        let names = Names::load(call)?;
        let scope = Scope { span: self.span, ids: Vec::new() };
        let mut rows: Vec<Vec<Option<exchange::Value>>> = Vec::new();
        for record in (rule(self.kind).existing)(call, &scope)? {
            if self.takes(&record.id) {
                let lines = std::iter::once(&record.values).chain(&record.further);
                rows.extend(lines.map(|values| row(&record.id, values, &names)));
            }
        }
        for place in PHONES.iter().filter_map(|field| self.kind.field(field)) {
            for phone in rows.iter_mut().filter_map(|values| values[place].as_mut()) {
                if let exchange::Value::Text(text) = phone {
                    *text = phone_for(call, Some(text)).unwrap_or_default();
                }
            }
        }
        let made = words::export_made_on(self.locale, call.today());
        let parts = [Some(self.kind.word(self.locale).to_owned()), self.days(), self.filter.clone(), Some(made)];
        let title = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        Ok(Table { kind: self.kind, title, rows })
    }

    fn events(&self, call: &Call<'_>) -> Result<Vec<Event>, Failure> {
        let span = self.span.unwrap_or(EVER);
        let diary = Diary::load(call, self.locale, span, true)?;
        match self.kind {
            SheetKind::Exhibition => exhibitions(call, span)?
                .iter()
                .filter(|(row, _)| self.takes(&row.id))
                .map(|(row, spaces)| {
                    diary.exhibition(call, row, &spaces.iter().map(String::as_str).collect::<Vec<_>>())
                })
                .collect(),
            SheetKind::CaravanRun => {
                let bounds = [Value::from(span.starts), Value::from(span.ends)];
                let stops: Vec<rows::CaravanStop> = call.snapshot.rows(&statement::CARAVAN_STOP_BETWEEN, &bounds)?;
                let chosen: HashSet<String> =
                    stops.into_iter().filter(|stop| self.takes(&stop.run_id)).map(|stop| stop.session_id).collect();
                sessions(call, &diary, span, |sheet| chosen.contains(&sheet.row.id))
            }
            _ => sessions(call, &diary, span, |sheet| self.takes(&sheet.row.id)),
        }
    }
}
