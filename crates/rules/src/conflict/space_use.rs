//! What a session takes of its spaces, track by track.

use super::{Claim, Clash, ClashCode, Facts, Hardness, Holder, Judgement, OpeningVerdict, Proposal, SubjectKind};
use crate::session::SessionKind;
use crate::space::{Space, Track, space_resource};
use crate::time::Span;

/// Judges the spaces of a proposal and fills in its claims on them.
pub(super) fn judge(proposal: &Proposal, facts: &Facts<'_>, judgement: &mut Judgement) {
    for id in &proposal.spaces {
        let Some(space) = facts.spaces.get(id) else {
            continue;
        };
        if !space.active {
            judgement.clashes.push(about(ClashCode::SpaceInactive, Hardness::Hard, space, facts));
        }
    }
    if proposal.kind == SessionKind::GuidedTour {
        tour(proposal, facts, judgement);
    } else {
        event(proposal, facts, judgement);
    }
    judgement.clashes.extend(capacity(proposal, facts));
    judgement.clashes.extend(opening(proposal, facts));
}

fn about(code: ClashCode, hardness: Hardness, space: &Space, facts: &Facts<'_>) -> Clash {
    Clash::new(code, hardness, SubjectKind::Space, &space.id, &facts.spaces.full_name(&space.id))
}

/// The leaves a proposal visits, each once, in the order of its spaces.
fn leaves(proposal: &Proposal, facts: &Facts<'_>) -> Vec<String> {
    let mut leaves: Vec<String> = Vec::new();
    for leaf in proposal.spaces.iter().flat_map(|space| facts.spaces.leaves(space)) {
        if !leaves.contains(&leaf) {
            leaves.push(leaf);
        }
    }
    leaves
}

/// Who holds a track of a leaf during `span`, the proposal itself aside.
fn holder<'f>(proposal: &Proposal, facts: &'f Facts<'_>, leaf: &str, track: Track, span: Span) -> Option<&'f Holder> {
    let taken = facts.occupancy.first_overlap(&space_resource(leaf, track), span, proposal.id.as_deref())?;
    facts.occupancy.holder(&taken.holder)
}

/// Whether a track is free during `span`.
fn free(proposal: &Proposal, facts: &Facts<'_>, leaf: &str, track: Track, span: Span) -> bool {
    facts.occupancy.first_overlap(&space_resource(leaf, track), span, proposal.id.as_deref()).is_none()
}

/// An event takes the event track and all lanes of each leaf; a closure its closure track as well.
fn event(proposal: &Proposal, facts: &Facts<'_>, judgement: &mut Judgement) {
    let span = proposal.taken();
    for leaf in leaves(proposal, facts) {
        let Some(space) = facts.spaces.get(&leaf) else {
            continue;
        };
        let mut tracks = vec![Track::Event];
        tracks.extend((0..space.lanes).map(Track::Lane));
        if proposal.kind.is_closure() {
            tracks.push(Track::Closure);
        }
        if !free(proposal, facts, &leaf, Track::Closure, span) {
            let by = holder(proposal, facts, &leaf, Track::Closure, span);
            judgement.clashes.push(about(ClashCode::SpaceClosed, Hardness::Hard, space, facts).held_by(by));
        } else if let Some(track) = tracks.iter().copied().find(|track| !free(proposal, facts, &leaf, *track, span)) {
            let by = holder(proposal, facts, &leaf, track, span);
            judgement.clashes.push(about(ClashCode::SpaceTaken, Hardness::Hard, space, facts).held_by(by));
        }
        judgement.claims.extend(tracks.into_iter().map(|track| Claim { resource: space_resource(&leaf, track), span }));
    }
}

/// A tour takes one free lane in each leaf it visits. Where an event holds only some of
/// them, it walks around those: softly, and without a claim there.
fn tour(proposal: &Proposal, facts: &Facts<'_>, judgement: &mut Judgement) {
    let span = proposal.taken();
    let mut around = Vec::new();
    let mut visited = 0;
    let mut refused = false;
    for leaf in leaves(proposal, facts) {
        let Some(space) = facts.spaces.get(&leaf) else {
            continue;
        };
        if space.lanes == 0 {
            judgement.clashes.push(about(ClashCode::NoGuideLane, Hardness::Hard, space, facts));
            refused = true;
        } else if !free(proposal, facts, &leaf, Track::Closure, span) {
            let by = holder(proposal, facts, &leaf, Track::Closure, span);
            judgement.clashes.push(about(ClashCode::SpaceClosed, Hardness::Hard, space, facts).held_by(by));
            refused = true;
        } else if !free(proposal, facts, &leaf, Track::Event, span) {
            let by = holder(proposal, facts, &leaf, Track::Event, span);
            around.push(about(ClashCode::TourWalksAround, Hardness::Soft, space, facts).held_by(by));
        } else {
            match lanes(proposal, facts, space, span) {
                Ok(claims) => {
                    judgement.claims.extend(claims);
                    visited += 1;
                    continue;
                }
                Err(by) => {
                    let full = about(ClashCode::LanesFull, Hardness::Hard, space, facts);
                    judgement.clashes.push(full.held_by(by).measured(space.lanes, space.lanes + 1));
                }
            }
            refused = true;
        }
    }
    if visited == 0 && !refused {
        // Nothing is left to walk through.
        for clash in &mut around {
            (clash.code, clash.hardness) = (ClashCode::SpaceTaken, Hardness::Hard);
        }
    }
    judgement.clashes.extend(around);
}

