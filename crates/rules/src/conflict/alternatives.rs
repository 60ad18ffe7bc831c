//! The first free ways out: another time that day, another space, another day, another person.
//!
//! Every way out offered has been judged by the very rule that refused, so taking it works.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Clash, Facts, Judgement, Proposal, SubjectKind, judge};
use crate::session::codes;
use crate::time::{DAY_MINUTES, Minute, date_of, day_start};

codes! {
    /// What a way out changes.
    pub enum AlternativeKind {
        /// The time, on the same day.
        Time = "time",
        /// The space.
        Space = "space",
        /// The day, at the same time.
        Day = "day",
        /// The person on the post.
        Person = "person",
    }
}

/// A way out that has been judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Alternative {
    /// What it changes.
    pub kind: AlternativeKind,
    /// When the session would start.
    pub starts: Minute,
    /// When it would end.
    pub ends: Minute,
    /// The spaces it would use.
    pub spaces: Vec<String>,
    /// Names of those spaces.
    pub space_names: Vec<String>,
    /// The post that changes hands, by its id.
    pub post: Option<String>,
    /// Who would stand on it.
    pub person: Option<String>,
    /// Their name.
    pub person_name: Option<String>,
    /// Soft clashes that remain.
    pub soft: Vec<Clash>,
}

/// At most three ways out of the clashes of a proposal, one of a kind, clean ones before soft ones. `standing` is
/// the session as it stands now: leaving it there is turning back, not a way out.
pub fn alternatives(proposal: &Proposal, standing: Option<&Proposal>, facts: &Facts<'_>) -> Vec<Alternative> {
    let judgement = judge(proposal, facts);
    if judgement.clashes.is_empty() {
        return Vec::new();
    }
    let person_stands = judgement.clashes.iter().any(|clash| clash.subject_kind == SubjectKind::Person);
    let space_stands = judgement.clashes.iter().any(|clash| clash.subject_kind == SubjectKind::Space);
    let others = Elsewhere { standing, facts };
    let mut found = Vec::new();
    if person_stands {
        found.extend(another_person(proposal, &judgement, &others));
    }
    found.extend(another_time(proposal, &others));
    if space_stands {
        found.extend(another_space(proposal, &others));
    }
    if found.len() < 3 {
        found.extend(another_day(proposal, &others));
    }
    found.truncate(3);
    found
}

fn way(kind: AlternativeKind, proposal: &Proposal, facts: &Facts<'_>, soft: Vec<Clash>) -> Alternative {
    Alternative {
        kind,
        starts: proposal.span.starts,
        ends: proposal.span.ends,
        spaces: proposal.spaces.clone(),
        space_names: proposal.spaces.iter().map(|space| facts.spaces.full_name(space)).collect(),
        post: None,
        person: None,
        person_name: None,
        soft,
    }
}

/// Where a way out may lie: anywhere but where the session stands now.
struct Elsewhere<'a> {
    standing: Option<&'a Proposal>,
    facts: &'a Facts<'a>,
}

impl Elsewhere<'_> {
    fn holds(&self, candidate: &Proposal) -> bool {
        self.standing.is_none_or(|standing| {
            let people = |of: &Proposal| of.posts.iter().map(|post| post.person.clone()).collect::<Vec<_>>();
            let spaces = |of: &Proposal| of.spaces.iter().cloned().collect::<BTreeSet<_>>();
            standing.span != candidate.span
                || spaces(standing) != spaces(candidate)
                || people(standing) != people(candidate)
        })
    }
}

/// The first clean candidate, else the first that is only softly refused and no worse than the proposal.
fn first(candidates: impl Iterator<Item = Proposal>, elsewhere: &Elsewhere<'_>) -> Option<(Proposal, Vec<Clash>)> {
    let mut soft: Option<(Proposal, Vec<Clash>)> = None;
    for candidate in candidates.filter(|candidate| elsewhere.holds(candidate)) {
        let judgement = judge(&candidate, elsewhere.facts);
        if judgement.clashes.is_empty() {
            return Some((candidate, Vec::new()));
        }
        if judgement.is_possible() && soft.is_none() {
            soft = Some((candidate, judgement.clashes));
        }
    }
    soft
}

/// The nearest start on the same day, later ones first.
fn another_time(proposal: &Proposal, elsewhere: &Elsewhere<'_>) -> Option<Alternative> {
    let facts = elsewhere.facts;
    let day = day_start(date_of(proposal.span.starts)?);
    let step = facts.settings.step_minutes.max(1);
    let last = day + DAY_MINUTES - proposal.span.minutes() - proposal.lead_out_minutes;
    let later = (1..).map(|count| proposal.span.starts + count * step).take_while(move |starts| *starts <= last);
    let earlier = (1..)
        .map(|count| proposal.span.starts - count * step)
        .take_while(move |starts| *starts - proposal.lead_in_minutes >= day);
    let starts: Vec<Minute> = later.chain(earlier).collect();
    // A time outside opening hours is no way out of a clash within them.
    let (found, soft) = first(starts.into_iter().map(|starts| proposal.starting_at(starts)), elsewhere)?;
    soft.is_empty().then(|| way(AlternativeKind::Time, &found, facts, soft))
}

