//! What future sessions and exhibitions hold, once the tree of spaces has changed.
//!
//! A part more, a lane more, a part out of use: each changes what the whole is made of. Every
//! holder concerned is judged again by the ordinary rule, one after another, and its rows are
//! rewritten in the batch that changes the tree. Where one would find no room, the change is
//! refused and says which. What is over keeps the rows it had.

use std::collections::HashSet;

use rules::conflict::{Claim, Clash, ClashCode, Facts, Hardness, Holder, HolderKind, exhibition_claims, judge};
use rules::session::{SessionKind, SessionState};
use rules::space::SpaceTree;
use rules::time::{DAY_MINUTES, Minute, Span};
use serde_json::json;
use store::rows::{Exhibition, ExhibitionSpace, Occupancy};
use store::{Value, statement};

use super::super::common::Use;
use super::super::vehicle::FAR;
use crate::Failure;
use crate::facts::World;
use crate::gate::Call;
use crate::session::{Sheet, load_between, proposal};

/// Refused holders that the failure names.
const REFUSED_NAMED_MAX: usize = 20;

/// Future sessions and exhibitions that name one of these spaces themselves.
///
/// # Errors
/// When the store fails.
pub(super) fn future_uses(call: &Call<'_>, spaces: &HashSet<String>) -> Result<Vec<Use>, Failure> {
    let mut uses: Vec<Use> = Vec::new();
    for (exhibition, named) in future_exhibitions(call)? {
        if named.iter().any(|space| spaces.contains(space)) {
            let (id, title, starts) = (exhibition.id, exhibition.title, exhibition.installs_from);
            uses.push(Use { kind: "exhibition".to_owned(), id, title, starts });
        }
    }
    for sheet in future_sessions(call)? {
        if sheet.spaces.iter().any(|row| spaces.contains(&row.space_id)) {
            let (id, title, starts) = (sheet.row.id, sheet.row.title, sheet.row.starts);
            uses.push(Use { kind: "session".to_owned(), id, title, starts });
        }
    }
    Ok(uses)
}

fn future_sessions(call: &Call<'_>) -> Result<Vec<Sheet>, Failure> {
    let mut sheets = load_between(call, Span { starts: call.now, ends: FAR })?;
    sheets.retain(|sheet| sheet.state().occupies() && sheet.state().is_open());
    Ok(sheets)
}

/// Exhibitions that are not over, with the spaces they name.
fn future_exhibitions(call: &Call<'_>) -> Result<Vec<(Exhibition, Vec<String>)>, Failure> {
    let spaces = call.all::<ExhibitionSpace>()?;
    // An exhibition that ends today is still there: look from a day before.
    let bounds = [Value::from(call.now - DAY_MINUTES), Value::from(FAR)];
    let exhibitions = call.snapshot.rows::<Exhibition>(&statement::EXHIBITION_BETWEEN, &bounds)?;
    let occupying = |row: &Exhibition| SessionState::from_code(&row.state).is_some_and(SessionState::occupies);
    Ok(exhibitions
        .into_iter()
        .filter(occupying)
        .map(|row| {
            let named = spaces.iter().filter(|space| space.exhibition_id == row.id);
            let named = named.map(|space| space.space_id.clone()).collect();
            (row, named)
        })
        .collect())
}

/// The leaves that a space is, with their lanes.
fn made_of(tree: &SpaceTree, space: &str) -> Vec<(String, i64)> {
    let mut leaves: Vec<(String, i64)> = tree
        .leaves(space)
        .into_iter()
        .map(|leaf| (leaf.clone(), tree.get(&leaf).map_or(0, |space| space.lanes)))
        .collect();
    leaves.sort();
    leaves
}

/// A holder whose rows may have to change.
struct Concerned {
    holder: Holder,
    held: Vec<Occupancy>,
    spaces: Vec<String>,
    /// `None` for an exhibition.
    sheet: Option<Sheet>,
}

impl Concerned {
    /// Exhibitions first, then closures and events, which need whole spaces, then tours, which take what is left.
    fn order(&self) -> (u8, Minute) {
        let turn = match self.holder.session_kind {
            None => 0,
            Some(kind) if kind.is_closure() => 1,
            Some(SessionKind::GuidedTour) => 3,
            Some(_) => 2,
        };
        (turn, self.holder.starts)
    }

