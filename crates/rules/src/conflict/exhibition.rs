//! What an exhibition takes of its halls, what stands against it, and where else it could go.
//!
//! It holds the content track throughout, and closes its halls while it is installed and taken
//! down; in between the hall still bears its tours and events. Permanent exhibits occupy nothing.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::space_use::closed;
use super::{Claim, Clash, ClashCode, Facts, Hardness, HolderKind, Judgement, SubjectKind};
use crate::exhibition::Phases;
use crate::session::codes;
use crate::space::{Space, Track, space_resource};
use crate::time::{DAY_MINUTES, Span};

/// Clashes that are named; an installation over a season of tours meets hundreds.
const CLASHES_MAX: usize = 40;
/// How many days later free dates are looked for.
pub const EXHIBITION_DAYS_AHEAD_MAX: i64 = 400;
/// On the opening day the doors should be open at this stretch of the morning, in minutes of the day.
const OPENING_HOUR: (i64, i64) = (10 * 60, 11 * 60);

/// An exhibition as somebody would like it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExhibitionProposal {
    /// Its id where it exists: its own occupancy does not clash with it.
    pub id: Option<String>,
    /// The spaces it stands in.
    pub spaces: Vec<String>,
    /// Its days.
    pub phases: Phases,
}

codes! {
    /// What a way out for an exhibition changes.
    pub enum ExhibitionWay {
        /// All of its days.
        Dates = "dates",
        /// Only how long it is installed or taken down.
        Closures = "closures",
        /// A hall.
        Space = "space",
    }
}

/// A way out that has been judged: taking it works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ExhibitionAlternative {
    /// What it changes.
    pub kind: ExhibitionWay,
    /// The days it would have.
    pub phases: Phases,
    /// The spaces it would stand in.
    pub spaces: Vec<String>,
    /// Names of those spaces.
    pub space_names: Vec<String>,
}

/// An exhibition's claims: content throughout, and a planned closure while it is installed and
/// deinstalled. Leaves come with the guide lanes they bear.
pub fn exhibition_claims(leaves_with_lanes: &[(String, i64)], whole: Span, closures: &[Span]) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (leaf, lanes) in leaves_with_lanes {
        claims.push(Claim { resource: space_resource(leaf, Track::Content), span: whole });
        for &span in closures {
            claims.push(Claim { resource: space_resource(leaf, Track::Closure), span });
            claims.push(Claim { resource: space_resource(leaf, Track::Event), span });
            claims.extend((0..*lanes).map(|lane| Claim { resource: space_resource(leaf, Track::Lane(lane)), span }));
        }
    }
    claims
}

fn about(code: ClashCode, hardness: Hardness, space: &Space, facts: &Facts<'_>) -> Clash {
    Clash::new(code, hardness, SubjectKind::Space, &space.id, &facts.spaces.full_name(&space.id))
}

/// What an exhibition would take, and what stands against it: one clash a holder, hard ones first.
pub fn judge_exhibition(proposal: &ExhibitionProposal, facts: &Facts<'_>) -> Judgement {
    let mut leaves: Vec<(String, i64)> = Vec::new();
    for leaf in proposal.spaces.iter().flat_map(|space| facts.spaces.leaves(space)) {
        if !leaves.iter().any(|(known, _)| *known == leaf) {
            let lanes = facts.spaces.get(&leaf).map_or(0, |space| space.lanes);
            leaves.push((leaf, lanes));
        }
    }
    let claims = exhibition_claims(&leaves, proposal.phases.whole(), &proposal.phases.closures());
    let mut clashes: Vec<Clash> = Vec::new();
    for space in proposal.spaces.iter().filter_map(|space| facts.spaces.get(space)).filter(|space| !space.active) {
        clashes.push(about(ClashCode::SpaceInactive, Hardness::Hard, space, facts));
    }
    for claim in &claims {
        collect(proposal, claim, facts, &mut clashes);
    }
    clashes.sort_by_key(|clash| clash.holder.as_ref().map_or(0, |holder| holder.starts));
    clashes.truncate(CLASHES_MAX);
    clashes.extend(opening(proposal, facts));
    Judgement { claims, clashes }
}

