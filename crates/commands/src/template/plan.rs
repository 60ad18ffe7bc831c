//! What a template, new or edited, does to its occurrences: decided once, shown by the preview,
//! written by the save.

use std::collections::{HashMap, HashSet};

use rules::conflict::{Clash, ClashCode, Hardness, Judgement};
use rules::session::SessionState;
use rules::template::{Known, Place, SkipReason, deviations, occurrences};
use rules::time::Minute;
use store::rows;

use super::draft::{content_of, session_draft};
use super::edit::{Changed, Created, Edit, Held, differs, is_changeable, stretch};
use super::line::{LineAction, TemplateCounts, TemplateLine};
use super::place::{Asked, Verdict, decide, judged, take, ways_out};
use crate::Failure;
use crate::access::may_override;
use crate::facts::World;
use crate::gate::{Actor, Call};
use crate::session::{SessionDraft, Settled, Sheet, moves};

/// Ways out are looked for while no more occurrences than these wait for one: each look judges a whole day.
const WAYS_OUT_MAX: usize = 120;

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
