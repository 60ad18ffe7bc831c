//! Checking and saving an exhibition.

use rules::conflict::HolderKind;
use rules::exhibition::ExhibitionState;
use rules::session::SessionKind;
use rules::time::Span;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use store::{Value, rows, search, statement};
use ts_rs::TS;

use super::draft::{ExhibitionDraft, ExhibitionVerdict, verdict, world};
use super::read::{ExhibitionView, Sheet};
use super::{EXHIBITION_CHANGES, EXHIBITION_READS};
use crate::Failure;
use crate::access::{Access, PLANNING};
use crate::gate::{Call, Command, Effect};
use crate::session::{Override, ReasonGiven, Settled, claim, settle, write_findings};

/// Judges an exhibition without writing anything.
pub struct ExhibitionCheck;

impl Command for ExhibitionCheck {
    type Arguments = ExhibitionDraft;
    type Answer = ExhibitionVerdict;
    const NAME: &'static str = "exhibition_check";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(draft: ExhibitionDraft, call: &mut Call<'_>) -> Result<ExhibitionVerdict, Failure> {
        let draft = draft.checked(call)?;
        let world = world(call, &draft)?;
        Ok(verdict(&draft, &world, call)?.1)
    }
}

/// Adds an exhibition or changes one.
pub struct ExhibitionSave;

/// An exhibition as it shall be.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ExhibitionSaveArguments {
    /// The exhibition.
    pub exhibition: ExhibitionDraft,
    /// For a new one: whether it stays a draft.
    #[serde(default)]
    pub as_draft: bool,
    /// Soft clashes that are let pass.
    #[serde(default)]
    pub overrides: Vec<Override>,
    /// Why, where a published one changes its days or halls.
    #[serde(default)]
    pub reason: Option<ReasonGiven>,
}

/// What a refused exhibition says.
pub(super) fn refusal(said: &ExhibitionVerdict) -> Failure {
    Failure::new("clash")
        .fact("clashes", json!(said.clashes))
        .fact("alternatives", json!(said.alternatives))
        .fact("may_override", said.may_override)
}

impl Command for ExhibitionSave {
    type Arguments = ExhibitionSaveArguments;
    type Answer = ExhibitionView;
    const NAME: &'static str = "exhibition_save";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Changes { areas: EXHIBITION_CHANGES, reads: EXHIBITION_READS, reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<ExhibitionView, Failure> {
        let draft = arguments.exhibition.checked(call)?;
        let before = match &draft.id {
            Some(id) => Some(open(call, id, draft.revision)?),
            None => None,
        };
        let state = match &before {
            Some(before) => before.state(),
            None if arguments.as_draft => ExhibitionState::Draft,
            None => ExhibitionState::Planned,
        };
        let reason = reason_for(before.as_ref(), &draft, arguments.reason.as_ref())?;
        let world = world(call, &draft)?;
        let (judgement, said) = verdict(&draft, &world, call)?;
        let settled = if state.occupies() {
            let kept = before.as_ref().map_or(&[][..], |before| &before.findings);
            settle(&judgement, refusal(&said), &arguments.overrides, kept, call.actor()?, SessionKind::Activity)?
        } else {
            Settled::default()
        };
        let id = before.as_ref().map_or_else(|| call.new_id(), |before| before.row.id.clone());
        let sheet = write(call, &id, before, draft, state, settled, reason);
        if state.occupies() {
            let held: Vec<rows::Occupancy> =
                call.snapshot.rows(&statement::OCCUPANCY_OF, &[Value::from(id.as_str())])?;
            claim(call, HolderKind::Exhibition, &id, &judgement.claims, held);
        }
        let exhibits: Vec<rows::Exhibit> =
            call.snapshot.rows(&statement::EXHIBIT_OF_EXHIBITION, &[Value::from(id.as_str())])?;
        Ok(sheet.view(&exhibits, &world, call.now))
    }
}

/// The exhibition, if it is not over and is as the caller saw it.
fn open(call: &Call<'_>, id: &str, revision: Option<i64>) -> Result<Sheet, Failure> {
    let sheet = Sheet::load(call, id)?;
    if revision != Some(sheet.row.revision) {
        return Err(Failure::new("stale"));
    }
    if sheet.state() == ExhibitionState::Cancelled {
        return Err(Failure::new("wrong_state").fact("state", sheet.row.state.as_str()));
    }
    let Span { ends, .. } = sheet.phases().whole();
    if sheet.state() != ExhibitionState::Draft && ends <= call.now {
        return Err(Failure::new("past"));
    }
    Ok(sheet)
}

fn reason_for(
    before: Option<&Sheet>,
    draft: &ExhibitionDraft,
    given: Option<&ReasonGiven>,
) -> Result<Option<(String, Option<String>)>, Failure> {
    let told = before.is_some_and(|before| {
        let was = before.draft();
        before.state() == ExhibitionState::Published && (was.phases != draft.phases || was.spaces != draft.spaces)
    });
    match given {
        Some(given) if told => given.checked().map(Some),
        None if told => Err(Failure::new("reason_required").rule("published_moves_say_why")),
        given => given.map_or(Ok(None), |given| given.words().map(|_| None)),
    }
}

fn write(
    call: &mut Call<'_>,
    id: &str,
    before: Option<Sheet>,
    draft: ExhibitionDraft,
    state: ExhibitionState,
    settled: Settled,
    reason: Option<(String, Option<String>)>,
) -> Sheet {
    let known = before.as_ref().map(|before| &before.row);
    let mut row = rows::Exhibition {
        id: id.to_owned(),
        revision: known.map_or(0, |row| row.revision),
        sort_key: search::sort_key(&draft.title),
        title: draft.title,
        state: state.code().to_owned(),
        department_id: draft.department,
        lender: draft.lender,
        installs_from: draft.phases.installs_from,
        opens_on: draft.phases.opens_on,
        closes_on: draft.phases.closes_on,
        deinstalls_until: draft.phases.deinstalls_until,
        remark: draft.remark,
        reason_code: known.and_then(|row| row.reason_code.clone()),
        reason_text: known.and_then(|row| row.reason_text.clone()),
    };
    if let Some((code, text)) = reason {
        (row.reason_code, row.reason_text) = (Some(code), text);
    }
    match known {
        Some(before) => {
            call.batch.update(before, &row);
            row.revision += i64::from(row != *before);
        }
        None => call.batch.insert(&row),
    }
    let (stays, goes): (Vec<_>, Vec<_>) = before
        .as_ref()
        .map_or_else(Vec::new, |before| before.spaces.clone())
        .into_iter()
        .partition(|space| draft.spaces.contains(&space.space_id));
    goes.iter().for_each(|space| call.batch.delete(space));
    let mut spaces: Vec<rows::ExhibitionSpace> = stays;
    for space in &draft.spaces {
        if !spaces.iter().any(|known| known.space_id == *space) {
            let row = rows::ExhibitionSpace {
                id: call.new_id(),
                revision: 0,
                exhibition_id: id.to_owned(),
                space_id: space.clone(),
            };
            call.batch.insert(&row);
            spaces.push(row);
        }
    }
    let known = before.map_or_else(Vec::new, |before| before.findings);
    let findings = write_findings(call, HolderKind::Exhibition, id, &known, settled);
    Sheet { row, spaces, findings }
}
