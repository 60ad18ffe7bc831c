//! An exhibition's state: plan, publish, withdraw, cancel, reinstate; drafts are deleted.

use rules::conflict::HolderKind;
use rules::exhibition::{ExhibitionPhase, ExhibitionState, ExhibitionTransition};
use rules::session::SessionKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Value, rows, statement};
use ts_rs::TS;

use super::draft::{verdict, world};
use super::read::{ExhibitionView, Sheet};
use super::save::refusal;
use super::{EXHIBITION_CHANGES, EXHIBITION_READS};
use crate::Failure;
use crate::access::{Access, PLANNING};
use crate::gate::{Call, Command, Effect};
use crate::session::{Override, ReasonGiven, check_words, claim, settle, write_findings};

/// Takes an exhibition through a transition. Not undone: others have acted on it by then, and
/// each has its named reversal.
pub struct ExhibitionTransit;

/// Which exhibition, and where to.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ExhibitionTransitionArguments {
    /// Its id.
    pub id: String,
    /// The revision it was read with.
    pub revision: i64,
    /// Where to.
    pub transition: ExhibitionTransition,
    /// Why; needed for cancelling.
    #[serde(default)]
    pub reason: Option<ReasonGiven>,
    /// Soft clashes that are let pass where it takes its halls again.
    #[serde(default)]
    pub overrides: Vec<Override>,
}

impl Command for ExhibitionTransit {
    type Arguments = ExhibitionTransitionArguments;
    type Answer = ExhibitionView;
    const NAME: &'static str = "exhibition_transition";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Changes { areas: EXHIBITION_CHANGES, reads: EXHIBITION_READS, reversible: false };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<ExhibitionView, Failure> {
        check_words(&arguments.overrides, arguments.reason.as_ref())?;
        let mut sheet = Sheet::load(call, &arguments.id)?;
        if sheet.row.revision != arguments.revision {
            return Err(Failure::new("stale"));
        }
        let before = sheet.state();
        let after = before.after(arguments.transition).ok_or_else(|| {
            Failure::new("wrong_state").fact("state", before.code()).fact("title", sheet.row.title.as_str())
        })?;
        if sheet.phases().at(call.now) == ExhibitionPhase::Over {
            return Err(Failure::new("past"));
        }
        let mut row = sheet.row.clone();
        row.state = after.code().to_owned();
        match (&arguments.reason, arguments.transition) {
            (Some(reason), ExhibitionTransition::Cancel) => {
                (row.reason_code, row.reason_text) = reason.checked().map(|(code, text)| (Some(code), text))?;
            }
            (None, ExhibitionTransition::Cancel) => {
                return Err(Failure::new("reason_required").rule("cancelling_says_why"));
            }
            (_, ExhibitionTransition::Reinstate) => (row.reason_code, row.reason_text) = (None, None),
            _ => {}
        }
        let draft = sheet.draft();
        let world = world(call, &draft)?;
        if before.occupies() != after.occupies() {
            let id = arguments.id.as_str();
            let held: Vec<rows::Occupancy> = call.snapshot.rows(&statement::OCCUPANCY_OF, &[Value::from(id)])?;
            let mut claims = Vec::new();
            if after.occupies() {
                let (judgement, said) = verdict(&draft, &world, call)?;
                let (overrides, kind) = (&arguments.overrides, SessionKind::Activity);
                let settled = settle(&judgement, refusal(&said), overrides, &sheet.findings, call.actor()?, kind)?;
                sheet.findings = write_findings(call, HolderKind::Exhibition, id, &sheet.findings, settled);
                claims = judgement.claims;
            }
            claim(call, HolderKind::Exhibition, id, &claims, held);
        }
        call.batch.update(&sheet.row, &row);
        row.revision += 1;
        sheet.row = row;
        let exhibits: Vec<rows::Exhibit> =
            call.snapshot.rows(&statement::EXHIBIT_OF_EXHIBITION, &[Value::from(arguments.id.as_str())])?;
        Ok(sheet.view(&exhibits, &world, call.now))
    }
}

/// Deletes a draft that was never used; everything else is cancelled.
pub struct ExhibitionDelete;

/// Which draft.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ExhibitionDeleteArguments {
    /// Its id.
    pub id: String,
    /// The revision it was read with.
    pub revision: i64,
}

/// What went.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ExhibitionDeleted {
    /// Its id.
    pub id: String,
}

impl Command for ExhibitionDelete {
    type Arguments = ExhibitionDeleteArguments;
    type Answer = ExhibitionDeleted;
    const NAME: &'static str = "exhibition_delete";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Changes { areas: EXHIBITION_CHANGES, reads: EXHIBITION_READS, reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<ExhibitionDeleted, Failure> {
        let sheet = Sheet::load(call, &arguments.id)?;
        if sheet.row.revision != arguments.revision {
            return Err(Failure::new("stale"));
        }
        if sheet.state() != ExhibitionState::Draft {
            let failure = Failure::new("wrong_state").rule("only_drafts_are_deleted");
            return Err(failure.fact("state", sheet.row.state.as_str()));
        }
        let exhibits: Vec<rows::Exhibit> =
            call.snapshot.rows(&statement::EXHIBIT_OF_EXHIBITION, &[Value::from(arguments.id.as_str())])?;
        for exhibit in &exhibits {
            call.batch.update(exhibit, &rows::Exhibit { exhibition_id: None, ..exhibit.clone() });
        }
        sheet.findings.iter().for_each(|row| call.batch.delete(row));
        sheet.spaces.iter().for_each(|row| call.batch.delete(row));
        call.batch.delete(&sheet.row);
        Ok(ExhibitionDeleted { id: arguments.id })
    }
}
