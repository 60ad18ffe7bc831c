//! Settings: values with defaults, kept as JSON under a key.

use rules::conflict::PlanningSettings;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use store::Snapshot;
use store::rows::Setting;
use ts_rs::TS;

use crate::access::{ADMINISTRATION, Access, Area};
use crate::gate::{Call, Command, Effect, Entry};
use crate::profile::Nothing;
use crate::{Failure, input};

/// Limits of planning.
pub(crate) const PLANNING: &str = "planning";
/// Opening hours, closed weekdays, seasons.
pub(crate) const OPENING: &str = "opening";
/// Limits of the road.
pub(crate) const ROAD: &str = "road";
/// The museum's own name and what prints with it.
pub(crate) const MUSEUM: &str = "museum";

/// What the museum calls itself.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default, deny_unknown_fields)]
pub struct MuseumSettings {
    /// Its name, as it prints.
    pub name: String,
    /// Whether this is the sample museum.
    pub sample: bool,
    /// Days after which a backup should go to a stick again.
    pub stick_reminder_days: i64,
}

impl Default for MuseumSettings {
    fn default() -> MuseumSettings {
        MuseumSettings { name: "科技馆".to_owned(), sample: false, stick_reminder_days: 7 }
    }
}

/// Reads a setting; what is missing, or was written by a later version, is its default.
pub(crate) fn read<S: DeserializeOwned + Default>(snapshot: &Snapshot<'_>, key: &str) -> Result<S, Failure> {
    Ok(snapshot.find::<Setting>(key)?.and_then(|row| serde_json::from_str(&row.value).ok()).unwrap_or_default())
}

/// Writes a setting into the call's batch.
pub(crate) fn write<S: Serialize>(call: &mut Call<'_>, key: &str, value: &S) -> Result<(), Failure> {
    let text = serde_json::to_string(value).map_err(|_| Failure::new("store_failed"))?;
    match call.find::<Setting>(key)? {
        Some(before) => {
            let after = Setting { value: text, ..before.clone() };
            call.batch.update(&before, &after);
        }
        None => call.batch.insert(&Setting { id: key.to_owned(), revision: 0, value: text }),
    }
    Ok(())
}

/// All settings together.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The museum.
    pub museum: MuseumSettings,
    /// The limits of planning.
    pub planning: PlanningSettings,
    /// The limits of the road.
    #[serde(default)]
    pub road: rules::road::RoadSettings,
    /// The opening rule.
    pub opening: rules::calendar::CalendarSettings,
}

/// Reads all settings.
pub struct SettingRead;

impl Command for SettingRead {
    type Arguments = Nothing;
    type Answer = Settings;
    const NAME: &'static str = "setting_read";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(_: Nothing, call: &mut Call<'_>) -> Result<Settings, Failure> {
        Ok(Settings {
            museum: read(call.snapshot, MUSEUM)?,
            planning: read(call.snapshot, PLANNING)?,
            road: read(call.snapshot, ROAD)?,
            opening: read(call.snapshot, OPENING)?,
        })
    }
}

/// Reads what settings are where nobody has said otherwise.
pub struct SettingDefaults;

impl Command for SettingDefaults {
    type Arguments = Nothing;
    type Answer = Settings;
    const NAME: &'static str = "setting_defaults";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(_: Nothing, _: &mut Call<'_>) -> Result<Settings, Failure> {
        Ok(Settings::default())
    }
}

/// Writes all settings.
pub struct SettingSave;

impl Command for SettingSave {
    type Arguments = Settings;
    type Answer = Settings;
    const NAME: &'static str = "setting_save";
    const ACCESS: Access = ADMINISTRATION;
    const EFFECT: Effect = Effect::Changes {
        areas: &[Area::Museum, Area::Calendar, Area::Sessions],
        reads: &[Area::Museum],
        reversible: true,
    };

    fn run(mut settings: Settings, call: &mut Call<'_>) -> Result<Settings, Failure> {
        settings.museum.name = input::line("museum.name", &settings.museum.name)?;
        input::number("museum.stick_reminder_days", settings.museum.stick_reminder_days, 1, 365)?;
        let planning = &settings.planning;
        input::number("planning.rest_minutes_min", planning.rest_minutes_min, 0, 240)?;
        input::number("planning.tours_per_day_max", planning.tours_per_day_max, 1, 24)?;
        input::number("planning.tour_group_max", planning.tour_group_max, 1, 500)?;
        input::number("planning.step_minutes", planning.step_minutes, 1, 60)?;
        input::number("planning.alternative_days_max", planning.alternative_days_max, 1, 60)?;
        input::code("planning.house_language", &planning.house_language)?;
        check_road(&settings.road)?;
        crate::calendar::check_settings(call, &settings.opening)?;
        let before: MuseumSettings = read(call.snapshot, MUSEUM)?;
        // Whether it is a sample is a fact of how it was made, not a wish.
        settings.museum.sample = before.sample;
        write(call, MUSEUM, &settings.museum)?;
        write(call, PLANNING, &settings.planning)?;
        write(call, ROAD, &settings.road)?;
        write(call, OPENING, &settings.opening)?;
        Ok(settings)
    }
}

fn check_road(road: &rules::road::RoadSettings) -> Result<(), Failure> {
    input::code("road.museum_district", &road.museum_district)?;
    if let Some(point) = &road.museum_point {
        input::number("road.museum_point", point.latitude_millionths, -90_000_000, 90_000_000)?;
        input::number("road.museum_point", point.longitude_millionths, -180_000_000, 180_000_000)?;
        input::line("road.museum_point", &point.provenance)?;
    }
    for (field, value, least, most) in [
        ("road.driving_before_break_minutes_max", road.driving_before_break_minutes_max, 30, 720),
        ("road.break_minutes_min", road.break_minutes_min, 0, 240),
        ("road.driving_per_day_minutes_max", road.driving_per_day_minutes_max, 60, 1_440),
        ("road.setup_minutes_min", road.setup_minutes_min, 0, 720),
        ("road.packing_minutes_min", road.packing_minutes_min, 0, 720),
        ("road.day_starts_minute", road.day_starts_minute, 0, 1_439),
        ("road.day_ends_minute", road.day_ends_minute, road.day_starts_minute.saturating_add(1), 1_440),
        ("road.home_by_minute", road.home_by_minute, road.day_starts_minute.saturating_add(1), 1_440),
        ("road.detour_percent", road.detour_percent, 100, 400),
        ("road.speed_kilometres_an_hour", road.speed_kilometres_an_hour, 5, 130),
        ("road.within_district_metres", road.within_district_metres, 1, 500_000),
        ("road.vehicle_years_max", road.vehicle_years_max, 1, 50),
        ("road.vehicle_kilometres_max", road.vehicle_kilometres_max, 1_000, 5_000_000),
    ] {
        input::number(field, value, least, most)?;
    }
    Ok(())
}

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] =
    &[Entry::of::<SettingRead>(), Entry::of::<SettingDefaults>(), Entry::of::<SettingSave>()];
