//! The opening rule: closed weekdays, hours by season and space, timetables.

use rules::calendar::{CalendarSettings, ENTRIES_MAX, NAME_CHARACTERS_MAX, SettingFault, SettingFaultKind};
use schemars::JsonSchema;
use serde::Serialize;
use store::rows;
use ts_rs::TS;

use super::effects::{AffectedSession, affected};
use crate::access::{Access, Area, CALENDAR_KEEPING};
use crate::facts::must_exist;
use crate::gate::{Call, Command, Effect};
use crate::{Failure, input, setting};

/// Refuses an opening rule that no day could follow.
pub(crate) fn check_settings(call: &Call<'_>, settings: &CalendarSettings) -> Result<(), Failure> {
    // Which characters a name may have is said at the gate, for all names alike; the rule looks at the rest.
    let seasons = settings.seasons.iter().enumerate().map(|(place, season)| ("seasons", place, &season.name));
    let timetables = settings.timetables.iter().enumerate().map(|(place, each)| ("timetables", place, &each.name));
    for (list, place, name) in seasons.chain(timetables) {
        input::line(&format!("opening.{list}[{place}].name"), name)?;
    }
    settings.check().map_err(failure)?;
    for space in &settings.spaces {
        must_exist::<rows::Space>(call, Some(&space.space), "space")?;
    }
    Ok(())
}

fn failure(fault: SettingFault) -> Failure {
    let field = format!("opening.{}", fault.field);
    let code = match fault.kind {
        SettingFaultKind::TooMany => {
            return Failure::new("number_out_of_range").fact("field", field).fact("least", 0).fact("most", ENTRIES_MAX);
        }
        SettingFaultKind::HoursOrder => "span_invalid",
        SettingFaultKind::OutOfRange | SettingFaultKind::DateImpossible => "time_invalid",
        SettingFaultKind::Overlap => {
            return Failure::new("arguments_invalid").rule("opening_entries_overlap").fact("field", field);
        }
        SettingFaultKind::Name => "text_empty",
        SettingFaultKind::NameTooLong => {
            return Failure::new("text_too_long").fact("field", field).fact("limit", NAME_CHARACTERS_MAX);
        }
        SettingFaultKind::SeasonUnknown => return Failure::not_found("season").fact("field", field),
    };
    Failure::new(code).fact("field", field)
}

/// Changes the opening rule.
pub struct OpeningSave;

/// The rule that was kept, and what it strands.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct OpeningSaved {
    /// The rule.
    pub opening: CalendarSettings,
    /// Every future session that now meets a closed day or stands outside the hours, and that nobody let pass.
    pub affected: Vec<AffectedSession>,
}

impl Command for OpeningSave {
    type Arguments = CalendarSettings;
    type Answer = OpeningSaved;
    const NAME: &'static str = "opening_save";
    const ACCESS: Access = CALENDAR_KEEPING;
    const EFFECT: Effect = Effect::Changes {
        areas: &[Area::Museum, Area::Calendar, Area::Sessions],
        reads: &[Area::Museum, Area::Spaces],
        reversible: true,
    };

    fn run(opening: CalendarSettings, call: &mut Call<'_>) -> Result<OpeningSaved, Failure> {
        check_settings(call, &opening)?;
        setting::write(call, setting::OPENING, &opening)?;
        let calendar = super::load(call.snapshot)?.with_settings(opening.clone());
        let affected = affected(call, calendar, false)?;
        Ok(OpeningSaved { opening, affected })
    }
}
