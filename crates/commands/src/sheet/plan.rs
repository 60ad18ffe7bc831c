//! What a read sheet does to the museum. A preview and an import are the same plan: the preview throws its batch away.
//!
//! Kinds come in the order in which one may name another, so a workbook may make a hall in one sheet and use it in the
//! next. Each row is matched by id, then by what tells one from another; what it says is compared value by value; what
//! is new or differs is saved by the command that the page uses, into one batch, each row seeing those before it.

use std::collections::BTreeMap;

use exchange::{Entry, Finding, FindingCode, Mapping, Reading, SheetKind, Target};
use rules::conflict::{Clash, Hardness, Judgement};
use rules::session::SessionKind;
use words::Locale;

use super::kinds::{Existing, KindRule, Record, Scope, rule, session};
use super::label::{first_cell, title, title_of_row, what};
use super::locate::located;
use super::make;
use super::matching::{Match, Wanted, belongs};
use super::names::Names;
use super::report::{FieldChange, Made, ROWS_LISTED_MAX, RowFate, RowReport, SheetReport, UnknownName};
use super::resolve::{Resolved, resolve};
use super::show::shown;
use super::values::Values;
use crate::Failure;
use crate::access::may_override;
use crate::gate::Call;
use crate::session::Override;

/// How an import is wanted.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    /// Rows that clash come in as drafts, which occupy nothing.
    pub(super) clashing_as_drafts: bool,
    /// Why soft clashes may pass, where somebody lets them.
    pub(super) let_pass: Option<String>,
    /// The language of the report.
    pub(super) locale: Locale,
    /// Whether the batch is thrown away: what no later row looks at need not be filled in.
    pub(super) only_says: bool,
}

/// Carries a reading out into the call's batch and reports it.
pub(super) fn carry_out(
    call: &mut Call<'_>,
    reading: Reading,
    mapping: &Mapping,
    wish: &Wish,
) -> Result<SheetReport, Failure> {
    let mut plan = Plan {
        wish,
        mapping,
        findings: reading.findings,
        rows: Vec::new(),
        made: Vec::new(),
        counts: [0; 4],
        last: false,
        unknown: BTreeMap::new(),
        names: Names::default(),
        done: 0,
        of: reading.entries.len(),
    };
    let mut kinds: BTreeMap<SheetKind, Vec<Entry>> = BTreeMap::new();
    for entry in reading.entries {
        let kind = mapping.sheets.get(entry.sheet).and_then(|sheet| SheetKind::from_code(&sheet.kind));
        if let Some(kind) = kind {
            kinds.entry(kind).or_default().push(entry);
        }
    }
    let last = kinds.keys().next_back().copied();
    for (kind, entries) in kinds {
        allowed(call, rule(kind))?;
        plan.last = last == Some(kind);
        plan.names = Names::load(call)?;
        plan.kind(call, kind, entries)?;
    }
    Ok(plan.report())
}

/// Refuses whoever may not use the command behind a kind.
fn allowed(call: &Call<'_>, rule: &KindRule) -> Result<(), Failure> {
    let role = call.actor()?.role;
    if rule.access.allows(Some(role)) {
        return Ok(());
    }
    Err(Failure::new("not_allowed").fact("command", "sheet_import").fact("allowed", rule.access.roles()))
}

pub(super) struct Plan<'p> {
    pub(super) wish: &'p Wish,
    mapping: &'p Mapping,
    pub(super) findings: Vec<Finding>,
    rows: Vec<RowReport>,
    /// Rows by their fate, those that are not listed included.
    counts: [usize; 4],
    made: Vec<Made>,
    unknown: BTreeMap<(Target, String), usize>,
    names: Names,
    /// Whether no later kind looks at what this one leaves.
    last: bool,
    /// Rows that are through, of all there are.
    done: usize,
    of: usize,
}

