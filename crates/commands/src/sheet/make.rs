//! What is made because a sheet names it: a hall, a person, a department; a stop of the caravan where the sheet says its
//! district too. Others need more than a name.

use exchange::{Entry, Mapping, NameRule, Shape, SheetKind, Target, Value};
use rules::conflict::PersonKind;

use super::kinds::{usual_site_kind, usual_space_kind};
use super::names::{Meant, Names};
use crate::Failure;
use crate::gate::{Call, Command as _};
use crate::resource::{
    DepartmentSave, DepartmentSaveArguments, PersonSave, PersonSaveArguments, SiteSave, SiteSaveArguments, SpaceSave,
    SpaceSaveArguments,
};

/// Parts a district and the name of a stop in it.
const IN: char = '·';

/// Whether something of that name can be made.
pub(super) fn can_make(target: Target, name: &str, names: &Names) -> bool {
    match target {
        Target::Space | Target::Person | Target::Department => true,
        Target::Site => site_in_district(name, names).is_some(),
        _ => false,
    }
}

/// The code of the district and the name of the stop, of `奉节县·永安小学`.
pub(super) fn site_in_district<'n>(name: &'n str, names: &Names) -> Option<(String, &'n str)> {
    let (district, site) = name.split_once(IN)?;
    match names.meant(Target::District, district) {
        Meant::One(code) => Some((code, site)),
        _ => None,
    }
}

/// Names a stop by its district as well, where its row says which that is: many districts have a 实验小学. One that is
/// known there keeps its name.
pub(super) fn name_by_district(kind: SheetKind, entry: &mut Entry, names: &Names) {
    if kind != SheetKind::CaravanRun {
        return;
    }
    let (Some(site), Some(district)) = (kind.field("site"), kind.field("district")) else { return };
    let (Some(Value::Text(name)), Some(Value::Text(within))) = (&entry.values[site], &entry.values[district]) else {
        return;
    };
    let Meant::One(code) = names.meant(Target::District, within) else { return };
    let whole = format!("{}{IN}{name}", names.name(Target::District, &code).unwrap_or(within));
    let is_known = match (names.meant(Target::Site, name), names.meant(Target::Site, &whole)) {
        (Meant::One(plain), Meant::One(in_district)) => plain == in_district,
        _ => false,
    };
    if !is_known {
        entry.values[site] = Some(Value::Text(whole));
    }
}

/// The names that a row uses, each with what it names.
pub(super) fn names_in(kind: SheetKind, entry: &Entry) -> Vec<(Target, String)> {
    let mut names = Vec::new();
    for (field, value) in kind.fields().iter().zip(&entry.values) {
        match (field.shape, value) {
            (Shape::Name(target), Some(Value::Text(name))) => names.push((target, name.clone())),
            (Shape::Names(target), Some(Value::Several(several))) => {
                names.extend(several.iter().map(|name| (target, name.clone())));
            }
            _ => {}
        }
    }
    names.sort();
    names.dedup();
    names
}

/// What the mapping and the museum say of a name.
pub(super) enum Ruled {
    /// It means something, or several.
    Known,
    /// It is made.
    Make,
    /// It means nothing.
    Unknown,
}

/// What the mapping and the museum say of a name.
pub(super) fn ruled(mapping: &Mapping, target: Target, name: &str, names: &Names) -> Ruled {
    let rule = mapping.names.get(target.code()).and_then(|rules| rules.get(name));
    let looked_up = match rule {
        Some(NameRule::Means { name }) => name,
        _ => name,
    };
    match (names.meant(target, looked_up), rule) {
        (Meant::None(_), Some(NameRule::Make)) if can_make(target, name, names) => Ruled::Make,
        (Meant::None(_), _) => Ruled::Unknown,
        _ => Ruled::Known,
    }
}

/// Makes it with what is usual, and answers its id. Who is named in `tours` is a docent, others are staff.
///
/// # Errors
/// As the command that saves it, where the caller may use it.
pub(super) fn make(
    call: &mut Call<'_>,
    target: Target,
    name: &str,
    tours: bool,
    names: &Names,
) -> Result<String, Failure> {
    let role = call.actor()?.role;
    let access = match target {
        Target::Space => SpaceSave::ACCESS,
        Target::Person => PersonSave::ACCESS,
        Target::Site => SiteSave::ACCESS,
        _ => DepartmentSave::ACCESS,
    };
    if !access.allows(Some(role)) {
        return Err(Failure::new("not_allowed").fact("command", "sheet_import").fact("allowed", access.roles()));
    }
    let area = match target {
        Target::Space => {
            let space = usual_space_kind(name);
            let arguments = SpaceSaveArguments {
                id: None,
                revision: None,
                parent: None,
                name: name.to_owned(),
                kind: space,
                capacity: None,
                area_square_metres: None,
                lanes: super::kinds::usual_lanes(space),
                rank: None,
                active: true,
            };
            (SpaceSave::run(arguments, call)?.id, crate::Area::Spaces)
        }
        Target::Person => {
            let kind = if tours { PersonKind::Docent } else { PersonKind::Staff };
            let arguments = PersonSaveArguments {
                id: None,
                revision: None,
                name: name.to_owned(),
                kind,
                department: None,
                phone: None,
                licence_class: None,
                licence_expires: None,
                qualifications: Vec::new(),
                availability: Vec::new(),
                remark: None,
                active: true,
            };
            (PersonSave::run(arguments, call)?.summary.id, crate::Area::People)
        }
        Target::Site => {
            let (district_code, name) = site_in_district(name, names).ok_or_else(|| Failure::not_found("site"))?;
            let arguments = SiteSaveArguments {
                id: None,
                revision: None,
                name: name.to_owned(),
                district_code,
                kind: usual_site_kind(name),
                address: None,
                contact_name: None,
                contact_phone: None,
                power: None,
                parking: None,
                remark: None,
                active: true,
            };
            (SiteSave::run(arguments, call)?.id, crate::Area::Touring)
        }
        _ => {
            let arguments = DepartmentSaveArguments { id: None, revision: None, name: name.to_owned(), active: true };
            (DepartmentSave::run(arguments, call)?.id, crate::Area::Museum)
        }
    };
    call.further_areas.push(area.1.code().to_owned());
    Ok(area.0)
}