/// The space that fits most closely among those of the same standing.
fn another_space(proposal: &Proposal, elsewhere: &Elsewhere<'_>) -> Option<Alternative> {
    let facts = elsewhere.facts;
    let [only] = proposal.spaces.as_slice() else {
        return None;
    };
    let here = facts.spaces.get(only)?;
    let family = facts.spaces.ancestors(only);
    let mut others: Vec<_> = facts
        .spaces
        .iter()
        .filter(|space| space.active && space.id != here.id && !family.contains(&space.id))
        .filter(|space| !facts.spaces.ancestors(&space.id).contains(&here.id))
        .filter(|space| space.parent.is_some() == here.parent.is_some())
        .collect();
    let wanted = proposal.headcount.or(here.capacity).unwrap_or(0);
    // A corner of the same hall first, then the closest in size, then by name so that the answer is always the same.
    others.sort_by_key(|space| {
        (
            space.parent != here.parent,
            (space.capacity.unwrap_or(i64::MAX) - wanted).abs(),
            space.name.clone(),
            space.id.clone(),
        )
    });
    let candidates = others.into_iter().map(|space| Proposal { spaces: vec![space.id.clone()], ..proposal.clone() });
    let (found, soft) = first(candidates, elsewhere)?;
    Some(way(AlternativeKind::Space, &found, facts, soft))
}

/// The next day on which the same time is clean.
fn another_day(proposal: &Proposal, elsewhere: &Elsewhere<'_>) -> Option<Alternative> {
    let facts = elsewhere.facts;
    let days = 1..=facts.settings.alternative_days_max;
    let (found, soft) =
        first(days.map(|days| proposal.starting_at(proposal.span.starts + days * DAY_MINUTES)), elsewhere)?;
    soft.is_empty().then(|| way(AlternativeKind::Day, &found, facts, soft))
}

/// Steps between the times of another day that are tried.
const SLOT_STEPS: i64 = 6;

/// The first day after the proposal's own with a time that is clean: the same time where it is,
/// else the one nearest to it. What a closed day's session may be moved to.
pub fn next_free_slot(proposal: &Proposal, facts: &Facts<'_>) -> Option<Alternative> {
    let here = proposal.span.starts;
    let day = day_start(date_of(here)?);
    let within =
        day + proposal.lead_in_minutes..=day + DAY_MINUTES - proposal.span.minutes() - proposal.lead_out_minutes;
    let step = facts.settings.step_minutes.max(1) * SLOT_STEPS;
    let mut times: Vec<Minute> = (-DAY_MINUTES / step..=DAY_MINUTES / step)
        .map(|count| here + count * step)
        .filter(|starts| within.contains(starts))
        .collect();
    // Later ones before earlier ones where both are as near.
    times.sort_by_key(|starts| ((starts - here).abs(), *starts < here));
    (1..=facts.settings.alternative_days_max).find_map(|days| {
        let candidates = times.iter().map(|starts| proposal.starting_at(starts + days * DAY_MINUTES));
        let found = candidates.into_iter().find(|candidate| judge(candidate, facts).clashes.is_empty())?;
        Some(way(AlternativeKind::Day, &found, facts, Vec::new()))
    })
}

/// The first person without any clash for the first post that has one.
fn another_person(proposal: &Proposal, judgement: &Judgement, elsewhere: &Elsewhere<'_>) -> Option<Alternative> {
    let facts = elsewhere.facts;
    let post = proposal.posts.iter().position(|post| {
        judgement
            .clashes
            .iter()
            .any(|clash| clash.subject_kind == SubjectKind::Person && Some(&clash.subject_id) == post.person.as_ref())
    })?;
    let mut others: Vec<_> = facts
        .people
        .values()
        .filter(|person| {
            person.active && !proposal.posts.iter().any(|other| other.person.as_deref() == Some(&person.id))
        })
        .collect();
    others.sort_by(|one, other| (one.kind, &one.name, &one.id).cmp(&(other.kind, &other.name, &other.id)));
    let candidates = others.into_iter().map(|person| {
        let mut candidate = proposal.clone();
        candidate.posts[post].person = Some(person.id.clone());
        candidate
    });
    let (found, soft) = first(candidates, elsewhere)?;
    if !soft.is_empty() {
        return None;
    }
    let person = found.posts[post].person.clone()?;
    let name = facts.people.get(&person).map(|person| person.name.clone());
    Some(Alternative {
        post: Some(found.posts[post].id.clone()),
        person: Some(person),
        person_name: name,
        ..way(AlternativeKind::Person, &found, facts, soft)
    })
}