impl Plan<'_> {
    fn sheet(&self, entry: &Entry) -> &str {
        self.mapping.sheets.get(entry.sheet).map_or("", |sheet| sheet.sheet.as_str())
    }

    fn kind(&mut self, call: &mut Call<'_>, kind: SheetKind, mut entries: Vec<Entry>) -> Result<(), Failure> {
        for entry in &mut entries {
            make::name_by_district(kind, entry, &self.names);
        }
        self.make(call, kind, &entries)?;
        let wanted: Vec<Wanted> = self.wanted(kind, entries);
        let scope = Scope {
            span: match kind {
                SheetKind::Session => session::span_of(wanted.iter().map(|one| &one.values)),
                _ => None,
            },
            ids: wanted.iter().filter_map(|one| one.id.clone()).collect(),
        };
        let existing = (rule(kind).existing)(call, &scope)?;
        let matched = self.matched(kind, wanted, existing);
        self.write(call, kind, matched)
    }

    /// Makes what the sheet names and the mapping says to make, so far as rows that are read use it.
    fn make(&mut self, call: &mut Call<'_>, kind: SheetKind, entries: &[Entry]) -> Result<(), Failure> {
        let mut used: BTreeMap<(Target, String), (usize, bool)> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| !entry.refused) {
            let tour = kind == SheetKind::Session && session::is_tour(entry);
            for (target, name) in make::names_in(kind, entry) {
                let known = used.entry((target, name)).or_default();
                *known = (known.0 + 1, known.1 || tour);
            }
        }
        for ((target, name), (rows, tours)) in used {
            let meant = make::ruled(self.mapping, target, &name, &self.names);
            if let make::Ruled::Unknown = meant {
                *self.unknown.entry((target, name)).or_default() += rows;
            } else if let make::Ruled::Make = meant {
                let id = make::make(call, target, &name, tours, &self.names)?;
                match make::site_in_district(&name, &self.names) {
                    Some((district, site)) if target == Target::Site => self.names.add_site(&id, site, &district),
                    _ => self.names.add(target, &id, &name, &[]),
                }
                *self.unknown.entry((target, name.clone())).or_default() += rows;
                self.made.push(Made { what: target.code().to_owned(), name });
            }
        }
        Ok(())
    }

    /// The entries with names resolved, those of one run together.
    fn wanted(&mut self, kind: SheetKind, entries: Vec<Entry>) -> Vec<Wanted> {
        let mut all: Vec<Wanted> = Vec::new();
        for mut entry in entries {
            let sheet = self.mapping.sheets.get(entry.sheet).map_or("", |sheet| sheet.sheet.as_str());
            let Resolved { id, values, findings } = resolve(kind, &mut entry, sheet, self.mapping, &self.names);
            let refused = entry.refused || findings.iter().any(|finding| finding.refuses);
            self.findings.extend(findings);
            if kind == SheetKind::CaravanRun
                && let Some(run) = all.last_mut()
                && belongs(run, id.as_deref(), &values)
            {
                run.refused |= refused;
                run.further.push(values);
                run.entries.push(entry);
                continue;
            }
            all.push(Wanted { entries: vec![entry], id, values, further: Vec::new(), refused });
        }
        all
    }

    /// A finding at a field of an entry, or at its first cell.
    pub(super) fn at(&self, kind: SheetKind, entry: &Entry, field: Option<usize>, code: FindingCode) -> Finding {
        let cell = field.and_then(|field| entry.cells.get(field).copied().flatten());
        Finding::refusing(
            self.sheet(entry),
            cell.map_or_else(|| first_cell(kind, entry), |cell| cell.to_string()),
            code,
        )
    }

    fn write(
        &mut self,
        call: &mut Call<'_>,
        kind: SheetKind,
        matched: Vec<(Wanted, Option<Match>)>,
    ) -> Result<(), Failure> {
        let mut new: Vec<Wanted> = Vec::new();
        // What changes first: what is new may take the place that it leaves.
        for (one, found) in matched {
            call.work.at(self.done, self.of)?;
            match found {
                None => self.row(&one, RowFate::Refused, Vec::new()),
                Some(Match::New) => new.push(one),
                Some(Match::Known(known)) => self.change(call, kind, one, &known)?,
            }
        }
        let records: Vec<Record> = new.iter_mut().map(|one| Self::new_record(kind, one)).collect();
        let answers = if kind == SheetKind::Session {
            self.add_sessions(call, &records)?
        } else {
            let mut answers = Vec::new();
            for record in &records {
                call.work.at(self.done + answers.len(), self.of)?;
                answers.push(self.save(call, kind, record.clone()));
            }
            answers
        };
        for ((mut one, record), answer) in new.into_iter().zip(records).zip(answers) {
            (one.values, one.further) = (record.values, record.further);
            match answer {
                Ok(()) => {
                    touched(call, kind);
                    self.row(&one, RowFate::Added, Vec::new());
                }
                Err(failure) => self.refuse(kind, &one, &failure),
            }
        }
        Ok(())
    }

    /// What is to be saved, taken out of what the sheet wants: a large sheet has many rows.
    fn new_record(kind: SheetKind, one: &mut Wanted) -> Record {
        let values = std::mem::replace(&mut one.values, Values { kind, list: Vec::new() });
        let values = (rule(kind).usual)(values);
        let as_draft = values.text("state") == Some("draft");
        Record { known: None, values, further: std::mem::take(&mut one.further), as_draft, overrides: Vec::new() }
    }

    fn add_sessions(&self, call: &mut Call<'_>, records: &[Record]) -> Result<Vec<Result<(), Failure>>, Failure> {
        let role = call.actor()?.role;
        let reason = self.wish.let_pass.clone();
        let let_pass = move |judgement: &Judgement, kind: SessionKind| {
            reason.as_ref().map_or_else(Vec::new, |reason| passing(&judgement.clashes, reason, role, kind))
        };
        let how = session::Adding {
            let_pass: &let_pass,
            clashing_as_drafts: self.wish.clashing_as_drafts,
            only_says: self.wish.only_says && self.last,
        };
        session::add_all(call, records, &how)
    }

    /// Saves one record, or leaves the batch as it was.
    fn save(&self, call: &mut Call<'_>, kind: SheetKind, record: Record) -> Result<(), Failure> {
        let save = rule(kind).save;
        let mark = call.batch.mark();
        let areas = call.further_areas.len();
        let attempt = |call: &mut Call<'_>, record: Record| {
            save(call, record).inspect_err(|_| {
                call.batch.back_to(mark);
                call.further_areas.truncate(areas);
            })
        };
        let Err(failure) = attempt(call, record.clone()) else { return Ok(()) };
        if failure.code != "clash" {
            return Err(failure);
        }
        let role = call.actor()?.role;
        let clashes: Vec<Clash> = failure
            .facts
            .get("clashes")
            .cloned()
            .and_then(|clashes| serde_json::from_value(clashes).ok())
            .unwrap_or_default();
        let soft = clashes.iter().all(|clash| clash.hardness == Hardness::Soft);
        if let Some(reason) = self.wish.let_pass.as_ref().filter(|_| soft) {
            let session_kind = if kind == SheetKind::CaravanRun { SessionKind::Caravan } else { SessionKind::Activity };
            let overrides = passing(&clashes, reason, role, session_kind);
            if attempt(call, Record { overrides, ..record.clone() }).is_ok() {
                return Ok(());
            }
        }
        if self.wish.clashing_as_drafts && record.known.is_none() {
            return attempt(call, Record { as_draft: true, ..record });
        }
        Err(failure)
    }

    fn change(&mut self, call: &mut Call<'_>, kind: SheetKind, one: Wanted, known: &Existing) -> Result<(), Failure> {
        let (values, mut changes) = self.merged(&one, 0, &known.values);
        let mut further = Vec::new();
        for (place, row) in one.further.iter().enumerate() {
            match known.further.get(place) {
                Some(earlier) => {
                    let (values, more) = self.merged(&one, place + 1, earlier);
                    changes.extend(more);
                    further.push(values);
                }
                None => {
                    changes.push(self.row_change(&one.entries[place + 1], "", &title_of_row(row, &self.names)));
                    further.push(row.clone());
                }
            }
        }
        for gone in known.further.iter().skip(one.further.len()) {
            changes.push(self.row_change(&one.entries[0], &title_of_row(gone, &self.names), ""));
        }
        if changes.is_empty() {
            self.row(&one, RowFate::Unchanged, Vec::new());
            return Ok(());
        }
        if let Some(state) = &known.closed {
            let finding = self.at(kind, &one.entries[0], None, FindingCode::StateClosed).fact("state", state.as_str());
            self.findings.push(finding);
            self.row(&one, RowFate::Refused, changes);
            return Ok(());
        }
        if let Some(change) = changes.iter().find(|change| change.field == "state") {
            // Publishing, cancelling and taking back have commands of their own, with their reasons.
            let finding = self.at(kind, &one.entries[0], kind.field("state"), FindingCode::StateClosed);
            self.findings.push(finding.fact("state", change.before.as_str()));
            self.row(&one, RowFate::Refused, changes);
            return Ok(());
        }
        let known = Some((known.id.clone(), known.revision));
        let record = Record { known, values, further, as_draft: false, overrides: Vec::new() };
        match self.save(call, kind, record) {
            Ok(()) => {
                touched(call, kind);
                self.row(&one, RowFate::Changed, changes);
            }
            Err(failure) => self.refuse(kind, &one, &failure),
        }
        Ok(())
    }

    /// What is there with what a row says laid over it, and where they differ.
    fn merged(&self, one: &Wanted, row: usize, before: &Values) -> (Values, Vec<FieldChange>) {
        let said = if row == 0 { &one.values } else { &one.further[row - 1] };
        let entry = &one.entries[row];
        let mut after = before.clone();
        let mut changes = Vec::new();
        for (place, field, value) in said.fields() {
            let cell = entry.cells.get(place).copied().flatten();
            // A value that no cell says is kept; an empty cell of our own sheets says that there is none.
            if field.id == "id" || (value.is_none() && cell.is_none()) {
                continue;
            }
            if after.list[place].as_ref() == value {
                continue;
            }
            changes.push(FieldChange {
                field: field.id.to_owned(),
                heading: (field.heading)(self.wish.locale).to_owned(),
                cell: cell.map(|cell| cell.to_string()),
                before: shown(after.list[place].as_ref(), field, &self.names, self.wish.locale),
                after: shown(value, field, &self.names, self.wish.locale),
            });
            after.list[place] = value.cloned();
        }
        (after, changes)
    }

    /// A row of a run that comes or goes.
    fn row_change(&self, entry: &Entry, before: &str, after: &str) -> FieldChange {
        FieldChange {
            field: "site".to_owned(),
            heading: words::sheet_field_caravan_run_site(self.wish.locale).to_owned(),
            cell: Some(first_cell(SheetKind::CaravanRun, entry)),
            before: before.to_owned(),
            after: after.to_owned(),
        }
    }

    fn refuse(&mut self, kind: SheetKind, one: &Wanted, failure: &Failure) {
        let sheet = self.sheet(&one.entries[0]).to_owned();
        self.findings.extend(located(failure, kind, &one.entries[0], &sheet, self.wish.locale));
        self.row(one, RowFate::Refused, Vec::new());
    }

    fn row(&mut self, one: &Wanted, fate: RowFate, changes: Vec<FieldChange>) {
        self.done += one.entries.len();
        let place = fate as usize;
        self.counts[place] += 1;
        if self.counts[place] > ROWS_LISTED_MAX {
            return;
        }
        let entry = &one.entries[0];
        self.rows.push(RowReport {
            sheet: self.sheet(entry).to_owned(),
            cell: first_cell(one.values.kind, entry),
            kind: one.values.kind.code().to_owned(),
            title: title(&one.values).to_owned(),
            what: what(&one.values, &self.names, self.wish.locale),
            fate,
            changes,
        });
    }

    fn report(mut self) -> SheetReport {
        let count = |fate: RowFate| self.counts[fate as usize];
        let (added, changed) = (count(RowFate::Added), count(RowFate::Changed));
        let (unchanged, refused) = (count(RowFate::Unchanged), count(RowFate::Refused));
        self.rows.sort_by_key(|row| match row.fate {
            RowFate::Refused => 0,
            RowFate::Changed => 1,
            RowFate::Added => 2,
            RowFate::Unchanged => 3,
        });
        self.rows.truncate(ROWS_LISTED_MAX);
        let names = self
            .unknown
            .iter()
            .map(|((target, name), rows)| UnknownName {
                what: target.code().to_owned(),
                name: name.clone(),
                rows: *rows,
                near: self.names.nearest(*target, name),
                can_make: make::can_make(*target, name, &self.names),
            })
            .collect();
        SheetReport {
            mapping: self.mapping.clone(),
            added,
            changed,
            unchanged,
            refused,
            rows: self.rows,
            findings: self.findings,
            made: self.made,
            names,
        }
    }
}

/// The areas that a kind changes are told to every open page.
fn touched(call: &mut Call<'_>, kind: SheetKind) {
    for area in rule(kind).areas {
        if !call.further_areas.iter().any(|known| known == area.code()) {
            call.further_areas.push(area.code().to_owned());
        }
    }
}

/// Overrides of the soft clashes that a role may let pass.
fn passing(clashes: &[Clash], reason: &str, role: crate::Role, kind: SessionKind) -> Vec<Override> {
    clashes
        .iter()
        .filter(|clash| clash.hardness == Hardness::Soft && may_override(role, clash.code, kind))
        .map(|clash| Override { code: clash.code, subject: Some(clash.subject_id.clone()), reason: reason.to_owned() })
        .collect()
}
