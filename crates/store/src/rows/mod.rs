//! One struct a table.

mod museum;
mod programme;
mod resources;
mod sheets;
mod touring;

pub use museum::*;
pub use programme::*;
pub use resources::*;
pub use sheets::*;
pub use touring::*;

use crate::row::{Row, Table};

/// Every journaled table.
pub const TABLES: &[&Table] = &[
    Setting::TABLE,
    Profile::TABLE,
    Department::TABLE,
    StateNotice::TABLE,
    MuseumNotice::TABLE,
    Duty::TABLE,
    PrintVersion::TABLE,
    Space::TABLE,
    Person::TABLE,
    Qualification::TABLE,
    Availability::TABLE,
    Leave::TABLE,
    Vehicle::TABLE,
    Kit::TABLE,
    KitItem::TABLE,
    Site::TABLE,
    TravelTime::TABLE,
    Exhibition::TABLE,
    ExhibitionSpace::TABLE,
    Exhibit::TABLE,
    ExhibitFault::TABLE,
    Template::TABLE,
    TemplateSkip::TABLE,
    Session::TABLE,
    SessionSpace::TABLE,
    Post::TABLE,
    Occupancy::TABLE,
    Finding::TABLE,
    CaravanRun::TABLE,
    CaravanCrew::TABLE,
    CaravanStop::TABLE,
    CaravanLoad::TABLE,
    SavedView::TABLE,
    SheetMapping::TABLE,
    CalendarFeed::TABLE,
];

/// The table of that name.
pub fn table_named(name: &str) -> Option<&'static Table> {
    TABLES.iter().copied().find(|table| table.name == name)
}
