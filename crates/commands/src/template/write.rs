//! Writes a plan: first what is given up, then what changes its name, then what is new.

use rules::conflict::{Claim, HolderKind};
use rules::session::SessionState;
use rules::template::renaming;
use store::rows;

use super::edit::{Changed, Created, Edit, Held};
use super::plan::Plan;
use crate::Failure;
use crate::gate::Call;
use crate::session::{NewSession, Settled, difference, insert_session, moves, occupy, rewrite, write_findings};

/// A reason's stored code and words.
pub(super) type StoredReason = (String, Option<String>);

/// Writes everything a plan says; `template` is the id the occurrences are known by from now on.
///
/// # Errors
/// `reason_required` where something is called off or the public was told otherwise.
pub(super) fn write(
    call: &mut Call<'_>,
    edit: &Edit,
    plan: Plan,
    template: &str,
    reason: Option<StoredReason>,
) -> Result<(), Failure> {
    if plan.reason_needed && reason.is_none() {
        return Err(Failure::new("reason_required")
            .rule("cancelling_says_why")
            .fact("cancelled", plan.counts.cancel)
            .fact("changed", plan.counts.change));
    }
    let Plan { created, changed, dropped, nameless, skips, .. } = plan;
    let mut taken = Vec::new();
    for changed in &changed {
        taken.push(give_up(call, changed));
    }
    for held in dropped {
        call_off(call, held, reason.as_ref());
    }
    for sheet in nameless {
        let row = rows::Session { template_id: None, template_day: None, template_start: None, ..sheet.row.clone() };
        call.batch.update(&sheet.row, &row);
    }
    for (changed, claims) in in_order(edit, changed.into_iter().zip(taken).collect()) {
        change(call, changed, claims, template, reason.as_ref());
    }
    for skip in skips {
        let start_minute = edit.renamed.iter().find(|(from, _)| *from == skip.start_minute).map(|(_, to)| *to);
        let after = rows::TemplateSkip {
            template_id: template.to_owned(),
            start_minute: start_minute.unwrap_or(skip.start_minute),
            ..skip.clone()
        };
        call.batch.update(&skip, &after);
    }
    for created in created {
        create(call, created, template);
    }
    Ok(())
}

/// Frees what a changed session no longer claims, and answers what it must take later.
fn give_up(call: &mut Call<'_>, changed: &Changed) -> Vec<Claim> {
    match &changed.granted {
        Some((judgement, _)) if changed.held.sheet.state().occupies() => {
            let (gone, wanted) = difference(&judgement.claims, changed.held.occupancy.clone());
            gone.iter().for_each(|row| call.batch.delete(row));
            wanted
        }
        _ => Vec::new(),
    }
}

/// Deletes a draft; calls off everything else.
pub(super) fn call_off(call: &mut Call<'_>, held: Held, reason: Option<&StoredReason>) {
    held.occupancy.iter().for_each(|row| call.batch.delete(row));
    let sheet = held.sheet;
    if sheet.state() == SessionState::Draft {
        sheet.findings.iter().for_each(|row| call.batch.delete(row));
        sheet.posts.iter().for_each(|row| call.batch.delete(row));
        sheet.spaces.iter().for_each(|row| call.batch.delete(row));
        call.batch.delete(&sheet.row);
        return;
    }
    let mut row = sheet.row.clone();
    row.state = SessionState::Cancelled.code().to_owned();
    if let Some((code, text)) = reason {
        (row.reason_code, row.reason_text) = (Some(code.clone()), text.clone());
    }
    call.batch.update(&sheet.row, &row);
}

/// No two occurrences of a day may bear one start, not even between two statements.
fn in_order(edit: &Edit, mut changed: Vec<(Changed, Vec<Claim>)>) -> Vec<(Changed, Vec<Claim>)> {
    let order = renaming(&edit.renamed);
    changed.sort_by_key(|(changed, _)| {
        let start = changed.held.sheet.row.template_start;
        order.iter().position(|(from, _)| Some(*from) == start).unwrap_or(order.len())
    });
    changed
}

fn change(call: &mut Call<'_>, changed: Changed, claims: Vec<Claim>, template: &str, reason: Option<&StoredReason>) {
    let Changed { held, draft, granted } = changed;
    let (day, start) = held.key;
    let id = held.sheet.row.id.clone();
    match granted {
        Some((_, settled)) => {
            let told = held.sheet.state() == SessionState::Published && moves(&held.sheet, &draft);
            let reason = reason.filter(|_| told).cloned();
            let writes = call.batch.writes();
            occupy(call, HolderKind::Session, &id, claims);
            rewrite(call, held.sheet, draft, settled, reason, Some((template.to_owned(), day, start)), writes);
        }
        None => {
            let row = rows::Session {
                template_id: Some(template.to_owned()),
                template_start: Some(start),
                ..held.sheet.row.clone()
            };
            call.batch.update(&held.sheet.row, &row);
        }
    }
}

/// Writes a session that is planned anew.
pub(super) fn create(call: &mut Call<'_>, created: Created, template: &str) {
    let Created { id, key, draft, claims, settled } = created;
    let new = NewSession {
        id,
        draft,
        state: SessionState::Planned,
        template: Some((template.to_owned(), key.0, key.1)),
        reason: None,
    };
    insert_session(call, new, &claims, settled);
}

/// Puts a cancelled session back, with what it holds.
pub(super) fn reinstate(call: &mut Call<'_>, held: Held, claims: &[Claim], settled: Settled) {
    let (gone, wanted) = difference(claims, held.occupancy);
    gone.iter().for_each(|row| call.batch.delete(row));
    let id = held.sheet.row.id.clone();
    occupy(call, HolderKind::Session, &id, wanted);
    write_findings(call, HolderKind::Session, &id, &held.sheet.findings, settled);
    let row = rows::Session {
        state: SessionState::Planned.code().to_owned(),
        reason_code: None,
        reason_text: None,
        ..held.sheet.row.clone()
    };
    call.batch.update(&held.sheet.row, &row);
}
