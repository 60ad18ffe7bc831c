//! The opening calendar: what each day is and why.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

crate::session::codes! {
    /// What a day is to working people, from its weekday and the notice of its year.
    pub enum DayKind {
        /// 工作日.
        Workday = "workday",
        /// 周末.
        Weekend = "weekend",
        /// 法定节假日放假.
        StatutoryOff = "statutory_off",
        /// 调休上班.
        MakeupWorkday = "makeup_workday",
    }
}

/// The opening rule of a museum.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default, deny_unknown_fields)]
pub struct CalendarSettings {}

/// The opening calendar of a museum.
#[derive(Debug, Clone, Default)]
pub struct Calendar {}
