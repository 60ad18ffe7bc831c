//! What a template becomes, and which of its sessions that concerns.

use std::collections::{HashMap, HashSet};

use rules::calendar::DayKind;
use rules::conflict::{Claim, Judgement};
use rules::session::SessionState;
use rules::template::{Pattern, merged};
use rules::time::{DAY_MINUTES, Minute, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Value, rows, statement};
use ts_rs::TS;

use super::draft::{TemplateDraft, content_of, session_draft};
use super::place::OccurrenceOverride;
use crate::Failure;
use crate::gate::Call;
use crate::session::{SessionDraft, Settled, Sheet};

/// A start that goes to another minute, its occurrences with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct StartRename {
    /// The minute of the day it was.
    pub from: i64,
    /// The minute of the day it becomes.
    pub to: i64,
}

/// A way out taken for one occurrence that is planned anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Adjustment {
    /// The occurrence's day.
    pub day: Minute,
    /// The occurrence's start, in minutes of the day.
    pub start: i64,
    /// When it begins instead.
    pub starts: Minute,
    /// The spaces it uses instead; the template's where left out.
    #[serde(default)]
    pub spaces: Option<Vec<String>>,
}

/// What a template becomes.
pub(super) struct Edit {
    /// As it is; nothing where it is new.
    pub(super) before: Option<(rows::Template, TemplateDraft)>,
    /// As it shall be, checked.
    pub(super) after: TemplateDraft,
    /// The first day the edit holds on, where it splits the template.
    pub(super) splits_on: Option<Minute>,
    /// Whether it ends before it began.
    pub(super) retired: bool,
    /// The session somebody edits, as it shall be: it takes the edit whatever it had of its own.
    pub(super) edited: Option<SessionDraft>,
    pub(super) renamed: Vec<(i64, i64)>,
    pub(super) adjustments: Vec<Adjustment>,
    pub(super) overrides: Vec<OccurrenceOverride>,
}

/// A session of the template with what it holds.
pub(super) struct Held {
    pub(super) sheet: Sheet,
    pub(super) occupancy: Vec<rows::Occupancy>,
    /// The day and start it is known by from now on.
    pub(super) key: (Minute, i64),
}

/// A session that changes: what it becomes, and whether what it holds is judged anew.
pub(super) struct Changed {
    pub(super) held: Held,
    pub(super) draft: SessionDraft,
    pub(super) granted: Option<(Judgement, Settled)>,
}

/// A session that comes.
pub(super) struct Created {
    pub(super) id: String,
    pub(super) key: (Minute, i64),
    pub(super) draft: SessionDraft,
    pub(super) claims: Vec<Claim>,
    pub(super) settled: Settled,
}

/// The sessions of a template that still bear its name, with all their rows.
pub(super) fn sessions_of(call: &Call<'_>, template: &str) -> Result<Vec<(Sheet, Vec<rows::Occupancy>)>, Failure> {
    fn grouped<R>(rows: Vec<R>, key: impl Fn(&R) -> &str) -> HashMap<String, Vec<R>> {
        let mut groups: HashMap<String, Vec<R>> = HashMap::new();
        for row in rows {
            groups.entry(key(&row).to_owned()).or_default().push(row);
        }
        groups
    }
    let by = [Value::from(template)];
    let read = call.snapshot;
    let sessions = read.rows::<rows::Session>(&statement::SESSION_OF_TEMPLATE, &by)?;
    let mut spaces =
        grouped(read.rows(&statement::SESSION_SPACE_OF_TEMPLATE, &by)?, |row: &rows::SessionSpace| &row.session_id);
    let mut posts = grouped(read.rows(&statement::POST_OF_TEMPLATE, &by)?, |row: &rows::Post| &row.session_id);
    let mut findings = grouped(read.rows(&statement::FINDING_OF_TEMPLATE, &by)?, |row: &rows::Finding| &row.holder_id);
    let mut taken = grouped(read.rows(&statement::OCCUPANCY_OF_TEMPLATE, &by)?, |row: &rows::Occupancy| &row.holder_id);
    Ok(sessions
        .into_iter()
        .filter(|row| row.state != SessionState::Moved.code())
        .map(|row| {
            let id = row.id.clone();
            let sheet = Sheet {
                spaces: spaces.remove(&id).unwrap_or_default(),
                posts: posts.remove(&id).unwrap_or_default(),
                findings: findings.remove(&id).unwrap_or_default(),
                row,
            };
            (sheet, taken.remove(&id).unwrap_or_default())
        })
        .collect())
}