/// Adds who stands in the way of a claim; a hall's lanes repeat the same holder, who is named once.
fn collect(proposal: &ExhibitionProposal, claim: &Claim, facts: &Facts<'_>, clashes: &mut Vec<Clash>) {
    let Some(space) = claim.resource.split('/').nth(1).and_then(|leaf| facts.spaces.get(leaf)) else {
        return;
    };
    let content = claim.resource == space_resource(&space.id, Track::Content);
    for taken in facts.occupancy.overlaps(&claim.resource, claim.span, proposal.id.as_deref()) {
        let by = facts.occupancy.holder(&taken.holder);
        let code = match by.map(|holder| holder.kind) {
            _ if content => ClashCode::ContentTaken,
            Some(HolderKind::Exhibition) => ClashCode::SpaceClosed,
            _ => ClashCode::SpaceTaken,
        };
        let known = |clash: &Clash| clash.holder.as_ref().is_some_and(|holder| holder.id == taken.holder);
        if !clashes.iter().any(known) {
            clashes.push(about(code, Hardness::Hard, space, facts).held_by(by));
        }
    }
}

/// An exhibition that opens on a closed day: softly, for a reception may want just that.
fn opening(proposal: &ExhibitionProposal, facts: &Facts<'_>) -> Vec<Clash> {
    let day = proposal.phases.opens_on;
    let morning = Span { starts: day + OPENING_HOUR.0, ends: day + OPENING_HOUR.1 };
    let mut clashes = closed(&proposal.spaces, morning, facts);
    clashes.retain(|clash| clash.code != ClashCode::OutsideHours);
    clashes
}

