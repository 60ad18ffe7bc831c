//! Demand for a type: "one English docent" now, who later.
//!
//! A post that nobody fills occupies nothing, yet it counts on somebody. At each minute in which
//! the posts that are open then change, they are matched with the people who are free and
//! qualified for each over its whole length (augmenting paths, Kuhn 1955). Where the proposal's
//! own posts cannot all be matched beside those that stood before, demand goes beyond supply.
//! The test is a necessary condition a minute at a time: whoever passes it may still find that no
//! single roster serves the whole day, which is the roster's to say.

use std::collections::HashMap;

use super::people::{self, Person, qualified};
use super::{Clash, ClashCode, Facts, Hardness, PostDemand, Proposal, SubjectKind};
use crate::space::person_resource;
use crate::time::Minute;

/// An open post with the session it belongs to.
type Demand<'a> = (&'a Proposal, &'a PostDemand);

/// The clash where a proposal's open posts go beyond the free qualified people.
pub(super) fn judge(proposal: &Proposal, facts: &Facts<'_>) -> Option<Clash> {
    let own: Vec<Demand<'_>> = open_posts(proposal).filter(|(_, post)| is_listed(post, proposal, facts)).collect();
    if own.is_empty() {
        return None;
    }
    let span = proposal.taken();
    let others: Vec<&Proposal> = facts
        .demands
        .iter()
        .filter(|other| other.taken().overlaps(span) && (other.id.is_none() || other.id != proposal.id))
        .collect();
    let mut minutes: Vec<Minute> = others.iter().map(|other| other.taken().starts.max(span.starts)).collect();
    minutes.push(span.starts);
    minutes.sort_unstable();
    minutes.dedup();
    minutes.into_iter().find_map(|minute| short_at(minute, proposal, &own, &others, facts))
}

fn open_posts(proposal: &Proposal) -> impl Iterator<Item = Demand<'_>> {
    proposal.posts.iter().filter(|post| post.person.is_none()).map(move |post| (proposal, post))
}

/// Whether the museum lists anybody of the role at all: one that has not listed its people yet is not told it lacks them.
fn is_listed(post: &PostDemand, proposal: &Proposal, facts: &Facts<'_>) -> bool {
    let role = PostDemand { language: Some(facts.settings.house_language.clone()), ..post.clone() };
    let anywhere = Proposal { theme: None, age_band: None, spaces: Vec::new(), ..proposal.clone() };
    facts.people.values().any(|person| person.active && qualified(person, &role, &anywhere, facts).is_none())
}

fn short_at(
    minute: Minute,
    asking: &Proposal,
    own: &[Demand<'_>],
    others: &[&Proposal],
    facts: &Facts<'_>,
) -> Option<Clash> {
    let open_then: Vec<Demand<'_>> = others
        .iter()
        .filter(|other| other.taken().starts <= minute && minute < other.taken().ends)
        .flat_map(|other| open_posts(other))
        .collect();
    let mut people: Vec<&Person> = facts.people.values().filter(|person| person.active).collect();
    // The same answer every time, whatever order the people were loaded in.
    people.sort_by(|one, other| one.id.cmp(&other.id));
    let mut matching =
        Matching { people: &people, asking, demands: Vec::new(), taken: HashMap::new(), fitting: HashMap::new() };
    for demand in open_then {
        matching.add(demand, facts);
    }
    let (_, post) = own.iter().find(|demand| !matching.add(**demand, facts))?;
    let wanted = matching.demands.iter().filter(|(_, other)| other.role == post.role).count();
    let matched = matching.taken.values().filter(|demand| matching.demands[**demand].1.role == post.role).count();
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    Some(
        Clash::new(ClashCode::DemandShort, Hardness::Soft, SubjectKind::Post, &post.role, &post.role)
            .measured(count(matched), count(wanted)),
    )
}

/// A growing maximum matching of open posts with people.
struct Matching<'a> {
    people: &'a [&'a Person],
    /// The proposal: it leaves where it stood, and has the people it names.
    asking: &'a Proposal,
    demands: Vec<Demand<'a>>,
    /// Person's place to demand's place.
    taken: HashMap<usize, usize>,
    /// Whether a person fits a demand, by their places: asked once.
    fitting: HashMap<(usize, usize), bool>,
}

impl<'a> Matching<'a> {
    /// Adds a post; `false` where no reassignment of the others leaves somebody for it.
    fn add(&mut self, demand: Demand<'a>, facts: &Facts<'_>) -> bool {
        self.demands.push(demand);
        let place = self.demands.len() - 1;
        let mut seen = vec![false; self.people.len()];
        self.augment(place, &mut seen, facts)
    }

    fn augment(&mut self, demand: usize, seen: &mut [bool], facts: &Facts<'_>) -> bool {
        // Whoever is free comes first: nobody else is moved then, nor asked.
        for person in 0..self.people.len() {
            if !self.taken.contains_key(&person) && self.fits(person, demand, facts) {
                self.taken.insert(person, demand);
                return true;
            }
        }
        for person in 0..self.people.len() {
            let Some(holder) = self.taken.get(&person).copied() else { continue };
            if seen[person] || !self.fits(person, demand, facts) {
                continue;
            }
            seen[person] = true;
            if self.augment(holder, seen, facts) {
                self.taken.insert(person, demand);
                return true;
            }
        }
        false
    }

    fn fits(&mut self, person: usize, demand: usize, facts: &Facts<'_>) -> bool {
        let (someone, wanted, asking) = (self.people[person], self.demands[demand], self.asking);
        *self.fitting.entry((person, demand)).or_insert_with(|| fits(someone, wanted, asking, facts))
    }
}

/// Whether the person could stand on the post: rest and tours a day are the roster's to weigh.
fn fits(person: &Person, (proposal, post): Demand<'_>, asking: &Proposal, facts: &Facts<'_>) -> bool {
    let stands_on = |session: &Proposal| session.posts.iter().any(|other| other.person.as_ref() == Some(&person.id));
    // Where the asking session stood before it moves, nobody is taken any more.
    let leaves = |clash: &Clash| {
        let span = proposal.taken();
        let mut there = facts.occupancy.overlaps(&person_resource(&person.id), span, proposal.id.as_deref());
        clash.code == ClashCode::PersonTaken && there.all(|taken| Some(&taken.holder) == asking.id.as_ref())
    };
    !stands_on(proposal)
        && !stands_on(asking)
        && people::judge(person, post, proposal, facts)
            .iter()
            .all(|clash| matches!(clash.code, ClashCode::PersonBuffer | ClashCode::PersonToursPerDay) || leaves(clash))
}
