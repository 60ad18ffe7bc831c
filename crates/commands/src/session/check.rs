//! What stands against a draft, and the ways out: asked while dragging and before saving.

use rules::conflict::{Alternative, Clash, Hardness, Judgement, alternatives, judge};
use rules::time::Span;
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::draft::{SessionDraft, proposal};
use super::read::Sheet;
use crate::Failure;
use crate::access::{Access, may_override};
use crate::facts::World;
use crate::gate::{Call, Command, Effect};

/// What the rules say of a draft.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Verdict {
    /// Whether nothing hard stands against it.
    pub possible: bool,
    /// Every clash, hard ones first.
    pub clashes: Vec<Clash>,
    /// The first free ways out, each judged.
    pub alternatives: Vec<Alternative>,
    /// Whether the caller may let the soft ones pass.
    pub may_override: bool,
}

/// Judges a draft against a loaded world.
pub(crate) fn verdict(draft: &SessionDraft, world: &World, call: &Call<'_>) -> (Judgement, Verdict) {
    let proposal = proposal(draft);
    // A session that was never saved, or is gone, stands nowhere.
    let standing =
        draft.id.as_ref().and_then(|id| Sheet::load(call, id).ok()).map(|sheet| self::proposal(&sheet.draft()));
    let (judgement, alternatives) =
        world.ask(|facts| (judge(&proposal, facts), alternatives(&proposal, standing.as_ref(), facts)));
    let may_override = call.actor.is_some_and(|actor| {
        judgement
            .clashes
            .iter()
            .filter(|clash| clash.hardness == Hardness::Soft)
            .all(|clash| may_override(actor.role, clash.code, draft.what.kind))
    });
    let verdict =
        Verdict { possible: judgement.is_possible(), clashes: judgement.clashes.clone(), alternatives, may_override };
    (judgement, verdict)
}

/// Judges a draft by the facts around it, `around` included. What no clash stands against needs no way out, and so none of
/// the facts of other days.
pub(crate) fn verdict_around(
    draft: &SessionDraft,
    around: Span,
    call: &Call<'_>,
) -> Result<(World, Judgement, Verdict), Failure> {
    let mut world = World::near(call, around)?;
    if !world.ask(|facts| judge(&proposal(draft), facts)).clashes.is_empty() {
        world = World::load(call, around)?;
    }
    let (judgement, said) = verdict(draft, &world, call);
    Ok((world, judgement, said))
}

/// Judges a draft without writing anything.
pub struct SessionCheck;

impl Command for SessionCheck {
    type Arguments = SessionDraft;
    type Answer = Verdict;
    const NAME: &'static str = "session_check";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(draft: SessionDraft, call: &mut Call<'_>) -> Result<Verdict, Failure> {
        let draft = draft.checked(call)?;
        let around = proposal(&draft).taken();
        Ok(verdict_around(&draft, around, call)?.2)
    }
}
