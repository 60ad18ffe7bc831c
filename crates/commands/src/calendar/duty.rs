//! The duty leader (带班) of each day.

use std::collections::HashMap;

use chrono::NaiveDate;
use rules::time::{DAY_MINUTES, date_of};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Value, rows, statement};
use ts_rs::TS;

use super::days::{day_of, range};
use crate::access::{Access, Area, CALENDAR_KEEPING};
use crate::facts::must_find;
use crate::gate::{Call, Command, Effect};
use crate::{Failure, input};

/// Days one call may list or set.
const DAYS_MAX: i64 = 2 * 366;

/// Who leads a day.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct DutyView {
    /// The day.
    pub date: NaiveDate,
    /// The leader's id.
    pub leader: String,
    /// Their name.
    pub leader_name: String,
}

/// Lists the duty leaders of some days, in order; a day without one is left out.
pub struct DutyList;

/// Which days.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DutyListArguments {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

impl Command for DutyList {
    type Arguments = DutyListArguments;
    type Answer = Vec<DutyView>;
    const NAME: &'static str = "duty_list";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        let (first, last) = range(arguments.from, arguments.to, DAYS_MAX)?;
        let bounds = [Value::from(first), Value::from(last + DAY_MINUTES)];
        let duties = call.snapshot.rows::<rows::Duty>(&statement::DUTY_BETWEEN, &bounds)?;
        // A few people lead in turn.
        let mut names: HashMap<String, String> = HashMap::new();
        for duty in &duties {
            if !names.contains_key(&duty.leader_id)
                && let Some(leader) = call.find::<rows::Person>(&duty.leader_id)?
            {
                names.insert(leader.id, leader.name);
            }
        }
        Ok(duties
            .into_iter()
            .filter_map(|duty| {
                let leader_name = names.get(&duty.leader_id).cloned().unwrap_or_default();
                Some(DutyView { date: date_of(duty.day)?, leader: duty.leader_id, leader_name })
            })
            .collect())
    }
}

/// Says who leads some days.
pub struct DutySet;

/// Which days and who.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DutySetArguments {
    /// The days, 1 to 732.
    pub days: Vec<NaiveDate>,
    /// The leader's id; nobody where empty.
    pub leader: Option<String>,
}

impl Command for DutySet {
    type Arguments = DutySetArguments;
    type Answer = Vec<DutyView>;
    const NAME: &'static str = "duty_set";
    const ACCESS: Access = CALENDAR_KEEPING;
    const EFFECT: Effect =
        Effect::Changes { areas: &[Area::Calendar], reads: &[Area::Calendar, Area::People], reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        let mut days = arguments.days;
        days.sort();
        days.dedup();
        input::number("days", i64::try_from(days.len()).unwrap_or(i64::MAX), 1, DAYS_MAX)?;
        let leader: Option<rows::Person> = match &arguments.leader {
            Some(id) => Some(must_find(call, id, "person")?),
            None => None,
        };
        if leader.as_ref().is_some_and(|leader| !leader.active) {
            return Err(Failure::not_found("person"));
        }
        for date in &days {
            let day = day_of("days", *date)?;
            let bounds = [Value::from(day), Value::from(day + DAY_MINUTES)];
            let before = call.snapshot.rows::<rows::Duty>(&statement::DUTY_BETWEEN, &bounds)?.into_iter().next();
            match (before, &leader) {
                (Some(before), Some(leader)) => {
                    let after = rows::Duty { leader_id: leader.id.clone(), ..before.clone() };
                    call.batch.update(&before, &after);
                }
                (Some(before), None) => call.batch.delete(&before),
                (None, Some(leader)) => {
                    let row = rows::Duty { id: call.new_id(), revision: 0, day, leader_id: leader.id.clone() };
                    call.batch.insert(&row);
                }
                (None, None) => {}
            }
        }
        Ok(leader.map_or_else(Vec::new, |leader| {
            days.into_iter()
                .map(|date| DutyView { date, leader: leader.id.clone(), leader_name: leader.name.clone() })
                .collect()
        }))
    }
}
