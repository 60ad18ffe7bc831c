//! What must be in the glove box: licences, inspection, insurance; and when a vehicle is worn out.

use chrono::Datelike as _;

use super::{RoadFacts, RunProposal, Vehicle};
use crate::conflict::{Clash, ClashCode, Hardness, Person, SubjectKind};
use crate::time::{Minute, date_of};

/// Which classes a Chinese licence of a class covers besides its own (公安部令第162号, 附件1).
const COVERS: &[(&str, &[&str])] = &[
    ("A1", &["A3", "B1", "B2", "C1", "C2", "C3", "C4"]),
    ("A2", &["B1", "B2", "C1", "C2", "C3", "C4"]),
    ("A3", &["C1", "C2", "C3", "C4"]),
    ("B1", &["C1", "C2", "C3", "C4"]),
    ("B2", &["C1", "C2", "C3", "C4"]),
    ("C1", &["C2", "C3", "C4"]),
];

/// Whether a licence of class or classes `held` (as `A1A2`) covers a vehicle of class `wanted`.
/// A class the law does not name covers only itself.
pub fn licence_covers(held: &str, wanted: &str) -> bool {
    let wanted = wanted.trim().to_ascii_uppercase();
    classes(held).iter().any(|class| {
        *class == wanted || COVERS.iter().any(|(known, covered)| known == class && covered.contains(&wanted.as_str()))
    })
}

/// `A1A2`, `A1 A2` and `a1/A2` are two classes each.
fn classes(held: &str) -> Vec<String> {
    let mut classes: Vec<String> = Vec::new();
    for letter in held.trim().to_ascii_uppercase().chars() {
        if letter.is_ascii_alphabetic() || classes.is_empty() {
            classes.push(String::new());
        }
        if let Some(class) = classes.last_mut().filter(|_| letter.is_ascii_alphanumeric()) {
            class.push(letter);
        }
    }
    classes
}

/// Whether a paper that no longer holds from `expires` on fails before the run is over.
fn runs_out(expires: Option<Minute>, run: &RunProposal) -> Option<Minute> {
    expires.filter(|expires| *expires < run.span.ends)
}

/// What stands against a driver's licence. Where no vehicle is named yet, only its expiry counts.
pub(super) fn licence(person: &Person, run: &RunProposal, facts: &RoadFacts<'_>) -> Option<Clash> {
    let clash = |code| Clash::new(code, Hardness::Hard, SubjectKind::Person, &person.id, &person.name);
    let wanted = run.vehicle.as_ref().and_then(|id| facts.vehicles.get(id)).map(|vehicle| &vehicle.licence_class);
    match (facts.licences.get(&person.id), wanted) {
        (None, wanted) => {
            let wanted = wanted.map_or("", String::as_str);
            Some(clash(ClashCode::LicenceClass).detailed(format!("{wanted}:")))
        }
        (Some(licence), Some(wanted)) if !licence_covers(&licence.class, wanted) => {
            Some(clash(ClashCode::LicenceClass).detailed(format!("{wanted}:{}", licence.class)))
        }
        (Some(licence), _) => {
            let day = runs_out(licence.expires, run)?;
            Some(clash(ClashCode::LicenceExpired).measured(day, run.span.ends))
        }
    }
}

/// What stands against a vehicle's papers and its age.
pub(super) fn vehicle(vehicle: &Vehicle, run: &RunProposal, facts: &RoadFacts<'_>) -> Vec<Clash> {
    let clash = |code, hardness| Clash::new(code, hardness, SubjectKind::Vehicle, &vehicle.id, &vehicle.name);
    let mut clashes = Vec::new();
    if let Some(day) = runs_out(vehicle.inspection_expires, run) {
        clashes.push(clash(ClashCode::InspectionExpired, Hardness::Hard).measured(day, run.span.ends));
    }
    if let Some(day) = runs_out(vehicle.insurance_expires, run) {
        clashes.push(clash(ClashCode::InsuranceExpired, Hardness::Hard).measured(day, run.span.ends));
    }
    if let Some(years) = vehicle.acquired.and_then(|acquired| whole_years(acquired, run.span.starts))
        && years >= facts.settings.vehicle_years_max
    {
        clashes.push(clash(ClashCode::VehicleAge, Hardness::Soft).measured(facts.settings.vehicle_years_max, years));
    }
    if let Some(kilometres) = vehicle.odometer_kilometres.filter(|read| *read >= facts.settings.vehicle_kilometres_max)
    {
        let limit = facts.settings.vehicle_kilometres_max;
        clashes.push(clash(ClashCode::VehicleOdometer, Hardness::Soft).measured(limit, kilometres));
    }
    clashes
}

fn whole_years(from: Minute, to: Minute) -> Option<i64> {
    let (from, to) = (date_of(from)?, date_of(to)?);
    let before_the_day = (to.month(), to.day()) < (from.month(), from.day());
    Some(i64::from(to.year()) - i64::from(from.year()) - i64::from(before_the_day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_cover_what_the_law_says() {
        for (held, wanted, covers) in [
            ("A1", "B1", true),
            ("A2", "A3", false),
            ("A1A2", "A2", true),
            ("B1", "C1", true),
            ("C1", "B1", false),
            ("b2", "B2", true),
            ("C1", "C1", true),
            ("C2", "C1", false),
            ("A1/A2", "B2", true),
            ("D E", "E", true),
            ("", "C1", false),
        ] {
            assert_eq!(licence_covers(held, wanted), covers, "{held} for {wanted}");
        }
    }
}
