//! Exhibitions as the page shows them.

use std::collections::HashMap;

use rules::conflict::{Clash, Hardness};
use rules::exhibition::{ExhibitionPhase, ExhibitionState, Phases};
use rules::resource::ExhibitCondition;
use rules::time::{DAY_MINUTES, Minute};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Value, rows, statement};
use ts_rs::TS;

use super::draft::{ExhibitionDraft, judged, taken_by, world};
use crate::access::Access;
use crate::facts::{World, must_find};
use crate::gate::{Call, Command, Effect};
use crate::session::{FindingView, finding_view};
use crate::{Failure, input};

/// An exhibition as the page shows it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct ExhibitionView {
    /// Id.
    pub id: String,
    /// Revision, for saving.
    pub revision: i64,
    /// Title.
    pub title: String,
    /// Where its plan stands.
    pub state: ExhibitionState,
    /// What happens to it today.
    pub phase: ExhibitionPhase,
    /// The organising department's id.
    pub department: Option<String>,
    /// Who lends it.
    pub lender: Option<String>,
    /// Its four days.
    pub phases: Phases,
    /// Ids of its spaces.
    pub spaces: Vec<String>,
    /// Their names with their halls.
    pub space_names: Vec<String>,
    /// Remark.
    pub remark: Option<String>,
    /// Why it was changed late or cancelled.
    pub reason_code: Option<String>,
    /// The same in words.
    pub reason_text: Option<String>,
    /// Soft clashes that were let pass.
    pub findings: Vec<FindingView>,
    /// Clashes that stand now and that nobody let pass.
    pub clashes: Vec<Clash>,
    /// How many of its exhibits are on show.
    pub on_show: i64,
    /// How many are in store.
    pub in_store: i64,
    /// How many are under repair.
    pub under_repair: i64,
}

/// An exhibition with all its rows.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    pub(super) row: rows::Exhibition,
    pub(super) spaces: Vec<rows::ExhibitionSpace>,
    pub(super) findings: Vec<rows::Finding>,
}

impl Sheet {
    pub(super) fn load(call: &Call<'_>, id: &str) -> Result<Sheet, Failure> {
        let row = must_find::<rows::Exhibition>(call, id, "exhibition")?;
        let by = [Value::from(id)];
        Ok(Sheet {
            row,
            spaces: call.snapshot.rows(&statement::EXHIBITION_SPACE_OF, &by)?,
            findings: call.snapshot.rows(&statement::FINDING_OF, &by)?,
        })
    }

    pub(super) fn state(&self) -> ExhibitionState {
        ExhibitionState::from_code(&self.row.state).unwrap_or(ExhibitionState::Draft)
    }

    pub(super) fn phases(&self) -> Phases {
        Phases {
            installs_from: self.row.installs_from,
            opens_on: self.row.opens_on,
            closes_on: self.row.closes_on,
            deinstalls_until: self.row.deinstalls_until,
        }
    }

    /// What it is, as a draft that could be saved again.
    pub(super) fn draft(&self) -> ExhibitionDraft {
        let mut spaces: Vec<String> = self.spaces.iter().map(|space| space.space_id.clone()).collect();
        spaces.sort();
        ExhibitionDraft {
            id: Some(self.row.id.clone()),
            revision: Some(self.row.revision),
            title: self.row.title.clone(),
            department: self.row.department_id.clone(),
            lender: self.row.lender.clone(),
            phases: self.phases(),
            spaces,
            remark: self.row.remark.clone(),
        }
    }

    /// Whether what stands against it still matters.
    fn is_judged(&self, now: Minute) -> bool {
        self.state().occupies() && self.phases().at(now) != ExhibitionPhase::Over
    }

    pub(super) fn view(&self, exhibits: &[rows::Exhibit], world: &World, now: Minute) -> ExhibitionView {
        let draft = self.draft();
        let findings: Vec<FindingView> = self.findings.iter().filter_map(finding_view).collect();
        let phase = draft.phases.at(now);
        let clashes = if self.is_judged(now) {
            let mut clashes = judged(&draft, world).clashes;
            // Once it is open nobody asks any more whether the opening day was a good one.
            clashes.retain(|clash| clash.hardness == Hardness::Hard || phase == ExhibitionPhase::Ahead);
            clashes.retain(|clash| !findings.iter().any(|finding| finding.clash.key() == clash.key()));
            clashes
        } else {
            Vec::new()
        };
        let count = |condition: ExhibitCondition| {
            let own = exhibits.iter().filter(|exhibit| exhibit.exhibition_id.as_ref() == Some(&self.row.id));
            i64::try_from(own.filter(|exhibit| exhibit.condition == condition.code()).count()).unwrap_or(i64::MAX)
        };
        let row = self.row.clone();
        ExhibitionView {
            id: row.id,
            revision: row.revision,
            title: row.title,
            state: self.state(),
            phase,
            department: row.department_id,
            lender: row.lender,
            phases: draft.phases,
            space_names: draft.spaces.iter().map(|space| world.spaces.full_name(space)).collect(),
            spaces: draft.spaces,
            remark: row.remark,
            reason_code: row.reason_code,
            reason_text: row.reason_text,
            findings,
            clashes,
            on_show: count(ExhibitCondition::OnShow),
            in_store: count(ExhibitCondition::InStore),
            under_repair: count(ExhibitCondition::UnderRepair),
        }
    }
}

