//! People: staff, docents and volunteers, what they may do, when they come, when they are away.

mod hand_on;
mod leave;
mod posts;
mod rides;
mod save;
mod take_on;

use std::collections::HashMap;

use rules::conflict::{PersonKind, QualificationAspect};
use rules::space::SpaceTree;
use rules::time::Minute;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows::{Availability, Department, Leave, Person, Qualification};
use store::{Value, search, statement};
use ts_rs::TS;

pub use hand_on::PersonHandOn;
pub use leave::{LeaveDelete, LeaveList, LeaveSave, LeaveView};
pub use save::{PersonDelete, PersonSave, PersonSaveArguments, QualificationLine};
pub use take_on::PersonTakeOn;

use posts::FuturePost;

use super::common::{ById, masked, phone_for};
use crate::Failure;
use crate::access::{Access, Area};
use crate::facts::{must_find, space_tree};
use crate::gate::{Call, Command, Effect};
use crate::profile::Nothing;

/// Leaves that a person's record shows, newest first.
const LEAVES_SHOWN_MAX: usize = 60;

/// What a change of a person reads.
pub(super) const READS: &[Area] = &[
    Area::Museum,
    Area::Calendar,
    Area::Spaces,
    Area::People,
    Area::Exhibitions,
    Area::Templates,
    Area::Sessions,
    Area::Runs,
];

/// What a person may do.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct QualificationView {
    /// What it speaks about.
    pub aspect: QualificationAspect,
    /// The role, theme, language, age band, or the hall's id.
    pub value: String,
    /// For a hall its name; otherwise the value.
    pub label: String,
    /// The day from which it no longer holds.
    pub expires: Option<Minute>,
}

/// A weekly stretch in which a person can come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct AvailabilityLine {
    /// 0 is Monday.
    pub weekday: i64,
    /// Minute of the day.
    pub starts: i64,
    /// Minute of the day, up to 1440.
    pub ends: i64,
    /// Its first day.
    #[serde(default)]
    pub valid_from: Option<Minute>,
    /// Its last day.
    #[serde(default)]
    pub valid_to: Option<Minute>,
}

/// A person as lists show them.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct PersonSummary {
    /// Id.
    pub id: String,
    /// Revision, for saving.
    pub revision: i64,
    /// Name.
    pub name: String,
    /// Pinyin and initials, for filters.
    pub spelling: String,
    /// What they are.
    pub kind: PersonKind,
    /// Their department.
    pub department: Option<String>,
    /// Its name.
    pub department_name: Option<String>,
    /// Phone behind its mask.
    pub phone_masked: Option<String>,
    /// Driving licence: class or classes.
    pub licence_class: Option<String>,
    /// The day from which it no longer holds.
    pub licence_expires: Option<Minute>,
    /// What they may do.
    pub qualifications: Vec<QualificationView>,
    /// Where they are away now, the minute they are back.
    pub away_until: Option<Minute>,
    /// Whether they may take anything new.
    pub active: bool,
}

/// A person's record.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct PersonView {
    /// What lists show.
    pub summary: PersonSummary,
    /// Phone, in full for those who ring people up.
    pub phone: Option<String>,
    /// When they can come, week after week; staff and docents without any line always can.
    pub availability: Vec<AvailabilityLine>,
    /// When they are away, newest first.
    pub leaves: Vec<LeaveView>,
    /// Posts in sessions that are not over.
    pub future_posts: i64,
    /// Posts that stood open when the person was put out of use and that nobody stands on since; none while they are.
    pub emptied: Vec<FuturePost>,
    /// Remark.
    pub remark: Option<String>,
}

/// What the names in a summary come from.
struct Names {
    departments: HashMap<String, String>,
    spaces: SpaceTree,
    now: Minute,
}

impl Names {
    fn load(call: &Call<'_>) -> Result<Names, Failure> {
        let departments = call.all::<Department>()?;
        Ok(Names {
            departments: departments.into_iter().map(|row| (row.id, row.name)).collect(),
            spaces: space_tree(call)?,
            now: call.now,
        })
    }

    fn qualification(&self, row: &Qualification) -> Option<QualificationView> {
        let aspect = QualificationAspect::from_code(&row.aspect)?;
        let label =
            if self.spaces.get(&row.value).is_some() { self.spaces.full_name(&row.value) } else { row.value.clone() };
        Some(QualificationView { aspect, value: row.value.clone(), label, expires: row.expires })
    }

