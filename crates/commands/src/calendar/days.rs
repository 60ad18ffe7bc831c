//! What each day is, and dates as calendar commands take them.

use chrono::NaiveDate;
use rules::calendar::CalendarDay;
use rules::time::{DAY_MINUTES, Minute, day_start};
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

use crate::access::Access;
use crate::gate::{Call, Command, Effect};
use crate::{Failure, input};

/// Days one call may ask for: the years a schedule may speak of.
const DAYS_MAX: i64 = 111 * 366;

/// The minute at which a date begins, if it lies within the years a schedule may speak of.
pub(super) fn day_of(field: &str, date: NaiveDate) -> Result<Minute, Failure> {
    input::minute(field, day_start(date))
}

/// The days from `from` to `to`, both counted: at most `days_max`, in order.
pub(super) fn range(from: NaiveDate, to: NaiveDate, days_max: i64) -> Result<(Minute, Minute), Failure> {
    let (first, last) = (day_of("from", from)?, day_of("to", to)?);
    let days = (last - first) / DAY_MINUTES + 1;
    if first > last || days > days_max {
        return Err(Failure::new("span_invalid").fact("field", "to").fact("starts", first).fact("ends", last));
    }
    Ok((first, last))
}

/// What each day is, whether the museum is open, and why.
pub struct CalendarDays;

/// Which days.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CalendarDaysArguments {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

impl Command for CalendarDays {
    type Arguments = CalendarDaysArguments;
    type Answer = Vec<CalendarDay>;
    const NAME: &'static str = "calendar_days";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        range(arguments.from, arguments.to, DAYS_MAX)?;
        let calendar = super::load(call.snapshot)?;
        Ok(arguments.from.iter_days().take_while(|date| *date <= arguments.to).map(|date| calendar.day(date)).collect())
    }
}
