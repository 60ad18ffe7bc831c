//! Settling clashes: hard ones refuse, soft ones pass with a reason of somebody who may let them.

use rules::conflict::{Clash, ClashCode, Hardness, Judgement};
use rules::session::SessionKind;
use serde_json::json;
use store::rows;

use super::check::Verdict;
use super::draft::Override;
use super::save::ReasonGiven;
use crate::access::may_override;
use crate::gate::Actor;
use crate::{Failure, input};

/// Soft clashes that are let pass: those that were before, and those that are now.
#[derive(Debug, Default)]
pub(crate) struct Settled {
    /// Those that stay.
    pub(crate) kept: Vec<rows::Finding>,
    /// Those that come, each with its reason and who gave it.
    pub(crate) new: Vec<(Clash, String, Actor)>,
}

/// Looks at the words of a call before anything is done with them: those that turn out not to be needed are dropped, and
/// are lines all the same.
///
/// # Errors
/// As [`input::line`].
pub(crate) fn check_words(overrides: &[Override], reason: Option<&ReasonGiven>) -> Result<(), Failure> {
    for given in overrides {
        input::line("overrides.reason", &given.reason)?;
    }
    reason.map_or(Ok(()), |reason| reason.words().map(|_| ()))
}

/// Refuses hard clashes, and soft ones that nobody lets pass who may.
pub(crate) fn settle_overrides(
    judgement: &Judgement,
    said: &Verdict,
    overrides: &[Override],
    kept: &[rows::Finding],
    actor: &Actor,
    kind: SessionKind,
) -> Result<Settled, Failure> {
    let refusal = Failure::new("clash")
        .fact("clashes", json!(said.clashes))
        .fact("alternatives", json!(said.alternatives))
        .fact("may_override", said.may_override);
    settle(judgement, refusal, overrides, kept, actor, kind)
}

/// [`settle_overrides`] for whatever is judged; `refusal` says what stands and the ways out.
pub(crate) fn settle(
    judgement: &Judgement,
    refusal: Failure,
    overrides: &[Override],
    kept: &[rows::Finding],
    actor: &Actor,
    kind: SessionKind,
) -> Result<Settled, Failure> {
    check_words(overrides, None)?;
    if !judgement.is_possible() {
        return Err(refusal.rule("hard_clash"));
    }
    let mut settled = Settled::default();
    for clash in judgement.clashes.iter().filter(|clash| clash.hardness == Hardness::Soft) {
        let earlier = kept.iter().find(|finding| {
            serde_json::from_str::<Clash>(&finding.facts)
                .is_ok_and(|earlier| earlier.key() == clash.key() && earlier.excess() >= clash.excess())
        });
        if let Some(earlier) = earlier {
            settled.kept.push(earlier.clone());
            continue;
        }
        let given = overrides.iter().find(|given| {
            given.code == clash.code && given.subject.as_ref().is_none_or(|subject| *subject == clash.subject_id)
        });
        let Some(given) = given else { return Err(refusal.rule("soft_clash")) };
        if !may_override(actor.role, clash.code, kind) {
            let roles = allowed_roles(clash.code, kind);
            return Err(Failure::new("override_not_allowed").fact("clash", json!(clash)).fact("allowed", roles));
        }
        settled.new.push((clash.clone(), input::line("overrides.reason", &given.reason)?, actor.clone()));
    }
    Ok(settled)
}

pub(crate) fn allowed_roles(code: ClashCode, kind: SessionKind) -> Vec<&'static str> {
    crate::Role::ALL.iter().filter(|role| may_override(**role, code, kind)).map(|role| role.code()).collect()
}
