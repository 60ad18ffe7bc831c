//! Exhibits: where each is, and what is broken.

use std::collections::HashMap;

use rules::resource::ExhibitCondition;
use rules::time::Minute;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows::{Exhibit, ExhibitFault, Exhibition, Space};
use store::{Value, search, statement};
use ts_rs::TS;

use super::common::{Deleted, Deletion, as_read, before, identity, refuse_mentioned, write};
use crate::access::{Access, Area, PLANNING};
use crate::facts::{must_exist, must_find, space_tree};
use crate::gate::{Call, Command, Effect};
use crate::profile::Nothing;
use crate::{Failure, input};

/// A fault of an exhibit.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct FaultView {
    /// Id.
    pub id: String,
    /// Revision, for mending.
    pub revision: i64,
    /// When it was reported.
    pub reported: Minute,
    /// What is wrong.
    pub words: String,
    /// When it was mended; open where empty.
    pub mended: Option<Minute>,
}

/// An exhibit as the page shows it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct ExhibitView {
    /// Id.
    pub id: String,
    /// Revision, for saving.
    pub revision: i64,
    /// Name.
    pub name: String,
    /// Pinyin and initials, for filters.
    pub spelling: String,
    /// The space it stands in.
    pub space: Option<String>,
    /// That space's name with its hall.
    pub space_name: Option<String>,
    /// The exhibition it belongs to; a permanent exhibit has none.
    pub exhibition: Option<String>,
    /// That exhibition's title.
    pub exhibition_title: Option<String>,
    /// Where it is.
    pub condition: ExhibitCondition,
    /// Its faults, newest first.
    pub faults: Vec<FaultView>,
    /// Remark.
    pub remark: Option<String>,
    /// Whether the museum still has it.
    pub active: bool,
}

fn fault_view(row: ExhibitFault) -> FaultView {
    FaultView { id: row.id, revision: row.revision, reported: row.reported, words: row.words, mended: row.mended }
}

fn view(row: Exhibit, mut faults: Vec<ExhibitFault>, call: &Call<'_>) -> Result<ExhibitView, Failure> {
    faults.sort_by_key(|fault| std::cmp::Reverse((fault.reported, fault.id.clone())));
    let exhibition = match &row.exhibition_id {
        Some(id) => call.find::<Exhibition>(id)?,
        None => None,
    };
    Ok(ExhibitView {
        id: row.id,
        revision: row.revision,
        spelling: search::spelling(&row.name),
        name: row.name,
        space_name: match &row.space_id {
            Some(id) => Some(space_tree(call)?.full_name(id)),
            None => None,
        },
        space: row.space_id,
        exhibition: row.exhibition_id,
        exhibition_title: exhibition.map(|exhibition| exhibition.title),
        condition: ExhibitCondition::from_code(&row.condition).unwrap_or(ExhibitCondition::InStore),
        faults: faults.into_iter().map(fault_view).collect(),
        remark: row.remark,
        active: row.active,
    })
}

fn faults_of(call: &Call<'_>, exhibit: &str) -> Result<Vec<ExhibitFault>, Failure> {
    Ok(call.snapshot.rows(&statement::EXHIBIT_FAULT_OF, &[Value::from(exhibit)])?)
}

/// Lists the exhibits by name, inactive ones included.
pub struct ExhibitList;

impl Command for ExhibitList {
    type Arguments = Nothing;
    type Answer = Vec<ExhibitView>;
    const NAME: &'static str = "exhibit_list";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(_: Nothing, call: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        let tree = space_tree(call)?;
        let exhibitions = call.all::<Exhibition>()?;
        let titles: HashMap<&str, &str> = exhibitions.iter().map(|one| (one.id.as_str(), one.title.as_str())).collect();
        let mut faults: HashMap<String, Vec<ExhibitFault>> = HashMap::new();
        for fault in call.all::<ExhibitFault>()? {
            faults.entry(fault.exhibit_id.clone()).or_default().push(fault);
        }
        let mut exhibits = Vec::new();
        for row in call.all::<Exhibit>()? {
            let own = faults.remove(&row.id).unwrap_or_default();
            // Names come from the lists at hand: a museum has thousands of exhibits.
            let (space, exhibition) = (row.space_id.clone(), row.exhibition_id.clone());
            let mut shown = view(Exhibit { space_id: None, exhibition_id: None, ..row }, own, call)?;
            shown.space_name = space.as_ref().map(|id| tree.full_name(id));
            shown.exhibition_title =
                exhibition.as_ref().and_then(|id| titles.get(id.as_str())).map(|title| (*title).to_owned());
            (shown.space, shown.exhibition) = (space, exhibition);
            exhibits.push(shown);
        }
        Ok(exhibits)
    }
}

/// Adds or changes an exhibit.
pub struct ExhibitSave;

/// An exhibit as it shall be.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ExhibitSaveArguments {
    /// Its id where it exists.
    #[serde(default)]
    pub id: Option<String>,
    /// The revision it was read with.
    #[serde(default)]
    pub revision: Option<i64>,
    /// Name.
    pub name: String,
    /// The space it stands in.
    #[serde(default)]
    pub space: Option<String>,
    /// The exhibition it belongs to.
    #[serde(default)]
    pub exhibition: Option<String>,
    /// Where it is.
    pub condition: ExhibitCondition,
    /// Remark.
    #[serde(default)]
    pub remark: Option<String>,
    /// Whether the museum still has it.
    pub active: bool,
}

