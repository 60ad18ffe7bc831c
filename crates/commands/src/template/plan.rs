//! What a template, new or edited, does to its occurrences: decided once, shown by the preview,
//! written by the save.

use std::collections::{HashMap, HashSet};

use rules::calendar::DayKind;
use rules::conflict::{Alternative, Claim, Clash, ClashCode, Hardness, Judgement};
use rules::session::SessionState;
use rules::template::{Field, Known, Pattern, Place, SkipReason, deviations, merged, occurrences};
use rules::time::{DAY_MINUTES, Minute, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Value, rows, statement};
use ts_rs::TS;

use super::draft::{TemplateDraft, content_of, session_draft};
use super::place::{Asked, OccurrenceOverride, Verdict, decide, judged, take, ways_out};
use crate::Failure;
use crate::access::may_override;
use crate::facts::World;
use crate::gate::{Actor, Call};
use crate::session::{SessionDraft, Settled, Sheet, moves};

/// Ways out are looked for while no more occurrences than these wait for one: each look judges a whole day.
const WAYS_OUT_MAX: usize = 120;

/// What a save does with an occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum LineAction {
    /// It is planned.
    Create,
    /// Its session follows the edit.
    Change,
    /// Its session is called off: the template no longer has it.
    Cancel,
    /// Its draft goes: the template no longer has it.
    Delete,
    /// Its session stays as it is; with clashes, because it could not follow the edit.
    Keep,
    /// It is not planned, for the reason beside it.
    Skip,
}

/// One date and start of a template.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct TemplateLine {
    /// Its original day, as the minute that day begins.
    pub day: Minute,
    /// Its original start, in minutes of the day.
    pub start: i64,
    /// What kind of day it is.
    pub day_kind: DayKind,
    /// What a save does with it.
    pub action: LineAction,
    /// Why it is not planned, where it is not.
    pub skip: Option<SkipReason>,
    /// The words of whoever took it out or called it off.
    pub words: Option<String>,
    /// Its session.
    pub session: Option<String>,
    /// That session's state.
    pub state: Option<SessionState>,
    /// First minute, as it would be.
    pub starts: Minute,
    /// The minute after the last.
    pub ends: Minute,
    /// Ids of its spaces.
    pub spaces: Vec<String>,
    /// Fields in which its session differs from the template.
    pub deviations: Vec<Field>,
    /// What stands against it.
    pub clashes: Vec<Clash>,
    /// The first free ways out.
    pub alternatives: Vec<Alternative>,
    /// Whether the caller may let its soft clashes pass, and there is no hard one.
    pub may_override: bool,
}

/// How many occurrences meet which end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct TemplateCounts {
    /// Planned anew.
    pub create: i64,
    /// Changed.
    pub change: i64,
    /// Called off.
    pub cancel: i64,
    /// Drafts deleted.
    pub delete: i64,
    /// Left as they are.
    pub keep: i64,
    /// Not planned.
    pub skip: i64,
}

impl TemplateCounts {
    fn of(lines: &[TemplateLine]) -> TemplateCounts {
        let mut counts = TemplateCounts::default();
        for line in lines {
            let count = match line.action {
                LineAction::Create => &mut counts.create,
                LineAction::Change => &mut counts.change,
                LineAction::Cancel => &mut counts.cancel,
                LineAction::Delete => &mut counts.delete,
                LineAction::Keep => &mut counts.keep,
                LineAction::Skip => &mut counts.skip,
            };
            *count += 1;
        }
        counts
    }
}

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

