//! Resources: spaces, departments, people, vehicles, kits, sites, exhibits, regions.

mod common;
mod department;
mod exhibit;
mod kit;
mod person;
mod region;
mod site;
mod space;
#[cfg(test)]
mod tests;
mod vehicle;

pub(crate) use common::{Deleted, Deletion, phone_for};

use crate::gate::Entry;

pub(crate) use department::{DepartmentSave, DepartmentSaveArguments};
pub(crate) use exhibit::{ExhibitSave, ExhibitSaveArguments};
pub(crate) use kit::{KitLine, KitSave, KitSaveArguments};
pub(crate) use person::{
    AvailabilityLine as PersonAvailability, PersonSave, PersonSaveArguments, QualificationLine as PersonQualification,
};
pub(crate) use site::{SiteSave, SiteSaveArguments};
pub(crate) use space::{SpaceSave, SpaceSaveArguments};
pub(crate) use vehicle::{VehicleSave, VehicleSaveArguments};

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] = &[
    Entry::of::<space::SpaceList>(),
    Entry::of::<space::SpaceSave>(),
    Entry::of::<space::SpaceDelete>(),
    Entry::of::<department::DepartmentList>(),
    Entry::of::<department::DepartmentSave>(),
    Entry::of::<department::DepartmentDelete>(),
    Entry::of::<person::PersonList>(),
    Entry::of::<person::PersonRead>(),
    Entry::of::<person::PersonSave>(),
    Entry::of::<person::PersonDelete>(),
    Entry::of::<person::PersonHandOn>(),
    Entry::of::<person::PersonTakeOn>(),
    Entry::of::<person::LeaveList>(),
    Entry::of::<person::LeaveSave>(),
    Entry::of::<person::LeaveDelete>(),
    Entry::of::<vehicle::VehicleList>(),
    Entry::of::<vehicle::VehicleSave>(),
    Entry::of::<vehicle::VehicleDelete>(),
    Entry::of::<kit::KitList>(),
    Entry::of::<kit::KitSave>(),
    Entry::of::<kit::KitDelete>(),
    Entry::of::<site::SiteList>(),
    Entry::of::<site::SiteRead>(),
    Entry::of::<site::SiteSave>(),
    Entry::of::<site::SiteDelete>(),
    Entry::of::<exhibit::ExhibitList>(),
    Entry::of::<exhibit::ExhibitSave>(),
    Entry::of::<exhibit::ExhibitDelete>(),
    Entry::of::<exhibit::ExhibitReportFault>(),
    Entry::of::<exhibit::ExhibitMend>(),
    Entry::of::<region::RegionList>(),
];