    /// The stretches of its rows on one track.
    fn spans(&self, track: &str) -> Vec<Span> {
        let of_track = self.held.iter().filter(|row| row.resource.ends_with(track));
        let mut spans: Vec<Span> = of_track.map(|row| Span { starts: row.starts, ends: row.ends }).collect();
        spans.sort();
        spans.dedup();
        spans
    }
}

fn concerned(call: &Call<'_>, before: &SpaceTree, after: &SpaceTree) -> Result<Vec<Concerned>, Failure> {
    let changed: HashSet<&str> = before
        .iter()
        .map(|space| space.id.as_str())
        .filter(|space| made_of(before, space) != made_of(after, space))
        .collect();
    if changed.is_empty() {
        return Ok(Vec::new());
    }
    let changes = |spaces: &[String]| spaces.iter().any(|space| changed.contains(space.as_str()));
    let held = |id: &str| -> Result<Vec<Occupancy>, Failure> {
        let mut rows = call.snapshot.rows::<Occupancy>(&statement::OCCUPANCY_OF, &[Value::from(id)])?;
        rows.retain(|row| row.live && row.resource.starts_with("space/"));
        Ok(rows)
    };
    let mut found = Vec::new();
    for (row, spaces) in future_exhibitions(call)? {
        if changes(&spaces) {
            let holder = Holder {
                kind: HolderKind::Exhibition,
                id: row.id,
                title: row.title,
                session_kind: None,
                starts: row.installs_from,
                ends: row.deinstalls_until + DAY_MINUTES,
            };
            found.push(Concerned { held: held(&holder.id)?, holder, spaces, sheet: None });
        }
    }
    for sheet in future_sessions(call)? {
        let spaces: Vec<String> = sheet.spaces.iter().map(|row| row.space_id.clone()).collect();
        if changes(&spaces) {
            let holder = Holder {
                kind: HolderKind::Session,
                id: sheet.row.id.clone(),
                title: sheet.row.title.clone(),
                session_kind: Some(sheet.kind()),
                starts: sheet.row.starts,
                ends: sheet.row.ends,
            };
            found.push(Concerned { held: held(&holder.id)?, holder, spaces, sheet: Some(sheet) });
        }
    }
    found.sort_by_key(Concerned::order);
    Ok(found)
}

/// Rewrites what the future holds for the tree `after`.
///
/// # Errors
/// `clash` where something would find no room any more, with what and why.
pub(super) fn settle(call: &mut Call<'_>, before: &SpaceTree, after: &SpaceTree) -> Result<(), Failure> {
    let concerned = concerned(call, before, after)?;
    let Some(starts) = concerned.iter().map(|one| one.holder.starts).min() else { return Ok(()) };
    let ends = concerned.iter().map(|one| one.holder.ends).max().unwrap_or(starts);
    let mut world = World::near(call, Span { starts: starts.min(call.now) - DAY_MINUTES, ends: ends + DAY_MINUTES })?;
    world.spaces = after.clone();
    world.occupancy.release(&concerned.iter().map(|one| one.holder.id.as_str()).collect());
    let mut refused: Vec<(&Holder, Vec<Clash>)> = Vec::new();
    let mut claims: Vec<(&Concerned, Vec<Claim>)> = Vec::new();
    for one in &concerned {
        let (wanted, clashes) = match &one.sheet {
            Some(sheet) => session_claims(sheet, &world),
            None => world.ask(|facts| exhibition_claims_now(one, call.now, facts)),
        };
        if !clashes.is_empty() {
            refused.push((&one.holder, clashes));
            continue;
        }
        world.occupancy.add(&wanted, one.holder.clone());
        claims.push((one, wanted));
    }
    if !refused.is_empty() {
        return Err(refusal(refused));
    }
    rewrite(call, claims);
    Ok(())
}

/// What a session claims of its spaces, and what leaves it without room.
fn session_claims(sheet: &Sheet, world: &World) -> (Vec<Claim>, Vec<Clash>) {
    let judgement = world.ask(|facts| judge(&proposal(&sheet.draft()), facts));
    let claims = judgement.claims.into_iter().filter(|claim| claim.resource.starts_with("space/")).collect();
    let clashes = judgement.clashes.into_iter().filter(no_room).collect();
    (claims, clashes)
}