/// Everything a save would do.
pub(super) struct Plan {
    pub(super) lines: Vec<TemplateLine>,
    pub(super) counts: TemplateCounts,
    /// Whether somebody must say why: what the public was told changes, or something is called off.
    pub(super) reason_needed: bool,
    pub(super) created: Vec<Created>,
    pub(super) changed: Vec<Changed>,
    pub(super) dropped: Vec<Held>,
    /// Cancelled ones that give their name to another.
    pub(super) nameless: Vec<Sheet>,
    pub(super) skips: Vec<rows::TemplateSkip>,
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
    fn held(&self, call: &Call<'_>) -> Result<(Vec<Held>, Vec<Sheet>), Failure> {
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

    fn skips(&self, call: &Call<'_>) -> Result<Vec<rows::TemplateSkip>, Failure> {
        let Some((row, _)) = &self.before else { return Ok(Vec::new()) };
        let skips: Vec<rows::TemplateSkip> =
            call.snapshot.rows(&statement::TEMPLATE_SKIP_OF, &[Value::from(row.id.as_str())])?;
        Ok(skips.into_iter().filter(|skip| self.splits_on.is_none_or(|first| skip.day >= first)).collect())
    }

    fn renamed(&self, start: i64) -> i64 {
        self.renamed.iter().find(|(from, _)| *from == start).map_or(start, |(_, to)| *to)
    }

    /// Whether the edited template still has an occurrence that it had before.
    fn keeps(&self, held: &Held, kind: DayKind) -> bool {
        let Some((_, before)) = &self.before else { return true };
        let (day, start) = held.key;
        let after: &Pattern = &self.after.pattern;
        if self.retired || !after.is_valid_on(day) || !after.starts.contains(&start) {
            return false;
        }
        // What was brought back on a day the template never ran on stays.
        after.runs_on(day, kind) || !before.pattern.runs_on(day, kind)
    }

    /// The session as the edit would have it.
    fn wanted(&self, held: &Held) -> SessionDraft {
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

    fn overrides_for(&self, key: (Minute, i64)) -> Vec<&OccurrenceOverride> {
        self.overrides.iter().filter(|given| given.is_for(key.0, key.1)).collect()
    }
}

/// The stretch of time an edit concerns.
fn stretch(edit: &Edit, held: &[Held], now: Minute) -> Span {
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
fn differs(one: &SessionDraft, other: &SessionDraft) -> bool {
    one.starts != other.starts || content_of(one) != content_of(other)
}

/// Past and held ones never change.
fn is_changeable(sheet: &Sheet, now: Minute) -> bool {
    sheet.state().is_open() && sheet.row.starts > now
}

/// Decides what an edit does.
pub(super) fn plan(call: &Call<'_>, edit: &Edit) -> Result<Plan, Failure> {
    let (held, nameless) = edit.held(call)?;
    let world = World::load(call, stretch(edit, &held, call.now))?;
    let mut planner = Planner {
        now: call.now,
        actor: call.actor()?,
        edit,
        world,
        lines: Vec::new(),
        created: Vec::new(),
        changed: Vec::new(),
        dropped: Vec::new(),
    };
    let skips = edit.skips(call)?;
    let known: HashMap<(Minute, i64), Known> = skips
        .iter()
        .map(|skip| ((skip.day, edit.renamed(skip.start_minute)), Known::SkippedByHand))
        .chain(held.iter().map(|held| (held.key, Known::Session(held.sheet.state()))))
        .collect();
    planner.sort_sessions(held)?;
    planner.create(call, &known, &skips)?;
    planner.look_for_ways_out();
    planner.lines.sort_by_key(|line| (line.day, line.start));
    let reason_needed = planner.reason_needed();
    let Planner { lines, created, changed, dropped, .. } = planner;
    Ok(Plan { counts: TemplateCounts::of(&lines), lines, reason_needed, created, changed, dropped, nameless, skips })
}

struct Planner<'a> {
    now: Minute,
    actor: &'a Actor,
    edit: &'a Edit,
    world: World,
    lines: Vec<TemplateLine>,
    created: Vec<Created>,
    changed: Vec<Changed>,
    dropped: Vec<Held>,
}

impl Planner<'_> {
    fn line(&self, key: (Minute, i64), draft: &SessionDraft, action: LineAction) -> TemplateLine {
        TemplateLine {
            day: key.0,
            start: key.1,
            day_kind: self.world.day(key.0).kind,
            action,
            skip: None,
            words: None,
            session: None,
            state: None,
            starts: draft.starts,
            ends: draft.ends,
            spaces: draft.what.spaces.clone(),
            deviations: Vec::new(),
            clashes: Vec::new(),
            alternatives: Vec::new(),
            may_override: false,
        }
    }

    fn line_of(&self, held: &Held, draft: &SessionDraft, action: LineAction) -> TemplateLine {
        let (day, start) = held.key;
        let content = content_of(draft);
        TemplateLine {
            session: Some(held.sheet.row.id.clone()),
            state: Some(held.sheet.state().at(held.sheet.row.starts, held.sheet.row.ends, self.now)),
            skip: (held.sheet.state() == SessionState::Cancelled).then_some(SkipReason::Cancelled),
            words: held.sheet.row.reason_text.clone().filter(|_| held.sheet.state() == SessionState::Cancelled),
            deviations: deviations(
                Place { content: &self.edit.after.content, starts: day + start },
                Place { content: &content, starts: draft.starts },
            ),
            ..self.line(held.key, draft, action)
        }
    }

    fn refuse(&self, line: &mut TemplateLine, clashes: Vec<Clash>) {
        let kind = self.edit.after.content.what.kind;
        line.may_override = clashes
            .iter()
            .all(|clash| clash.hardness == Hardness::Soft && may_override(self.actor.role, clash.code, kind));
        line.clashes = clashes;
    }

    /// Parts the template's sessions into those that stay, change and go.
    fn sort_sessions(&mut self, all: Vec<Held>) -> Result<(), Failure> {
        let mut changing = Vec::new();
        for held in all {
            let draft = held.sheet.draft();
            if !is_changeable(&held.sheet, self.now) {
                // A cancelled one to come still bears the occurrence's name, so it goes along with it.
                let line = self.line_of(&held, &draft, LineAction::Keep);
                if held.sheet.state() == SessionState::Cancelled && held.sheet.row.starts > self.now {
                    self.lines.push(TemplateLine { action: LineAction::Skip, ..line });
                    self.changed.push(Changed { draft, held, granted: None });
                } else {
                    self.lines.push(line);
                }
            } else if !self.edit.keeps(&held, self.world.day(held.key.0).kind) {
                let drafted = held.sheet.state() == SessionState::Draft;
                let action = if drafted { LineAction::Delete } else { LineAction::Cancel };
                self.lines.push(self.line_of(&held, &draft, action));
                self.dropped.push(held);
            } else {
                changing.push(held);
            }
        }
        self.follow(changing)
    }

    /// Lets sessions follow the edit. One that cannot keeps its place, and then others may not
    /// come there: so the rest is judged again until nobody new is refused.
    fn follow(&mut self, changing: Vec<Held>) -> Result<(), Failure> {
        let wanted: Vec<SessionDraft> = changing.iter().map(|held| self.edit.wanted(held)).collect();
        let touched: Vec<bool> =
            changing.iter().zip(&wanted).map(|(held, wanted)| differs(&held.sheet.draft(), wanted)).collect();
        let standing: Vec<Vec<Clash>> = changing
            .iter()
            .zip(&touched)
            .map(|(held, touched)| if *touched { judged(&held.sheet.draft(), &self.world).clashes } else { Vec::new() })
            .collect();
        let goes: HashSet<&str> = self.dropped.iter().map(|held| held.sheet.row.id.as_str()).collect();
        self.world.release(&goes);
        let mut refused: HashMap<usize, Vec<Clash>> = HashMap::new();
        let granted = loop {
            let mut world = self.world.clone();
            let moving: HashSet<&str> = (0..changing.len())
                .filter(|place| touched[*place] && !refused.contains_key(place))
                .map(|place| changing[place].sheet.row.id.as_str())
                .collect();
            world.release(&moving);
            let mut granted: HashMap<usize, (Judgement, Settled)> = HashMap::new();
            let before = refused.len();
            for place in (0..changing.len()).filter(|place| touched[*place]) {
                if refused.contains_key(&place) {
                    continue;
                }
                let held = &changing[place];
                let asked = Asked {
                    draft: &wanted[place],
                    overrides: self.edit.overrides_for(held.key),
                    findings: &held.sheet.findings,
                    standing: &standing[place],
                };
                match decide(&asked, &world, self.actor)? {
                    // A draft occupies nothing and waits for no ruling.
                    _ if !held.sheet.state().occupies() => {
                        granted.insert(place, (Judgement::default(), Settled::default()));
                    }
                    Verdict::Granted(judgement, settled) => {
                        take(&mut world, &held.sheet.row.id, &wanted[place], &judgement);
                        granted.insert(place, (judgement, settled));
                    }
                    Verdict::Refused(clashes) => {
                        refused.insert(place, clashes);
                    }
                }
            }
            if refused.len() == before {
                self.world = world;
                break granted;
            }
        };
        self.take_down(changing, wanted, granted, refused);
        Ok(())
    }

    fn take_down(
        &mut self,
        changing: Vec<Held>,
        wanted: Vec<SessionDraft>,
        mut granted: HashMap<usize, (Judgement, Settled)>,
        mut refused: HashMap<usize, Vec<Clash>>,
    ) {
        for (place, (held, wanted)) in changing.into_iter().zip(wanted).enumerate() {
            if let Some(granted) = granted.remove(&place) {
                self.lines.push(self.line_of(&held, &wanted, LineAction::Change));
                self.changed.push(Changed { held, draft: wanted, granted: Some(granted) });
                continue;
            }
            let draft = held.sheet.draft();
            let mut line = self.line_of(&held, &draft, LineAction::Keep);
            if let Some(clashes) = refused.remove(&place) {
                self.refuse(&mut line, clashes);
            }
            self.lines.push(line);
            // Even where it stays as it is, it may be known by another template or start from now on.
            self.changed.push(Changed { held, draft, granted: None });
        }
    }

    /// Plans what the template wants and nothing stands for yet.
    fn create(
        &mut self,
        call: &Call<'_>,
        known: &HashMap<(Minute, i64), Known>,
        skips: &[rows::TemplateSkip],
    ) -> Result<(), Failure> {
        if self.edit.retired {
            return Ok(());
        }
        let after = &self.edit.after;
        let found = occurrences(
            &after.pattern,
            after.keeps_to_opening(),
            self.now,
            &|day| self.world.day(day),
            &|day, start| known.get(&(day, start)).copied().unwrap_or(Known::Nothing),
        );
        for occurrence in found {
            let key = (occurrence.day, occurrence.start);
            if matches!(known.get(&key), Some(Known::Session(_))) {
                continue;
            }
            let draft = self.adjusted(key, session_draft(&after.content, occurrence.scheduled(), None));
            let overrides = self.edit.overrides_for(key);
            let opened =
                overrides.iter().any(|given| matches!(given.code, ClashCode::ClosedDay | ClashCode::ClosedByNotice));
            match occurrence.skip {
                Some(SkipReason::ClosedDay) if opened => {}
                Some(skip) => {
                    self.skip(key, &draft, skip, skips);
                    continue;
                }
                None => {}
            }
            let asked = Asked { draft: &draft, overrides, findings: &[], standing: &[] };
            match decide(&asked, &self.world, self.actor)? {
                Verdict::Granted(judgement, settled) => {
                    let id = call.new_id();
                    take(&mut self.world, &id, &draft, &judgement);
                    let line = self.line(key, &draft, LineAction::Create);
                    self.lines.push(TemplateLine { clashes: judgement.clashes, ..line });
                    self.created.push(Created { id, key, draft, claims: judgement.claims, settled });
                }
                Verdict::Refused(clashes) => {
                    let mut line = self.line(key, &draft, LineAction::Skip);
                    line.skip = Some(SkipReason::Clash);
                    self.refuse(&mut line, clashes);
                    self.lines.push(line);
                }
            }
        }
        Ok(())
    }

    fn skip(&mut self, key: (Minute, i64), draft: &SessionDraft, skip: SkipReason, skips: &[rows::TemplateSkip]) {
        let mut line = TemplateLine { skip: Some(skip), ..self.line(key, draft, LineAction::Skip) };
        match skip {
            SkipReason::ByHand => {
                let by_hand = skips.iter().find(|skip| (skip.day, self.edit.renamed(skip.start_minute)) == key);
                line.words = by_hand.map(|skip| skip.reason.clone());
            }
            SkipReason::ClosedDay => self.refuse(&mut line, judged(draft, &self.world).clashes),
            _ => {}
        }
        self.lines.push(line);
    }

    fn adjusted(&self, key: (Minute, i64), mut draft: SessionDraft) -> SessionDraft {
        if let Some(given) = self.edit.adjustments.iter().find(|given| (given.day, given.start) == key) {
            let minutes = draft.ends - draft.starts;
            (draft.starts, draft.ends) = (given.starts, given.starts + minutes);
            if let Some(spaces) = &given.spaces {
                draft.what.spaces.clone_from(spaces);
            }
        }
        draft
    }

    /// Ways out are looked for when everything granted stands, so that taking one works.
    fn look_for_ways_out(&mut self) {
        let waiting = |line: &TemplateLine| {
            !line.clashes.is_empty() && line.skip != Some(SkipReason::ClosedDay) && line.action != LineAction::Create
        };
        if self.lines.iter().filter(|line| waiting(line)).count() > WAYS_OUT_MAX {
            return;
        }
        for place in 0..self.lines.len() {
            let line = &self.lines[place];
            if waiting(line) && line.session.is_none() {
                let mut draft = session_draft(&self.edit.after.content, line.starts, None);
                draft.what.spaces.clone_from(&line.spaces);
                self.lines[place].alternatives = ways_out(&draft, &self.world);
            }
        }
    }

    /// Cancelling says why, and so does moving what the public was told.
    fn reason_needed(&self) -> bool {
        self.dropped.iter().any(|held| held.sheet.state() != SessionState::Draft)
            || self.changed.iter().any(|changed| {
                changed.held.sheet.state() == SessionState::Published && moves(&changed.held.sheet, &changed.draft)
            })
    }
}