    fn summary<'r>(
        &self,
        row: &Person,
        qualifications: impl Iterator<Item = &'r Qualification>,
        leaves: impl Iterator<Item = &'r Leave>,
    ) -> PersonSummary {
        let mut qualifications: Vec<QualificationView> =
            qualifications.filter_map(|row| self.qualification(row)).collect();
        qualifications.sort_by_cached_key(|one| (one.aspect, search::sort_key(&one.label)));
        PersonSummary {
            id: row.id.clone(),
            revision: row.revision,
            name: row.name.clone(),
            spelling: search::spelling(&row.name),
            kind: PersonKind::from_code(&row.kind).unwrap_or(PersonKind::Staff),
            department_name: row.department_id.as_ref().and_then(|id| self.departments.get(id)).cloned(),
            department: row.department_id.clone(),
            phone_masked: row.phone.as_deref().map(masked),
            licence_class: row.licence_class.clone(),
            licence_expires: row.licence_expires,
            qualifications,
            away_until: leaves
                .filter(|leave| leave.starts <= self.now && self.now < leave.ends)
                .map(|leave| leave.ends)
                .max(),
            active: row.active,
        }
    }
}

/// Lists people by name, inactive ones included, phones masked.
pub struct PersonList;

impl Command for PersonList {
    type Arguments = Nothing;
    type Answer = Vec<PersonSummary>;
    const NAME: &'static str = "person_list";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(_: Nothing, call: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        let names = Names::load(call)?;
        let mut qualifications: HashMap<String, Vec<Qualification>> = HashMap::new();
        for row in call.all::<Qualification>()? {
            qualifications.entry(row.person_id.clone()).or_default().push(row);
        }
        let bounds = [Value::from(call.now), Value::from(call.now + 1)];
        let leaves = call.snapshot.rows::<Leave>(&statement::LEAVE_BETWEEN, &bounds)?;
        let people = call.all::<Person>()?;
        Ok(people
            .iter()
            .map(|row| {
                let own = qualifications.get(&row.id).map_or(&[][..], Vec::as_slice);
                names.summary(row, own.iter(), leaves.iter().filter(|leave| leave.person_id == row.id))
            })
            .collect())
    }
}

/// Reads one person's record.
pub struct PersonRead;

impl Command for PersonRead {
    type Arguments = ById;
    type Answer = PersonView;
    const NAME: &'static str = "person_read";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: ById, call: &mut Call<'_>) -> Result<PersonView, Failure> {
        let row = must_find::<Person>(call, &arguments.id, "person")?;
        let by = [Value::from(row.id.as_str())];
        let record = Record {
            qualifications: call.snapshot.rows(&statement::QUALIFICATION_OF, &by)?,
            availability: call.snapshot.rows(&statement::AVAILABILITY_OF, &by)?,
            row,
        };
        record.view(call)
    }
}

/// A person with the rows that a save writes together.
struct Record {
    row: Person,
    qualifications: Vec<Qualification>,
    availability: Vec<Availability>,
}

impl Record {
    fn view(&self, call: &Call<'_>) -> Result<PersonView, Failure> {
        let id = Value::from(self.row.id.as_str());
        let mut leaves = call.snapshot.rows::<Leave>(&statement::LEAVE_OF, std::slice::from_ref(&id))?;
        leaves.reverse();
        let posts = call.snapshot.rows::<store::rows::Post>(&statement::POST_OF_PERSON, &[id, call.now.into()])?;
        let mut availability: Vec<AvailabilityLine> = self.availability.iter().map(line).collect();
        availability.sort_by_key(|line| (line.weekday, line.starts));
        let active = self.row.active;
        let emptied = if active { take_on::emptied_with(call, &self.row.id, &self.row.id)? } else { Vec::new() };
        Ok(PersonView {
            summary: Names::load(call)?.summary(&self.row, self.qualifications.iter(), leaves.iter()),
            phone: phone_for(call, self.row.phone.as_ref()),
            availability,
            leaves: leaves.into_iter().take(LEAVES_SHOWN_MAX).map(leave::view).collect(),
            future_posts: i64::try_from(posts.len()).unwrap_or(i64::MAX),
            emptied,
            remark: self.row.remark.clone(),
        })
    }
}

fn line(row: &Availability) -> AvailabilityLine {
    AvailabilityLine {
        weekday: row.weekday,
        starts: row.starts,
        ends: row.ends,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
    }
}