/// People and opening are not this change's business, nor is a space that was out of use before.
fn no_room(clash: &Clash) -> bool {
    use ClashCode as C;
    clash.hardness == Hardness::Hard
        && matches!(clash.code, C::SpaceTaken | C::LanesFull | C::NoGuideLane | C::SpaceClosed | C::ContentTaken)
}

/// What an exhibition claims: its content for its whole span, and of its closures those that are not over.
fn exhibition_claims_now(one: &Concerned, now: Minute, facts: &Facts<'_>) -> (Vec<Claim>, Vec<Clash>) {
    let mut leaves: Vec<(String, i64)> = Vec::new();
    for leaf in one.spaces.iter().flat_map(|space| made_of(facts.spaces, space)) {
        if !leaves.contains(&leaf) {
            leaves.push(leaf);
        }
    }
    let closures: Vec<Span> = one.spans("/closure").into_iter().filter(|span| span.ends > now).collect();
    let mut claims: Vec<Claim> = Vec::new();
    for whole in one.spans("/content") {
        claims.extend(exhibition_claims(&leaves, whole, &closures));
    }
    let mut clashes: Vec<Clash> = Vec::new();
    for claim in &claims {
        let Some(taken) = facts.occupancy.first_overlap(&claim.resource, claim.span, None) else { continue };
        let leaf = claim.resource.split('/').nth(1).unwrap_or_default();
        let clash = Clash {
            code: ClashCode::SpaceTaken,
            hardness: Hardness::Hard,
            subject_kind: rules::conflict::SubjectKind::Space,
            subject_id: leaf.to_owned(),
            subject_name: facts.spaces.full_name(leaf),
            holder: facts.occupancy.holder(&taken.holder).cloned(),
            limit: None,
            actual: None,
            detail: None,
        };
        if !clashes.contains(&clash) {
            clashes.push(clash);
        }
    }
    (claims, clashes)
}

fn refusal(refused: Vec<(&Holder, Vec<Clash>)>) -> Failure {
    let count = refused.len();
    let named: Vec<Use> = refused
        .iter()
        .take(REFUSED_NAMED_MAX)
        .map(|(holder, _)| Use {
            kind: holder.kind.code().to_owned(),
            id: holder.id.clone(),
            title: holder.title.clone(),
            starts: holder.starts,
        })
        .collect();
    let clashes: Vec<Clash> = refused.into_iter().flat_map(|(_, clashes)| clashes).take(REFUSED_NAMED_MAX).collect();
    Failure::new("clash")
        .rule("the_future_finds_room")
        .fact("uses", json!(named))
        .fact("count", count)
        .fact("clashes", json!(clashes))
        .fact("alternatives", json!([]))
        .fact("may_override", false)
}

/// Deletes what is no longer claimed of every holder, then adds what is: nobody meets a row that is about to go.
fn rewrite(call: &mut Call<'_>, claims: Vec<(&Concerned, Vec<Claim>)>) {
    let mut new: Vec<(&Holder, Claim)> = Vec::new();
    let now = call.now;
    for (one, mut wanted) in claims {
        // A tour that changed lanes may have left the first one already.
        wanted.retain(|claim| claim.span.ends > now);
        wanted.sort();
        wanted.dedup();
        for row in one.held.iter().filter(|row| row.ends > now) {
            let span = Span { starts: row.starts, ends: row.ends };
            match wanted.iter().position(|claim| claim.resource == row.resource && claim.span == span) {
                Some(place) => drop(wanted.remove(place)),
                None => call.batch.delete(row),
            }
        }
        new.extend(wanted.into_iter().map(|claim| (&one.holder, claim)));
    }
    for (holder, claim) in new {
        let row = Occupancy {
            id: call.new_id(),
            revision: 0,
            resource: claim.resource,
            starts: claim.span.starts,
            ends: claim.span.ends,
            live: true,
            holder_kind: holder.kind.code().to_owned(),
            holder_id: holder.id.clone(),
        };
        call.batch.insert(&row);
    }
    if !call.batch.is_empty() {
        call.further_areas.push(crate::Area::Sessions.code().to_owned());
    }
}