/// At most three ways out, one of a kind: another hall among `others`, shorter closures, later dates.
pub fn exhibition_alternatives(
    proposal: &ExhibitionProposal,
    others: &[String],
    facts: &Facts<'_>,
) -> Vec<ExhibitionAlternative> {
    let judgement = judge_exhibition(proposal, facts);
    if judgement.clashes.is_empty() {
        return Vec::new();
    }
    let fits = |candidate: &ExhibitionProposal| judge_exhibition(candidate, facts).clashes.is_empty();
    let way = |kind, found: ExhibitionProposal| ExhibitionAlternative {
        kind,
        phases: found.phases,
        space_names: found.spaces.iter().map(|space| facts.spaces.full_name(space)).collect(),
        spaces: found.spaces,
    };
    let shorter = shorter_closures(proposal).into_iter().find(|candidate| fits(candidate));
    let later = (1..=EXHIBITION_DAYS_AHEAD_MAX)
        .map(|days| ExhibitionProposal { phases: proposal.phases.later(days), ..proposal.clone() })
        .find(|candidate| fits(candidate));
    let elsewhere = other_halls(proposal, &judgement, others, facts).into_iter().find(|candidate| fits(candidate));
    [
        shorter.map(|found| way(ExhibitionWay::Closures, found)),
        later.map(|found| way(ExhibitionWay::Dates, found)),
        elsewhere.map(|found| way(ExhibitionWay::Space, found)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The same exhibition with installation begun later, deinstallation done sooner, or both; the
/// least change first, and at least a day left of each closure that there was.
fn shorter_closures(proposal: &ExhibitionProposal) -> Vec<ExhibitionProposal> {
    let phases = proposal.phases;
    let cuts = |minutes: i64| 0..(minutes / DAY_MINUTES).max(1);
    let mut found: Vec<(i64, ExhibitionProposal)> = Vec::new();
    for before in cuts(phases.opens_on - phases.installs_from) {
        for after in cuts(phases.deinstalls_until - phases.closes_on) {
            if before + after > 0 {
                let phases = Phases {
                    installs_from: phases.installs_from + before * DAY_MINUTES,
                    deinstalls_until: phases.deinstalls_until - after * DAY_MINUTES,
                    ..phases
                };
                found.push((before + after, ExhibitionProposal { phases, ..proposal.clone() }));
            }
        }
    }
    found.sort_by_key(|(days, _)| *days);
    // A long installation has thousands of pairs; the nearest ones are the useful ones.
    found.truncate(200);
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

/// The same exhibition with the hall that is taken exchanged for another.
fn other_halls(
    proposal: &ExhibitionProposal,
    judgement: &Judgement,
    others: &[String],
    facts: &Facts<'_>,
) -> Vec<ExhibitionProposal> {
    let taken = |space: &String| {
        let leaves = facts.spaces.leaves(space);
        judgement.clashes.iter().any(|clash| leaves.contains(&clash.subject_id) || clash.subject_id == *space)
    };
    let Some(place) = proposal.spaces.iter().position(taken) else { return Vec::new() };
    let free = others.iter().filter(|other| !proposal.spaces.contains(other));
    free.map(|other| {
        let mut candidate = proposal.clone();
        candidate.spaces[place].clone_from(other);
        candidate
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::conflict::{Holder, Occupancy, OpeningVerdict, PlanningSettings, Taken};
    use crate::session::SessionKind;
    use crate::space::SpaceTree;

    fn phases(days: [i64; 4]) -> Phases {
        let [installs_from, opens_on, closes_on, deinstalls_until] = days.map(|day| day * DAY_MINUTES);
        Phases { installs_from, opens_on, closes_on, deinstalls_until }
    }

    fn proposal(spaces: &[&str], days: [i64; 4]) -> ExhibitionProposal {
        let spaces = spaces.iter().map(|space| (*space).to_owned()).collect();
        ExhibitionProposal { id: None, spaces, phases: phases(days) }
    }

    /// Two halls, the first with two parts. A tour walks through `a1` on day 11, an exhibition
    /// stands in `b` on days 20 to 29.
    fn ask<T>(question: impl FnOnce(&Facts<'_>) -> T) -> T {
        let space = |id: &str, parent: Option<&str>| Space {
            id: id.into(),
            parent: parent.map(Into::into),
            name: id.to_uppercase(),
            capacity: None,
            lanes: 2,
            active: true,
        };
        let spaces =
            SpaceTree::new([space("a", None), space("a1", Some("a")), space("a2", Some("a")), space("b", None)]);
        let days = |from: i64, to: i64| Span { starts: from * DAY_MINUTES, ends: to * DAY_MINUTES };
        let tour = Span { starts: 11 * DAY_MINUTES + 600, ends: 11 * DAY_MINUTES + 645 };
        let stretch = |resource: String, span: Span, holder: &str| (resource, Taken { span, holder: holder.into() });
        let holder = |id: &str, kind: HolderKind, span: Span| Holder {
            kind,
            id: id.into(),
            title: id.into(),
            session_kind: (kind == HolderKind::Session).then_some(SessionKind::GuidedTour),
            starts: span.starts,
            ends: span.ends,
        };
        let occupancy = Occupancy::new(
            [
                stretch(space_resource("a1", Track::Lane(1)), tour, "tour"),
                stretch(space_resource("b", Track::Content), days(20, 30), "show"),
            ],
            [holder("tour", HolderKind::Session, tour), holder("show", HolderKind::Exhibition, days(20, 30))],
        );
        // Every seventh day is closed.
        let opening = |_: &str, span: Span| {
            if (span.starts / DAY_MINUTES) % 7 == 0 { OpeningVerdict::ClosedDay } else { OpeningVerdict::Open }
        };
        question(&Facts {
            spaces: &spaces,
            occupancy: &occupancy,
            demands: &[],
            people: &HashMap::new(),
            opening: &opening,
            settings: &PlanningSettings::default(),
        })
    }

    #[test]
    fn a_hall_bears_its_tours_while_it_shows_and_not_while_it_is_built() {
        type Case = (&'static [&'static str], [i64; 4], &'static [(ClashCode, &'static str)]);
        let cases: &[Case] = &[
            (&["a"], [8, 10, 15, 16], &[]),
            (&["a"], [10, 12, 15, 16], &[(ClashCode::SpaceTaken, "a1")]),
            (&["a2"], [10, 12, 15, 16], &[]),
            (&["a"], [1, 2, 10, 11], &[(ClashCode::SpaceTaken, "a1")]),
            (&["b"], [18, 19, 25, 26], &[(ClashCode::ContentTaken, "b")]),
            (&["b"], [30, 31, 40, 41], &[]),
            (&["b"], [30, 35, 40, 41], &[(ClashCode::ClosedDay, "b")]),
        ];
        for (spaces, days, expected) in cases {
            let found = ask(|facts| judge_exhibition(&proposal(spaces, *days), facts));
            let codes: Vec<_> = found.clashes.iter().map(|clash| (clash.code, clash.subject_id.as_str())).collect();
            assert_eq!(codes, *expected, "{spaces:?} {days:?}");
        }
    }

    #[test]
    fn ways_out_are_free_by_the_rule_that_refused() {
        ask(|facts| {
            let wanted = proposal(&["a"], [10, 13, 15, 16]);
            let ways = exhibition_alternatives(&wanted, &["b".to_owned()], facts);
            let found: Vec<_> = ways.iter().map(|way| (way.kind, way.phases, way.spaces.clone())).collect();
            assert_eq!(
                found,
                [
                    (ExhibitionWay::Closures, phases([12, 13, 15, 16]), vec!["a".to_owned()]),
                    (ExhibitionWay::Dates, phases([12, 15, 17, 18]), vec!["a".to_owned()]),
                    (ExhibitionWay::Space, phases([10, 13, 15, 16]), vec!["b".to_owned()]),
                ]
            );
            for way in ways {
                let taken = ExhibitionProposal { id: None, spaces: way.spaces, phases: way.phases };
                assert!(judge_exhibition(&taken, facts).clashes.is_empty());
            }
            assert_eq!(exhibition_alternatives(&proposal(&["a"], [1, 2, 3, 4]), &[], facts), []);
        });
    }
}
