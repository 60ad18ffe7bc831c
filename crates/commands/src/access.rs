//! Who may use a command, and which areas a command touches.

use rules::session::SessionKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a person is allowed at this museum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 前台.
    FrontDesk,
    /// 展教/巡展计划.
    Planner,
    /// 讲解/志愿者排班.
    RosterLead,
    /// 值班经理.
    DutyManager,
    /// 馆领导.
    Manager,
    /// 管理员.
    Administrator,
}

impl Role {
    /// All roles.
    pub const ALL: &'static [Role] =
        &[Role::FrontDesk, Role::Planner, Role::RosterLead, Role::DutyManager, Role::Manager, Role::Administrator];

    /// The word in storage.
    pub fn code(self) -> &'static str {
        match self {
            Role::FrontDesk => "front_desk",
            Role::Planner => "planner",
            Role::RosterLead => "roster_lead",
            Role::DutyManager => "duty_manager",
            Role::Manager => "manager",
            Role::Administrator => "administrator",
        }
    }

    /// The role behind a stored word.
    pub fn from_code(code: &str) -> Option<Role> {
        Role::ALL.iter().copied().find(|role| role.code() == code)
    }
}

/// Who may use a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Whoever stands before the screen, before a profile is chosen.
    Anybody,
    /// Every profile.
    Everyone,
    /// These roles, and the administrator.
    Roles(&'static [Role]),
}

impl Access {
    /// Whether a role may pass; `None` is somebody without a profile.
    pub fn allows(self, role: Option<Role>) -> bool {
        match (self, role) {
            (Access::Anybody, _) => true,
            (_, None) => false,
            (Access::Everyone, Some(_)) | (_, Some(Role::Administrator)) => true,
            (Access::Roles(roles), Some(role)) => roles.contains(&role),
        }
    }

    /// The roles in words, for lists and messages.
    pub fn roles(self) -> Vec<&'static str> {
        match self {
            Access::Anybody => vec!["anybody"],
            Access::Everyone => Role::ALL.iter().map(|role| role.code()).collect(),
            Access::Roles(roles) => roles.iter().map(|role| role.code()).chain(["administrator"]).collect(),
        }
    }
}

/// Those who plan the programme.
pub const PLANNING: Access = Access::Roles(&[Role::Planner, Role::DutyManager, Role::RosterLead]);

/// Those who keep the lists of people and posts.
pub const ROSTERING: Access = Access::Roles(&[Role::RosterLead, Role::Planner]);

/// Those who keep the opening calendar.
pub const CALENDAR_KEEPING: Access = Access::Roles(&[Role::DutyManager, Role::Manager]);

/// Only the administrator.
pub const ADMINISTRATION: Access = Access::Roles(&[]);

/// A part of the museum's content that readings depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Area {
    /// Settings, departments and profiles.
    Museum,
    /// Notices, duty, opening.
    Calendar,
    /// Spaces.
    Spaces,
    /// People, qualifications, availability, leave.
    People,
    /// Vehicles, kits, sites, roads.
    Touring,
    /// Exhibitions and exhibits.
    Exhibitions,
    /// Templates.
    Templates,
    /// Sessions, posts, occupancy, findings.
    Sessions,
    /// Caravan runs.
    Runs,
    /// Issued prints.
    Prints,
    /// Views that people keep.
    Views,
    /// How foreign sheets are read, and calendars to subscribe to.
    Sheets,
}

impl Area {
    /// All areas.
    pub const ALL: &'static [Area] = &[
        Area::Museum,
        Area::Calendar,
        Area::Spaces,
        Area::People,
        Area::Touring,
        Area::Exhibitions,
        Area::Templates,
        Area::Sessions,
        Area::Runs,
        Area::Prints,
        Area::Views,
        Area::Sheets,
    ];

    /// The word in storage and in the change feed.
    pub fn code(self) -> &'static str {
        match self {
            Area::Museum => "museum",
            Area::Calendar => "calendar",
            Area::Spaces => "spaces",
            Area::People => "people",
            Area::Touring => "touring",
            Area::Exhibitions => "exhibitions",
            Area::Templates => "templates",
            Area::Sessions => "sessions",
            Area::Runs => "runs",
            Area::Prints => "prints",
            Area::Views => "views",
            Area::Sheets => "sheets",
        }
    }
}

/// What a role may let pass: planners what concerns rooms and roads, roster leads what concerns
/// people, the duty manager everything, closed days and receptions included.
pub fn may_override(role: Role, code: rules::conflict::ClashCode, kind: SessionKind) -> bool {
    use rules::conflict::ClashCode as C;
    match role {
        Role::Administrator | Role::DutyManager => true,
        _ if kind == SessionKind::Reception => false,
        Role::Planner => {
            matches!(
                code,
                C::TourWalksAround
                    | C::OverCapacity
                    | C::GroupTooLarge
                    | C::OutsideHours
                    | C::DemandShort
                    | C::ArrivalBuffer
                    | C::SiteInactive
                    | C::VehicleAge
                    | C::VehicleOdometer
            )
        }
        Role::RosterLead => matches!(
            code,
            C::PersonBuffer
                | C::PersonToursPerDay
                | C::NotQualified
                | C::QualificationExpired
                | C::PersonOnLeave
                | C::PersonUnavailable
                | C::DemandShort
        ),
        Role::FrontDesk | Role::Manager => false,
    }
}
