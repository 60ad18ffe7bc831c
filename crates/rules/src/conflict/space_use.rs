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
        } else if let Some(lane) = (0..space.lanes).find(|lane| free(proposal, facts, &leaf, Track::Lane(*lane), span))
        {
            judgement.claims.push(Claim { resource: space_resource(&leaf, Track::Lane(lane)), span });
            visited += 1;
        } else {
            let by = holder(proposal, facts, &leaf, Track::Lane(0), span);
            let full = about(ClashCode::LanesFull, Hardness::Hard, space, facts);
            judgement.clashes.push(full.held_by(by).measured(space.lanes, space.lanes + 1));
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

/// More people than the smallest space a tour visits, or than an event's spaces together, bear.
fn capacity(proposal: &Proposal, facts: &Facts<'_>) -> Vec<Clash> {
    let Some(headcount) = proposal.headcount else {
        return Vec::new();
    };
    if proposal.kind.is_closure() {
        return Vec::new();
    }
    let mut clashes = Vec::new();
    let bearing: Vec<(&Space, i64)> = proposal
        .spaces
        .iter()
        .filter_map(|id| facts.spaces.get(id))
        .filter_map(|space| Some((space, space.capacity?)))
        .collect();
    let tour = proposal.kind == SessionKind::GuidedTour;
    let limit = if tour {
        bearing.iter().map(|(_, capacity)| *capacity).min()
    } else {
        Some(bearing.iter().map(|(_, capacity)| capacity).sum()).filter(|sum| *sum > 0)
    };
    if let (Some(limit), Some((space, _))) = (limit, bearing.iter().min_by_key(|(_, capacity)| *capacity)) {
        if headcount > limit {
            clashes.push(about(ClashCode::OverCapacity, Hardness::Soft, space, facts).measured(limit, headcount));
        }
        if tour && headcount > facts.settings.tour_group_max {
            clashes.push(
                about(ClashCode::GroupTooLarge, Hardness::Soft, space, facts)
                    .measured(facts.settings.tour_group_max, headcount),
            );
        }
    }
    clashes
}

/// Public sessions keep to the opening calendar; training on a closed Monday is ordinary, a public tour is not.
fn opening(proposal: &Proposal, facts: &Facts<'_>) -> Option<Clash> {
    if !proposal.public || proposal.kind.is_closure() {
        return None;
    }
    proposal.spaces.iter().filter_map(|id| facts.spaces.get(id)).find_map(|space| {
        let clash = |code| about(code, Hardness::Soft, space, facts);
        match (facts.opening)(&space.id, proposal.span) {
            OpeningVerdict::Open => None,
            OpeningVerdict::ClosedDay => Some(clash(ClashCode::ClosedDay)),
            OpeningVerdict::ClosedByNotice { reason } => Some(clash(ClashCode::ClosedByNotice).detailed(reason)),
            OpeningVerdict::OutsideHours => Some(clash(ClashCode::OutsideHours)),
        }
    })
}
