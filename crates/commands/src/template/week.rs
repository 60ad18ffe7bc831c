//! A week's programme once more in another week.

use rules::conflict::{Alternative, Clash, Hardness};
use rules::session::{PostShape, SessionKind, SessionState};
use rules::time::{DAY_MINUTES, Minute, Span, date_of, day_start, week_start};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows;
use ts_rs::TS;

use super::draft::{TemplateDraft, checked_day};
use super::place::{Asked, OccurrenceOverride, Verdict, decide, take, ways_out};
use super::{TEMPLATE_CHANGES, TEMPLATE_READS};
use crate::access::{Access, PLANNING, may_override};
use crate::facts::World;
use crate::gate::{Call, Command, Effect};
use crate::session::{NewSession, PostDraft, SessionDraft, Sheet, insert_session, load_between};
use crate::{Failure, input};

const WEEK_MINUTES: i64 = 7 * DAY_MINUTES;

/// Why a session of the week is not planned again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum WeekSkip {
    /// It is a draft, or was called off or moved.
    NotPlanned,
    /// A caravan stop is planned with its run.
    Caravan,
    /// Its template speaks for the other week itself.
    ByTemplate,
    /// The same stands there already.
    Exists,
    /// It would have begun before now.
    Past,
    /// Something stands against it.
    Clash,
}

/// One session of the week and its copy.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct WeekLine {
    /// The session that is copied.
    pub session: String,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: SessionKind,
    /// First minute of the copy.
    pub starts: Minute,
    /// The minute after its last.
    pub ends: Minute,
    /// Names of its spaces.
    pub space_names: Vec<String>,
    /// Why it is not copied.
    pub skip: Option<WeekSkip>,
    /// Whether the people stay behind: they are not free in that week.
    pub people_left_out: bool,
    /// What stands against it.
    pub clashes: Vec<Clash>,
    /// The first free ways out.
    pub alternatives: Vec<Alternative>,
    /// Whether the caller may let its soft clashes pass, and there is no hard one.
    pub may_override: bool,
}

/// What copying a week does.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct WeekPlan {
    /// Every session of the week, in order.
    pub lines: Vec<WeekLine>,
    /// How many are planned.
    pub create: i64,
    /// How many are not.
    pub skip: i64,
}

/// Plans a week's sessions once more in another week, or shows what that would do.
pub struct WeekDuplicate;

/// Which week, and where to.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct WeekDuplicateArguments {
    /// Any day of the week that is copied, as the minute that day begins.
    pub from_week: Minute,
    /// Any day of the week it is copied to.
    pub to_week: Minute,
    /// Whether it only shows what would happen.
    pub preview: bool,
    /// Whether the people on the posts come along where they are free.
    #[serde(default)]
    pub with_people: bool,
    /// Soft clashes that are let pass; `day` and `start` are those of the copy.
    #[serde(default)]
    pub overrides: Vec<OccurrenceOverride>,
}

impl Command for WeekDuplicate {
    type Arguments = WeekDuplicateArguments;
    type Answer = WeekPlan;
    const NAME: &'static str = "week_duplicate";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Changes { areas: TEMPLATE_CHANGES, reads: TEMPLATE_READS, reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<WeekPlan, Failure> {
        input::number("overrides", i64::try_from(arguments.overrides.len()).unwrap_or(i64::MAX), 0, 2_000)?;
        let from = monday("from_week", arguments.from_week)?;
        let to = monday("to_week", arguments.to_week)?;
        if from == to {
            return Err(Failure::new("arguments_invalid").fact("field", "to_week"));
        }
        let week = |starts: Minute| Span { starts, ends: starts + WEEK_MINUTES };
        let sources: Vec<Sheet> =
            load_between(call, week(from))?.into_iter().filter(|sheet| sheet.row.starts >= from).collect();
        let there = load_between(call, week(to))?;
        let templates: Vec<TemplateDraft> = call
            .snapshot
            .all::<rows::Template>()?
            .iter()
            .filter(|row| row.active)
            .filter_map(|row| TemplateDraft::of_row(row).ok())
            .collect();
        let mut copying =
            Copying { world: World::load(call, week(to))?, shift: to - from, there, templates, arguments: &arguments };
        let mut lines = Vec::new();
        for source in &sources {
            lines.push(copying.copy(call, source)?);
        }
        let create = i64::try_from(lines.iter().filter(|line| line.skip.is_none()).count()).unwrap_or(i64::MAX);
        let skip = i64::try_from(lines.len()).unwrap_or(i64::MAX) - create;
        Ok(WeekPlan { lines, create, skip })
    }
}

