//! People, with what they may do and when they come.

use std::collections::HashMap;

use exchange::lines::{AvailabilityLine, QualificationLine};
use exchange::{SheetKind, Target, Value};
use rules::conflict::{PersonKind, QualificationAspect};
use store::rows;

use super::{Existing, KindRule, Record, Scope, code, missing, or_code};
use crate::Failure;
use crate::access::Area;
use crate::gate::{Call, Command as _};
use crate::resource::{PersonAvailability, PersonQualification, PersonSave, PersonSaveArguments};
use crate::sheet::names::{Meant, Names, fold};
use crate::sheet::values::Values;

pub(super) const RULE: KindRule =
    KindRule { access: PersonSave::ACCESS, areas: &[Area::People], existing, key, usual, save };

fn existing(call: &Call<'_>, _: &Scope) -> Result<Vec<Existing>, Failure> {
    let names = Names::load(call)?;
    let mut qualifications: HashMap<String, Vec<String>> = HashMap::new();
    for row in call.all::<rows::Qualification>()? {
        let Some(aspect) = QualificationAspect::from_code(&row.aspect) else { continue };
        let hall = (aspect == QualificationAspect::Hall).then(|| names.name(Target::Space, &row.value)).flatten();
        let value = hall.map_or(row.value, str::to_owned);
        let line = QualificationLine { aspect, value, expires: row.expires };
        qualifications.entry(row.person_id).or_default().push(line.written());
    }
    let mut stretches: HashMap<String, HashMap<Stretch, Vec<i64>>> = HashMap::new();
    for row in call.all::<rows::Availability>()? {
        let stretch = (row.starts, row.ends, row.valid_from, row.valid_to);
        stretches.entry(row.person_id).or_default().entry(stretch).or_default().push(row.weekday);
    }
    let mut people = call.all::<rows::Person>()?;
    people.sort_by(|one, other| (&one.sort_key, &one.id).cmp(&(&other.sort_key, &other.id)));
    let record = |row: rows::Person| {
        let mut known = qualifications.remove(&row.id).unwrap_or_default();
        known.sort();
        let values = Values::new(SheetKind::Person)
            .with("name", row.name.as_str())
            .with("kind", Value::Code(row.kind))
            .with("department", row.department_id)
            .with("phone", row.phone)
            .with("licence_class", row.licence_class)
            .with("licence_expires", row.licence_expires.map(Value::Day))
            .with("qualifications", known)
            .with("availability", availability(stretches.remove(&row.id).unwrap_or_default()))
            .with("active", row.active)
            .with("remark", row.remark);
        Existing { id: row.id, revision: row.revision, values, further: Vec::new(), closed: None }
    };
    Ok(people.into_iter().map(record).collect())
}

/// Start, end, first and last day of a stretch.
type Stretch = (i64, i64, Option<i64>, Option<i64>);

/// The stretches of one person, those of several weekdays in one line.
fn availability(stretches: HashMap<Stretch, Vec<i64>>) -> Vec<String> {
    let mut lines: Vec<(Vec<i64>, Stretch)> = stretches.into_iter().map(|(stretch, days)| (days, stretch)).collect();
    lines.iter_mut().for_each(|(days, _)| days.sort_unstable());
    lines.sort();
    let line = |(weekdays, (starts, ends, from, to))| AvailabilityLine { weekdays, starts, ends, valid: (from, to) };
    lines.into_iter().map(|each| line(each).written()).collect()
}

fn key(values: &Values) -> Option<String> {
    values.text("name").map(fold)
}

fn usual(values: Values) -> Values {
    or_code(values, "kind", |_| PersonKind::Staff.code())
}

fn save(call: &mut Call<'_>, record: Record) -> Result<(), Failure> {
    let values = &record.values;
    let arguments = PersonSaveArguments {
        id: record.id(),
        revision: record.revision(),
        name: values.owned("name").unwrap_or_default(),
        kind: code(values, "kind", PersonKind::from_code).ok_or_else(|| missing("kind"))?,
        department: values.owned("department"),
        phone: values.owned("phone"),
        licence_class: values.owned("licence_class"),
        licence_expires: values.number("licence_expires"),
        qualifications: qualifications(call, values.several("qualifications"))?,
        availability: values
            .several("availability")
            .iter()
            .filter_map(|line| AvailabilityLine::read(line))
            .flat_map(stretch)
            .collect(),
        remark: values.owned("remark"),
        active: record.active(),
    };
    PersonSave::run(arguments, call).map(drop)
}

fn stretch(line: AvailabilityLine) -> impl Iterator<Item = PersonAvailability> {
    let (starts, ends, (valid_from, valid_to)) = (line.starts, line.ends, line.valid);
    line.weekdays.into_iter().map(move |weekday| PersonAvailability { weekday, starts, ends, valid_from, valid_to })
}

fn qualifications(call: &Call<'_>, lines: &[String]) -> Result<Vec<PersonQualification>, Failure> {
    let mut found = Vec::new();
    // Few name a hall: the names are loaded for the first that does.
    let mut names: Option<Names> = None;
    for line in lines.iter().filter_map(|line| QualificationLine::read(line)) {
        let mut value = line.value;
        if line.aspect == QualificationAspect::Hall {
            let known = match names.take() {
                Some(known) => known,
                None => Names::load(call)?,
            };
            let Meant::One(hall) = known.meant(Target::Space, &value) else {
                return Err(Failure::not_found("space").fact("field", "qualifications").fact("name", value));
            };
            (value, names) = (hall, Some(known));
        }
        found.push(PersonQualification { aspect: line.aspect, value, expires: line.expires });
    }
    Ok(found)
}