/// A lane of a leaf for the whole of `span`. Where each is taken at some minute, the tour changes lanes on its way:
/// as many tours walk at once as the leaf bears, however they follow one another. `Err` names who is there at the
/// first minute at which no lane is left.
fn lanes<'f>(
    proposal: &Proposal,
    facts: &'f Facts<'_>,
    leaf: &Space,
    span: Span,
) -> Result<Vec<Claim>, Option<&'f Holder>> {
    let resource = |lane| space_resource(&leaf.id, Track::Lane(lane));
    let taken = |lane, span| facts.occupancy.first_overlap(&resource(lane), span, proposal.id.as_deref());
    let mut claims = Vec::new();
    let mut starts = span.starts;
    while starts < span.ends {
        let rest = Span { starts, ends: span.ends };
        // The lane that is free longest from here on; of several the first.
        let until = |lane: &i64| taken(*lane, rest).map_or(span.ends, |taken| taken.span.starts);
        let lane = (0..leaf.lanes).rev().max_by_key(until).unwrap_or(0);
        let ends = until(&lane);
        if ends <= starts {
            return Err(taken(lane, rest).and_then(|taken| facts.occupancy.holder(&taken.holder)));
        }
        claims.push(Claim { resource: resource(lane), span: Span { starts, ends } });
        starts = ends;
    }
    Ok(claims)
}

/// More people than the smallest space a tour visits, or than an event's spaces together, bear. A part of a space
/// that is named as well adds nothing to it; where nobody has said what a space bears, an event may be as large as it is.
fn capacity(proposal: &Proposal, facts: &Facts<'_>) -> Vec<Clash> {
    let Some(headcount) = proposal.headcount.filter(|_| !proposal.kind.is_closure()) else {
        return Vec::new();
    };
    let tour = proposal.kind == SessionKind::GuidedTour;
    let within = |space: &Space| {
        let mut above = facts.spaces.ancestors(&space.id).into_iter().skip(1);
        above.any(|above| proposal.spaces.contains(&above))
    };
    let counted: Vec<&Space> = by_age(&proposal.spaces, facts).filter(|space| tour || !within(space)).collect();
    let limit = if tour {
        counted.iter().filter_map(|space| space.capacity).min()
    } else {
        counted.iter().map(|space| space.capacity).sum()
    };
    let smallest = counted.iter().filter(|space| space.capacity.is_some()).min_by_key(|space| space.capacity);
    let Some(space) = smallest.or(counted.first()) else {
        return Vec::new();
    };
    let more = |code, limit: i64| {
        (headcount > limit).then(|| about(code, Hardness::Soft, space, facts).measured(limit, headcount))
    };
    let mut clashes: Vec<Clash> = limit.and_then(|limit| more(ClashCode::OverCapacity, limit)).into_iter().collect();
    if tour {
        clashes.extend(more(ClashCode::GroupTooLarge, facts.settings.tour_group_max));
    }
    clashes
}

/// The spaces named, the oldest first, whichever was named first: a clash that was let pass is about the same one when
/// the same spaces are judged again.
fn by_age<'f>(spaces: &[String], facts: &Facts<'f>) -> impl Iterator<Item = &'f Space> + use<'f> {
    let mut found: Vec<&'f Space> = spaces.iter().filter_map(|id| facts.spaces.get(id)).collect();
    found.sort_by(|one, other| one.id.cmp(&other.id));
    found.into_iter()
}

/// Public sessions keep to the opening calendar; training on a closed Monday is ordinary, a public tour is not.
fn opening(proposal: &Proposal, facts: &Facts<'_>) -> Vec<Clash> {
    if !proposal.public || proposal.kind.is_closure() {
        return Vec::new();
    }
    closed(&proposal.spaces, proposal.span, facts)
}

/// What the calendar has against a stretch of time in some spaces: each kind once, about the first space that meets
/// it, so that letting one pass never lets another pass with it.
pub(super) fn closed(spaces: &[String], span: Span, facts: &Facts<'_>) -> Vec<Clash> {
    let mut clashes: Vec<Clash> = Vec::new();
    for space in by_age(spaces, facts) {
        let clash = |code| about(code, Hardness::Soft, space, facts);
        let found = match (facts.opening)(&space.id, span) {
            OpeningVerdict::Open => continue,
            OpeningVerdict::ClosedDay => clash(ClashCode::ClosedDay),
            OpeningVerdict::ClosedByNotice { reason } => clash(ClashCode::ClosedByNotice).detailed(reason),
            OpeningVerdict::OutsideHours => clash(ClashCode::OutsideHours),
        };
        if !clashes.iter().any(|known| known.code == found.code) {
            clashes.push(found);
        }
    }
    clashes
}