impl Edit {
    /// The template's sessions that the edit may speak of, by the start they get, and cancelled
    /// ones whose name another takes: no two bear one.
    pub(super) fn held(&self, call: &Call<'_>) -> Result<(Vec<Held>, Vec<Sheet>), Failure> {
        let Some((row, _)) = &self.before else { return Ok(Default::default()) };
        let mut all: Vec<Held> = sessions_of(call, &row.id)?
            .into_iter()
            .filter_map(|(sheet, occupancy)| {
                let key = (sheet.row.template_day?, sheet.row.template_start?);
                self.splits_on.is_none_or(|first| first <= key.0).then_some(Held { sheet, occupancy, key })
            })
            .collect();
        // Past and held ones keep their names, changing ones come next, cancelled ones last.
        let standing = |held: &Held| match held.sheet.state() {
            _ if is_changeable(&held.sheet, call.now) => 1,
            SessionState::Cancelled if held.sheet.row.starts > call.now => 2,
            _ => 0,
        };
        all.sort_by_key(standing);
        let mut names = HashSet::new();
        let (mut found, mut nameless) = (Vec::new(), Vec::new());
        for mut held in all {
            let renamed = (held.key.0, self.renamed(held.key.1));
            if standing(&held) > 0 && !names.contains(&renamed) {
                held.key = renamed;
            }
            if names.insert(held.key) { found.push(held) } else { nameless.push(held.sheet) }
        }
        Ok((found, nameless))
    }

    pub(super) fn skips(&self, call: &Call<'_>) -> Result<Vec<rows::TemplateSkip>, Failure> {
        let Some((row, _)) = &self.before else { return Ok(Vec::new()) };
        let skips: Vec<rows::TemplateSkip> =
            call.snapshot.rows(&statement::TEMPLATE_SKIP_OF, &[Value::from(row.id.as_str())])?;
        Ok(skips.into_iter().filter(|skip| self.splits_on.is_none_or(|first| skip.day >= first)).collect())
    }

    pub(super) fn renamed(&self, start: i64) -> i64 {
        self.renamed.iter().find(|(from, _)| *from == start).map_or(start, |(_, to)| *to)
    }

    /// Whether the edited template still has an occurrence that it had before.
    pub(super) fn keeps(&self, held: &Held, kind: DayKind) -> bool {
        let Some((_, before)) = &self.before else { return true };
        let (day, start) = held.key;
        let after: &Pattern = &self.after.pattern;
        if self.retired || !after.is_valid_on(day) || !after.starts.contains(&start) {
            return false;
        }
        let was = held.sheet.row.template_start.unwrap_or(start);
        // What was brought back on a day the template never ran on stays.
        after.runs_at(day, kind, start) || !before.pattern.runs_at(day, kind, was)
    }

    /// The session as the edit would have it.
    pub(super) fn wanted(&self, held: &Held) -> SessionDraft {
        let now = held.sheet.draft();
        if let Some(edited) = self.edited.as_ref().filter(|edited| edited.id == now.id) {
            return SessionDraft { revision: now.revision, ..edited.clone() };
        }
        let Some((_, before)) = &self.before else { return now };
        let content = merged(&before.content, &self.after.content, &content_of(&now));
        let (day, start) = held.key;
        let original = day + held.sheet.row.template_start.unwrap_or(start);
        let starts = if now.starts == original { day + start } else { now.starts };
        session_draft(&content, starts, Some(&now))
    }

    pub(super) fn overrides_for(&self, key: (Minute, i64)) -> Vec<&OccurrenceOverride> {
        self.overrides.iter().filter(|given| given.is_for(key.0, key.1)).collect()
    }
}

/// The stretch of time an edit concerns.
pub(super) fn stretch(edit: &Edit, held: &[Held], now: Minute) -> Span {
    let pattern = &edit.after.pattern;
    let mut span = Span { starts: pattern.valid_from.max(now), ends: pattern.valid_to + 2 * DAY_MINUTES };
    for held in held.iter().filter(|held| is_changeable(&held.sheet, now)) {
        span.starts = span.starts.min(held.sheet.row.starts);
        span.ends = span.ends.max(held.sheet.row.ends);
    }
    span.ends = span.ends.max(span.starts + DAY_MINUTES);
    span
}

/// Whether two drafts of one session say different things.
pub(super) fn differs(one: &SessionDraft, other: &SessionDraft) -> bool {
    one.starts != other.starts || content_of(one) != content_of(other)
}

/// Past and held ones never change.
pub(super) fn is_changeable(sheet: &Sheet, now: Minute) -> bool {
    sheet.state().is_open() && sheet.row.starts > now
}
