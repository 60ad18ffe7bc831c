//! The kinds of things a museum keeps lists of.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::session::codes;

codes! {
    /// What a space is.
    pub enum SpaceKind {
        /// 展厅.
        Hall = "hall",
        /// 展区.
        Zone = "zone",
        /// 剧场、报告厅.
        Theatre = "theatre",
        /// 教室.
        Classroom = "classroom",
        /// 室外.
        Outdoor = "outdoor",
    }
}

codes! {
    /// Where an exhibit is.
    pub enum ExhibitCondition {
        /// 在展.
        OnShow = "on_show",
        /// 在库.
        InStore = "in_store",
        /// 维修.
        UnderRepair = "under_repair",
    }
}

codes! {
    /// Why a person is away.
    pub enum LeaveKind {
        /// 年休假.
        Annual = "annual",
        /// 病假.
        Sick = "sick",
        /// 事假.
        Personal = "personal",
        /// 调休.
        AdjustedRest = "adjusted_rest",
        /// 公差、培训.
        Official = "official",
        /// 其他.
        Other = "other",
    }
}

codes! {
    /// What a site is: the five outreach places, and bodies that give one a roof.
    pub enum SiteKind {
        /// 学校.
        School = "school",
        /// 农村.
        Rural = "rural",
        /// 社区.
        Community = "community",
        /// 企业.
        Enterprise = "enterprise",
        /// 机关.
        GovernmentBody = "government_body",
        /// 科普示范社区.
        ModelCommunity = "model_community",
        /// 教学点.
        TeachingPoint = "teaching_point",
        /// 文明实践中心.
        CivilizationPracticeCentre = "civilization_practice_centre",
        /// 党群服务中心.
        PartyServiceCentre = "party_service_centre",
        /// 广场、公园.
        PublicPlace = "public_place",
        /// 其他.
        Other = "other",
    }
}
