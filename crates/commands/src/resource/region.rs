//! Regions, as the page asks for them.

use chrono::NaiveDate;
use rules::region::{self, Region, RegionKind};
use rules::time::{Minute, date_of, day_start};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::search;
use ts_rs::TS;

use super::common::optional_day;
use crate::Failure;
use crate::access::Access;
use crate::gate::{Call, Command, Effect};

/// A district-level unit over the time it stands.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct RegionView {
    /// Code: unique on any day, not over time.
    pub code: String,
    /// Name.
    pub name: String,
    /// Pinyin and initials, for filters.
    pub spelling: String,
    /// What kind of unit.
    pub kind: RegionKind,
    /// Its first day, where the list looks back so far.
    pub valid_from: Option<Minute>,
    /// The first day on which it no longer stands.
    pub valid_until: Option<Minute>,
    /// For a unit of the museum's own, the code of the one it rolls up into.
    pub part_of: Option<String>,
    /// Codes of the units its ground belongs to since.
    pub became: Vec<String>,
}

fn view(region: &Region) -> RegionView {
    RegionView {
        code: region.code.to_owned(),
        name: region.name.to_owned(),
        spelling: search::spelling(region.name),
        kind: region.kind,
        valid_from: region.valid_from.map(day_start),
        valid_until: region.valid_until.map(day_start),
        part_of: region.part_of.map(str::to_owned),
        became: region.became.iter().map(|code| (*code).to_owned()).collect(),
    }
}

/// The name of the region a code means on a day; the code itself where nobody knows it.
pub(super) fn region_name(code: &str, date: NaiveDate) -> String {
    region::named(code, date).map_or(code, |region| region.name).to_owned()
}

/// Lists the regions that stand on a day, or all there were.
pub struct RegionList;

/// Which regions.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RegionListArguments {
    /// The day; every unit there is or was where it is left out.
    #[serde(default)]
    pub on: Option<Minute>,
}

impl Command for RegionList {
    type Arguments = RegionListArguments;
    type Answer = Vec<RegionView>;
    const NAME: &'static str = "region_list";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, _: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        let mut found: Vec<&Region> = match optional_day("on", arguments.on)?.and_then(date_of) {
            Some(date) => region::on(date).collect(),
            None => region::all().iter().collect(),
        };
        found.sort_by_cached_key(|region| (search::sort_key(region.name), region.valid_from));
        Ok(found.into_iter().map(view).collect())
    }
}
