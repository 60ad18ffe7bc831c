//! Saving a person with their qualifications and availability, and deleting one who never came.

use rules::conflict::{PersonKind, QualificationAspect};
use rules::time::{DAY_MINUTES, Minute};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows::{Availability, Department, Leave, Person, Qualification, Space};
use store::{Value, search, statement};
use ts_rs::TS;

use super::super::common::{
    Deleted, Deletion, as_read, before, count, identity, optional_day, phone, refuse_mentioned, refuse_used, write,
};
use super::super::vehicle::licence_class;
use super::posts::future_uses;
use super::{AvailabilityLine, PersonView, READS, Record, line};
use crate::access::{Access, Area, ROSTERING};
use crate::facts::{must_exist, must_find};
use crate::gate::{Call, Command, Effect};
use crate::{Failure, input};

/// Qualifications or stretches of availability that a person may have.
const LINES_MAX: i64 = 100;

/// A qualification as it shall be.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct QualificationLine {
    /// What it speaks about.
    pub aspect: QualificationAspect,
    /// The role, theme, language, age band, or the hall's id.
    pub value: String,
    /// The day from which it no longer holds.
    #[serde(default)]
    pub expires: Option<Minute>,
}

/// Adds or changes a person.
pub struct PersonSave;

/// A person as they shall be.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PersonSaveArguments {
    /// The id where they exist.
    #[serde(default)]
    pub id: Option<String>,
    /// The revision they were read with.
    #[serde(default)]
    pub revision: Option<i64>,
    /// Name.
    pub name: String,
    /// What they are.
    pub kind: PersonKind,
    /// Their department.
    #[serde(default)]
    pub department: Option<String>,
    /// Phone.
    #[serde(default)]
    pub phone: Option<String>,
    /// Driving licence: class or classes, as B1 or A1A2.
    #[serde(default)]
    pub licence_class: Option<String>,
    /// The day from which it no longer holds.
    #[serde(default)]
    pub licence_expires: Option<Minute>,
    /// What they may do; what is left out goes.
    #[serde(default)]
    pub qualifications: Vec<QualificationLine>,
    /// When they can come; what is left out goes.
    #[serde(default)]
    pub availability: Vec<AvailabilityLine>,
    /// Remark.
    #[serde(default)]
    pub remark: Option<String>,
    /// Whether they may take anything new. Who still has posts hands them on first.
    pub active: bool,
}

