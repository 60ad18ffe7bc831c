//! Sessions that an installation closes the hall over, with the ways out that a notice's closed day leaves too:
//! moving and cancelling are what sessions can do anyway.

use std::collections::HashSet;

use rules::conflict::{Claim, Clash, Holder, HolderKind, judge};
use rules::session::SessionState;
use rules::time::{DAY_MINUTES, Span};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::draft::{ExhibitionDraft, judged, wide_world};
use crate::Failure;
use crate::access::Access;
use crate::calendar::{AffectedSession, affected_session};
use crate::facts::World;
use crate::gate::{Call, Command, Effect};
use crate::session::{Sheet, load_between, proposal};

/// Sessions for which a free time is looked up; the others get one when they are opened.
const SUGGESTED_MAX: usize = 100;

/// Lists the sessions that stand where an exhibition would be installed or taken down.
pub struct ExhibitionEffects;

/// What an exhibition would close the hall over.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ExhibitionDisplaces {
    /// Every session ahead that stands in a hall while it is closed, in order of start. The free times go together.
    pub sessions: Vec<AffectedSession>,
}

impl Command for ExhibitionEffects {
    type Arguments = ExhibitionDraft;
    type Answer = ExhibitionDisplaces;
    const NAME: &'static str = "exhibition_effects";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(draft: ExhibitionDraft, call: &mut Call<'_>) -> Result<ExhibitionDisplaces, Failure> {
        let draft = draft.checked(call)?;
        let mut world = wide_world(call, &draft)?;
        let claims = judged(&draft, &world).claims;
        let sheets = in_the_way(&draft, &claims, &world, call)?;
        install(&draft, &claims, &sheets, &mut world);
        let mut sessions = Vec::new();
        for sheet in &sheets {
            let wanted = proposal(&sheet.draft());
            let clashes = world.ask(|facts| judge(&wanted, facts)).clashes;
            let holder = draft.id.as_deref().unwrap_or_default();
            let by = |clash: &Clash| clash.holder.as_ref().is_some_and(|by| by.id == holder);
            let Some(clash) = clashes.into_iter().find(by) else { continue };
            let look = sessions.len() < SUGGESTED_MAX;
            let Some(found) = affected_session(sheet, clash, &world, call.now, look) else { continue };
            if let Some(free) = &found.free_day {
                // The next one looks for a time beside this one.
                let there = wanted.starting_at(free.starts);
                let claims = world.ask(|facts| judge(&there, facts)).claims;
                let title = sheet.row.title.clone();
                let (starts, ends) = (free.starts, free.ends);
                let holder = Holder {
                    kind: HolderKind::Session,
                    id: sheet.row.id.clone(),
                    title,
                    session_kind: Some(sheet.kind()),
                    starts,
                    ends,
                };
                world.take(&claims, holder, there);
            }
            sessions.push(found);
        }
        Ok(ExhibitionDisplaces { sessions })
    }
}

/// The sessions ahead that hold what the exhibition claims.
fn in_the_way(
    draft: &ExhibitionDraft,
    claims: &[Claim],
    world: &World,
    call: &Call<'_>,
) -> Result<Vec<Sheet>, Failure> {
    let holders: HashSet<&str> = claims
        .iter()
        .flat_map(|claim| world.occupancy.overlaps(&claim.resource, claim.span, draft.id.as_deref()))
        .map(|taken| taken.holder.as_str())
        .collect();
    // A session just outside may reach in with the time before or after it.
    let whole = draft.phases.whole();
    let around = Span { starts: whole.starts - DAY_MINUTES, ends: whole.ends + DAY_MINUTES };
    let mut sheets = load_between(call, around)?;
    sheets.retain(|sheet| {
        let state = sheet.state();
        let planned = state.is_open() && state != SessionState::Draft && sheet.row.starts > call.now;
        planned && holders.contains(sheet.row.id.as_str())
    });
    Ok(sheets)
}

/// The exhibition takes its halls, and who stood there leaves.
fn install(draft: &ExhibitionDraft, claims: &[Claim], leaving: &[Sheet], world: &mut World) {
    let id = draft.id.clone().unwrap_or_default();
    let whole = draft.phases.whole();
    let mut leave: HashSet<&str> = leaving.iter().map(|sheet| sheet.row.id.as_str()).collect();
    leave.insert(&id);
    world.release(&leave);
    // Where another exhibition stands, this one takes nothing: a resource is never held twice.
    let free = |claim: &&Claim| world.occupancy.first_overlap(&claim.resource, claim.span, None).is_none();
    let free: Vec<Claim> = claims.iter().filter(free).cloned().collect();
    let title = draft.title.clone();
    let holder =
        Holder { kind: HolderKind::Exhibition, id, title, session_kind: None, starts: whole.starts, ends: whole.ends };
    world.occupancy.add(&free, holder);
}
