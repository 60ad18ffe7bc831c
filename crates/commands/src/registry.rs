//! The one list of commands, gathered from the areas.

use std::sync::LazyLock;

use crate::gate::Entry;
use crate::{
    backup, calendar, caravan, exhibition, export, history, museum, printing, profile, quick_add, resource, sample,
    saved_view, schedule, session, setting, sheet, template, whole, work,
};

static REGISTRY: LazyLock<Vec<&'static Entry>> = LazyLock::new(|| {
    [
        museum::COMMANDS,
        profile::COMMANDS,
        setting::COMMANDS,
        calendar::COMMANDS,
        resource::COMMANDS,
        exhibition::COMMANDS,
        session::COMMANDS,
        template::COMMANDS,
        caravan::COMMANDS,
        schedule::COMMANDS,
        quick_add::COMMANDS,
        history::COMMANDS,
        printing::COMMANDS,
        export::COMMANDS,
        saved_view::COMMANDS,
        sheet::COMMANDS,
        work::COMMANDS,
        backup::COMMANDS,
        whole::COMMANDS,
        sample::COMMANDS,
    ]
    .into_iter()
    .flatten()
    .collect()
});

/// Every command there is, area by area.
pub fn registry() -> &'static [&'static Entry] {
    &REGISTRY
}