/// Lists the exhibitions that touch a stretch of days.
pub struct ExhibitionList;

/// Which stretch.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ExhibitionListArguments {
    /// First minute.
    pub from: Minute,
    /// The minute after the last.
    pub to: Minute,
}

/// The exhibitions in it.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ExhibitionRows {
    /// In the order in which they are installed.
    pub exhibitions: Vec<ExhibitionView>,
}

/// Days a list may cover.
const LIST_DAYS_MAX: i64 = 20 * 366;

impl Command for ExhibitionList {
    type Arguments = ExhibitionListArguments;
    type Answer = ExhibitionRows;
    const NAME: &'static str = "exhibition_list";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<ExhibitionRows, Failure> {
        let span = input::span(arguments.from, arguments.to, LIST_DAYS_MAX * DAY_MINUTES)?;
        // A row knows the minute at which its last day begins: it is there until that day ends.
        let bounds = [Value::from(span.starts - DAY_MINUTES), Value::from(span.ends)];
        let mut spaces: HashMap<String, Vec<rows::ExhibitionSpace>> = HashMap::new();
        for row in call.snapshot.rows::<rows::ExhibitionSpace>(&statement::EXHIBITION_SPACE_BETWEEN, &bounds)? {
            spaces.entry(row.exhibition_id.clone()).or_default().push(row);
        }
        let mut sheets = Vec::new();
        for row in call.snapshot.rows::<rows::Exhibition>(&statement::EXHIBITION_BETWEEN, &bounds)? {
            let spaces = spaces.remove(&row.id).unwrap_or_default();
            let findings = call.snapshot.rows(&statement::FINDING_OF, &[Value::from(row.id.as_str())])?;
            sheets.push(Sheet { row, spaces, findings });
        }
        let world = World::of_resources(call, |world| {
            let judged = sheets.iter().filter(|sheet| sheet.is_judged(call.now));
            judged.flat_map(|sheet| taken_by(&sheet.draft(), world)).collect()
        })?;
        let mut exhibits: HashMap<String, Vec<rows::Exhibit>> = HashMap::new();
        for exhibit in call.all::<rows::Exhibit>()? {
            if let Some(exhibition) = &exhibit.exhibition_id {
                exhibits.entry(exhibition.clone()).or_default().push(exhibit);
            }
        }
        let of = |sheet: &Sheet| exhibits.get(&sheet.row.id).map_or(&[][..], Vec::as_slice);
        let exhibitions = sheets.iter().map(|sheet| sheet.view(of(sheet), &world, call.now)).collect();
        Ok(ExhibitionRows { exhibitions })
    }
}

/// One of an exhibition's exhibits.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct ExhibitionExhibit {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Where it is.
    pub condition: ExhibitCondition,
    /// The space it stands in.
    pub space_name: Option<String>,
}

/// An exhibition with its exhibits.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ExhibitionSheet {
    /// The exhibition.
    pub exhibition: ExhibitionView,
    /// Its exhibits, by name.
    pub exhibits: Vec<ExhibitionExhibit>,
}

/// Reads one exhibition.
pub struct ExhibitionRead;

/// Which one.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ExhibitionReadArguments {
    /// Its id.
    pub id: String,
}

impl Command for ExhibitionRead {
    type Arguments = ExhibitionReadArguments;
    type Answer = ExhibitionSheet;
    const NAME: &'static str = "exhibition_read";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<ExhibitionSheet, Failure> {
        let sheet = Sheet::load(call, &arguments.id)?;
        let world = world(call, &sheet.draft())?;
        let own: Vec<rows::Exhibit> =
            call.snapshot.rows(&statement::EXHIBIT_OF_EXHIBITION, &[Value::from(arguments.id.as_str())])?;
        let exhibits = own
            .iter()
            .map(|row| ExhibitionExhibit {
                id: row.id.clone(),
                name: row.name.clone(),
                condition: ExhibitCondition::from_code(&row.condition).unwrap_or(ExhibitCondition::InStore),
                space_name: row.space_id.as_ref().map(|space| world.spaces.full_name(space)),
            })
            .collect();
        Ok(ExhibitionSheet { exhibition: sheet.view(&own, &world, call.now), exhibits })
    }
}
