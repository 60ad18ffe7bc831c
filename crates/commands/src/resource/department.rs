//! Departments: who organises what.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows::Department;
use store::search;
use ts_rs::TS;

use super::common::{Deleted, Deletion, as_read, before, identity, refuse_mentioned, refuse_taken, write};
use crate::access::{Access, Area, Role};
use crate::gate::{Call, Command, Effect};
use crate::profile::Nothing;
use crate::{Failure, input};

const KEEPING: Access = Access::Roles(&[Role::Planner]);

/// A department as the page shows it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct DepartmentView {
    /// Id.
    pub id: String,
    /// Revision, for saving.
    pub revision: i64,
    /// Name.
    pub name: String,
    /// Pinyin and initials, for filters.
    pub spelling: String,
    /// Whether it may be used for something new.
    pub active: bool,
}

fn view(row: Department) -> DepartmentView {
    DepartmentView {
        id: row.id,
        revision: row.revision,
        spelling: search::spelling(&row.name),
        name: row.name,
        active: row.active,
    }
}

/// Lists the departments by name, inactive ones included.
pub struct DepartmentList;

impl Command for DepartmentList {
    type Arguments = Nothing;
    type Answer = Vec<DepartmentView>;
    const NAME: &'static str = "department_list";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(_: Nothing, call: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        Ok(call.all::<Department>()?.into_iter().map(view).collect())
    }
}

/// Adds or changes a department.
pub struct DepartmentSave;

/// A department as it shall be.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DepartmentSaveArguments {
    /// Its id where it exists.
    #[serde(default)]
    pub id: Option<String>,
    /// The revision it was read with.
    #[serde(default)]
    pub revision: Option<i64>,
    /// Name.
    pub name: String,
    /// Whether it may be used for something new.
    pub active: bool,
}

impl Command for DepartmentSave {
    type Arguments = DepartmentSaveArguments;
    type Answer = DepartmentView;
    const NAME: &'static str = "department_save";
    const ACCESS: Access = KEEPING;
    const EFFECT: Effect = Effect::Changes { areas: &[Area::Museum], reads: &[Area::Museum], reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<DepartmentView, Failure> {
        let name = input::line("name", &arguments.name)?;
        let before = before::<Department>(call, arguments.id.as_deref(), arguments.revision, "department")?;
        let all = call.all::<Department>()?;
        refuse_taken(
            all.iter().any(|other| other.name == name && Some(&other.id) != arguments.id.as_ref()),
            "name",
            &name,
        )?;
        let (id, revision) = identity(call, before.as_ref());
        let after = Department { id, revision, sort_key: search::sort_key(&name), name, active: arguments.active };
        let revision = write(call, before.as_ref(), &after);
        Ok(view(Department { revision, ..after }))
    }
}

/// Deletes a department that was never used.
pub struct DepartmentDelete;

impl Command for DepartmentDelete {
    type Arguments = Deletion;
    type Answer = Deleted;
    const NAME: &'static str = "department_delete";
    const ACCESS: Access = KEEPING;
    const EFFECT: Effect =
        Effect::Changes { areas: &[Area::Museum], reads: &[Area::Museum, Area::Templates], reversible: true };

    fn run(arguments: Deletion, call: &mut Call<'_>) -> Result<Deleted, Failure> {
        let row = as_read::<Department>(call, &arguments.id, arguments.revision, "department")?;
        refuse_mentioned(call, &row.id)?;
        // Sessions, exhibitions and people refer to it by foreign keys, which refuse.
        call.batch.delete(&row);
        Ok(Deleted { id: row.id })
    }
}