/// What an exhibit's record reads.
const READS: &[Area] = &[Area::Exhibitions, Area::Spaces];

impl Command for ExhibitSave {
    type Arguments = ExhibitSaveArguments;
    type Answer = ExhibitView;
    const NAME: &'static str = "exhibit_save";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Changes { areas: &[Area::Exhibitions], reads: READS, reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<ExhibitView, Failure> {
        let before = before::<Exhibit>(call, arguments.id.as_deref(), arguments.revision, "exhibit")?;
        let name = input::line("name", &arguments.name)?;
        must_exist::<Space>(call, arguments.space.as_deref(), "space")?;
        must_exist::<Exhibition>(call, arguments.exhibition.as_deref(), "exhibition")?;
        let (id, revision) = identity(call, before.as_ref());
        let after = Exhibit {
            id,
            revision,
            sort_key: search::sort_key(&name),
            name,
            space_id: arguments.space,
            exhibition_id: arguments.exhibition,
            condition: arguments.condition.code().to_owned(),
            remark: input::optional_note("remark", arguments.remark.as_deref())?,
            active: arguments.active,
        };
        let revision = write(call, before.as_ref(), &after);
        let faults = faults_of(call, &after.id)?;
        view(Exhibit { revision, ..after }, faults, call)
    }
}

/// Deletes an exhibit that never had a fault; others are put out of use.
pub struct ExhibitDelete;

impl Command for ExhibitDelete {
    type Arguments = Deletion;
    type Answer = Deleted;
    const NAME: &'static str = "exhibit_delete";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Changes { areas: &[Area::Exhibitions], reads: READS, reversible: true };

    fn run(arguments: Deletion, call: &mut Call<'_>) -> Result<Deleted, Failure> {
        let row = as_read::<Exhibit>(call, &arguments.id, arguments.revision, "exhibit")?;
        refuse_mentioned(call, &row.id)?;
        call.batch.delete(&row);
        Ok(Deleted { id: row.id })
    }
}

/// Reports a fault: anybody who sees it.
pub struct ExhibitReportFault;

/// What is wrong with which exhibit.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ExhibitReportFaultArguments {
    /// The exhibit's id.
    pub exhibit: String,
    /// What is wrong.
    pub words: String,
    /// Whether it comes off the floor until it is mended.
    pub under_repair: bool,
}

impl Command for ExhibitReportFault {
    type Arguments = ExhibitReportFaultArguments;
    type Answer = ExhibitView;
    const NAME: &'static str = "exhibit_report_fault";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Changes { areas: &[Area::Exhibitions], reads: READS, reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<ExhibitView, Failure> {
        let before = must_find::<Exhibit>(call, &arguments.exhibit, "exhibit")?;
        let fault = ExhibitFault {
            id: call.new_id(),
            revision: 0,
            exhibit_id: before.id.clone(),
            reported: call.now,
            words: input::line("words", &arguments.words)?,
            mended: None,
        };
        let mut faults = faults_of(call, &before.id)?;
        call.batch.insert(&fault);
        faults.push(fault);
        let mut after = before.clone();
        if arguments.under_repair {
            after.condition = ExhibitCondition::UnderRepair.code().to_owned();
        }
        let revision = write(call, Some(&before), &after);
        view(Exhibit { revision, ..after }, faults, call)
    }
}

/// Marks a fault as mended.
pub struct ExhibitMend;

/// Which fault.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ExhibitMendArguments {
    /// The fault's id.
    pub fault: String,
    /// The revision it was read with.
    pub revision: i64,
    /// Whether the exhibit is on show again; it stays where it is if not.
    pub on_show: bool,
}

impl Command for ExhibitMend {
    type Arguments = ExhibitMendArguments;
    type Answer = ExhibitView;
    const NAME: &'static str = "exhibit_mend";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Changes { areas: &[Area::Exhibitions], reads: READS, reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<ExhibitView, Failure> {
        let fault = as_read::<ExhibitFault>(call, &arguments.fault, arguments.revision, "exhibit_fault")?;
        if fault.mended.is_some() {
            return Err(Failure::new("wrong_state").fact("what", "exhibit_fault"));
        }
        let before = must_find::<Exhibit>(call, &fault.exhibit_id, "exhibit")?;
        let mut faults = faults_of(call, &before.id)?;
        let mended = ExhibitFault { mended: Some(call.now.max(fault.reported)), ..fault.clone() };
        let revision = write(call, Some(&fault), &mended);
        faults.retain(|other| other.id != mended.id);
        faults.push(ExhibitFault { revision, ..mended });
        let mut after = before.clone();
        if arguments.on_show {
            after.condition = ExhibitCondition::OnShow.code().to_owned();
        }
        let revision = write(call, Some(&before), &after);
        view(Exhibit { revision, ..after }, faults, call)
    }
}