impl Command for PersonSave {
    type Arguments = PersonSaveArguments;
    type Answer = PersonView;
    const NAME: &'static str = "person_save";
    const ACCESS: Access = ROSTERING;
    const EFFECT: Effect = Effect::Changes { areas: &[Area::People], reads: READS, reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<PersonView, Failure> {
        let before = before::<Person>(call, arguments.id.as_deref(), arguments.revision, "person")?;
        if let Some(before) = before.as_ref().filter(|before| before.active && !arguments.active) {
            refuse_used(future_uses(call, &before.id, call.now)?)?;
        }
        let after = row(&arguments, before.as_ref(), call)?;
        // The person before their lines: those refer to them.
        let revision = write(call, before.as_ref(), &after);
        let qualifications = write_qualifications(call, &after.id, &arguments.qualifications)?;
        let availability = write_availability(call, &after.id, &arguments.availability)?;
        Record { row: Person { revision, ..after }, qualifications, availability }.view(call)
    }
}

fn row(arguments: &PersonSaveArguments, before: Option<&Person>, call: &Call<'_>) -> Result<Person, Failure> {
    let name = input::line("name", &arguments.name)?;
    must_exist::<Department>(call, arguments.department.as_deref(), "department")?;
    let class = input::optional_line("licence_class", arguments.licence_class.as_deref())?;
    let licence = class.map(|class| licence_class("licence_class", &class, true)).transpose()?;
    let (id, revision) = identity(call, before);
    Ok(Person {
        id,
        revision,
        sort_key: search::sort_key(&name),
        name,
        kind: arguments.kind.code().to_owned(),
        department_id: arguments.department.clone(),
        phone: phone("phone", arguments.phone.as_deref())?,
        licence_expires: optional_day("licence_expires", arguments.licence_expires)?.filter(|_| licence.is_some()),
        licence_class: licence,
        remark: input::optional_note("remark", arguments.remark.as_deref())?,
        active: arguments.active,
    })
}

/// The value of a qualification in the form its aspect is compared in.
fn checked_value(line: &QualificationLine, call: &Call<'_>) -> Result<String, Failure> {
    use QualificationAspect as A;
    let field = "qualifications.value";
    match line.aspect {
        A::Role | A::Language => input::code(field, &line.value),
        A::Theme | A::AgeBand => input::line(field, &line.value),
        A::Hall => must_find::<Space>(call, &line.value, "space").map(|space| space.id),
    }
}

fn write_qualifications(
    call: &mut Call<'_>,
    person: &str,
    wanted: &[QualificationLine],
) -> Result<Vec<Qualification>, Failure> {
    count("qualifications", wanted.len(), LINES_MAX)?;
    let mut before = call.snapshot.rows::<Qualification>(&statement::QUALIFICATION_OF, &[Value::from(person)])?;
    let mut rows: Vec<Qualification> = Vec::new();
    for line in wanted {
        let (aspect, value) = (line.aspect.code(), checked_value(line, call)?);
        if rows.iter().any(|row| row.aspect == aspect && row.value == value) {
            return Err(Failure::new("name_taken").fact("field", "qualifications").fact("name", value));
        }
        let known = before.iter().position(|row| row.aspect == aspect && row.value == value);
        let known = known.map(|place| before.swap_remove(place));
        let (id, revision) = identity(call, known.as_ref());
        let row = Qualification {
            id,
            revision,
            person_id: person.to_owned(),
            aspect: aspect.to_owned(),
            value,
            expires: optional_day("qualifications.expires", line.expires)?,
        };
        write(call, known.as_ref(), &row);
        rows.push(row);
    }
    before.iter().for_each(|gone| call.batch.delete(gone));
    Ok(rows)
}

fn write_availability(
    call: &mut Call<'_>,
    person: &str,
    wanted: &[AvailabilityLine],
) -> Result<Vec<Availability>, Failure> {
    count("availability", wanted.len(), LINES_MAX)?;
    let mut before = call.snapshot.rows::<Availability>(&statement::AVAILABILITY_OF, &[Value::from(person)])?;
    let mut rows: Vec<Availability> = Vec::new();
    for asked in wanted {
        input::number("availability.weekday", asked.weekday, 0, 6)?;
        input::number("availability.starts", asked.starts, 0, DAY_MINUTES - 1)?;
        input::number("availability.ends", asked.ends, 1, DAY_MINUTES)?;
        let valid_from = optional_day("availability.valid_from", asked.valid_from)?;
        let valid_to = optional_day("availability.valid_to", asked.valid_to)?;
        if asked.starts >= asked.ends || valid_from.zip(valid_to).is_some_and(|(from, to)| from > to) {
            return Err(Failure::new("span_invalid").fact("field", "availability"));
        }
        if let Some(place) = before.iter().position(|row| line(row) == *asked) {
            rows.push(before.swap_remove(place));
            continue;
        }
        let row = Availability {
            id: call.new_id(),
            revision: 0,
            person_id: person.to_owned(),
            weekday: asked.weekday,
            starts: asked.starts,
            ends: asked.ends,
            valid_from,
            valid_to,
        };
        call.batch.insert(&row);
        rows.push(row);
    }
    before.iter().for_each(|gone| call.batch.delete(gone));
    Ok(rows)
}

/// Deletes a person who never stood on a post.
pub struct PersonDelete;

impl Command for PersonDelete {
    type Arguments = Deletion;
    type Answer = Deleted;
    const NAME: &'static str = "person_delete";
    const ACCESS: Access = ROSTERING;
    const EFFECT: Effect = Effect::Changes { areas: &[Area::People], reads: READS, reversible: true };

    fn run(arguments: Deletion, call: &mut Call<'_>) -> Result<Deleted, Failure> {
        let row = as_read::<Person>(call, &arguments.id, arguments.revision, "person")?;
        refuse_mentioned(call, &row.id)?;
        let by = [Value::from(row.id.as_str())];
        for line in call.snapshot.rows::<Qualification>(&statement::QUALIFICATION_OF, &by)? {
            call.batch.delete(&line);
        }
        for line in call.snapshot.rows::<Availability>(&statement::AVAILABILITY_OF, &by)? {
            call.batch.delete(&line);
        }
        for leave in call.snapshot.rows::<Leave>(&statement::LEAVE_OF, &by)? {
            call.batch.delete(&leave);
        }
        // Posts, crews and duties refer to a person by foreign keys, which refuse.
        call.batch.delete(&row);
        Ok(Deleted { id: row.id })
    }
}