fn monday(field: &str, day: Minute) -> Result<Minute, Failure> {
    let date = date_of(checked_day(field, day)?).ok_or_else(|| Failure::new("time_invalid").fact("field", field))?;
    Ok(day_start(week_start(date)))
}

struct Copying<'a> {
    world: World,
    shift: i64,
    there: Vec<Sheet>,
    templates: Vec<TemplateDraft>,
    arguments: &'a WeekDuplicateArguments,
}

impl Copying<'_> {
    fn draft(&self, source: &Sheet) -> SessionDraft {
        let draft = source.draft();
        let posts = draft.posts.into_iter().map(|post| PostDraft { id: None, shape: self.shape(post.shape) }).collect();
        SessionDraft {
            id: None,
            revision: None,
            starts: draft.starts + self.shift,
            ends: draft.ends + self.shift,
            posts,
            ..draft
        }
    }

    fn shape(&self, shape: PostShape) -> PostShape {
        PostShape { person: shape.person.filter(|_| self.arguments.with_people), ..shape }
    }

    /// Why a session is not copied, whatever the rules would say of its copy.
    fn skip(&self, source: &Sheet, draft: &SessionDraft, now: Minute) -> Option<WeekSkip> {
        let state = source.state();
        if !state.occupies() {
            return Some(WeekSkip::NotPlanned);
        }
        if draft.what.kind == SessionKind::Caravan {
            return Some(WeekSkip::Caravan);
        }
        if draft.starts <= now {
            return Some(WeekSkip::Past);
        }
        let template = source
            .row
            .template_id
            .as_ref()
            .and_then(|id| self.templates.iter().find(|template| template.id.as_ref() == Some(id)));
        if let (Some(template), Some(day)) = (template, source.row.template_day)
            && template.pattern.is_valid_on(day + self.shift)
        {
            return Some(WeekSkip::ByTemplate);
        }
        let same = |other: &Sheet| {
            other.state() != SessionState::Moved
                && other.state() != SessionState::Cancelled
                && other.row.title == draft.what.title
                && other.row.kind == draft.what.kind.code()
                && other.row.starts == draft.starts
                && other.spaces.len() == draft.what.spaces.len()
                && other.spaces.iter().all(|space| draft.what.spaces.contains(&space.space_id))
        };
        self.there.iter().any(same).then_some(WeekSkip::Exists)
    }

    fn copy(&mut self, call: &mut Call<'_>, source: &Sheet) -> Result<WeekLine, Failure> {
        let mut draft = self.draft(source);
        let mut line = WeekLine {
            session: source.row.id.clone(),
            title: draft.what.title.clone(),
            kind: draft.what.kind,
            starts: draft.starts,
            ends: draft.ends,
            space_names: draft.what.spaces.iter().map(|space| self.world.spaces.full_name(space)).collect(),
            skip: self.skip(source, &draft, call.now),
            people_left_out: false,
            clashes: Vec::new(),
            alternatives: Vec::new(),
            may_override: false,
        };
        if line.skip.is_some() {
            return Ok(line);
        }
        let mut verdict = self.decide(call, &draft)?;
        if matches!(verdict, Verdict::Refused(_)) && draft.posts.iter().any(|post| post.shape.person.is_some()) {
            let mut alone = draft.clone();
            alone.posts.iter_mut().for_each(|post| post.shape.person = None);
            let without = self.decide(call, &alone)?;
            if let Verdict::Granted(..) = without {
                (line.people_left_out, draft, verdict) = (true, alone, without);
            }
        }
        match verdict {
            Verdict::Granted(judgement, settled) => {
                let id = call.new_id();
                take(&mut self.world, &id, &draft, &judgement);
                if !self.arguments.preview {
                    let new = NewSession { id, draft, state: SessionState::Planned, template: None, reason: None };
                    insert_session(call, new, &judgement.claims, settled);
                }
            }
            Verdict::Refused(clashes) => {
                line.skip = Some(WeekSkip::Clash);
                line.may_override = call.actor.is_some_and(|actor| {
                    clashes.iter().all(|clash| {
                        clash.hardness == Hardness::Soft && may_override(actor.role, clash.code, draft.what.kind)
                    })
                });
                line.alternatives = ways_out(&draft, &self.world);
                line.clashes = clashes;
            }
        }
        Ok(line)
    }

    fn decide(&self, call: &Call<'_>, draft: &SessionDraft) -> Result<Verdict, Failure> {
        let (day, start) = (draft.starts.div_euclid(DAY_MINUTES) * DAY_MINUTES, draft.starts.rem_euclid(DAY_MINUTES));
        let overrides = self.arguments.overrides.iter().filter(|given| given.is_for(day, start)).collect();
        decide(&Asked { draft, overrides, findings: &[], standing: &[] }, &self.world, call.actor()?)
    }
}
