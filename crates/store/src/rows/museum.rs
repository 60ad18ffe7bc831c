//! The museum itself: settings, profiles, notices, duty, issued prints.
//!
//! Columns are documented in the migration that makes them; a `starts` or `ends` is in
//! minutes on the wall clock, a day is the minute at which it begins.

use crate::row::table;

table! {
    /// A setting of the museum; its id is its key, its value JSON.
    pub struct Setting in setting [SETTING_INSERT SETTING_UPDATE SETTING_DELETE SETTING_BY_ID SETTING_ALL] {
        /// Value.
        value: String,
    }
}

table! {
    /// A named person at this PC, with a role and perhaps a PIN.
    pub struct Profile in profile [PROFILE_INSERT PROFILE_UPDATE PROFILE_DELETE PROFILE_BY_ID PROFILE_ALL] {
        /// Name.
        name: String,
        /// Sort key.
        sort_key: String,
        /// Role.
        role: String,
        /// Pin hash.
        pin_hash: Option<String>,
        /// Active.
        active: bool,
    }
}

table! {
    /// An organising department.
    pub struct Department in department [DEPARTMENT_INSERT DEPARTMENT_UPDATE DEPARTMENT_DELETE DEPARTMENT_BY_ID DEPARTMENT_ALL] searched name {
        /// Name.
        name: String,
        /// Sort key.
        sort_key: String,
        /// Active.
        active: bool,
    }
}

table! {
    /// A State Council notice that the museum pasted in; those up to 2026 are part of the program.
    pub struct StateNotice in state_notice [STATE_NOTICE_INSERT STATE_NOTICE_UPDATE STATE_NOTICE_DELETE STATE_NOTICE_BY_ID STATE_NOTICE_ALL] {
        /// Year.
        year: i64,
        /// Version.
        version: i64,
        /// Title.
        title: String,
        /// Published.
        published: String,
        /// Source.
        source: String,
        /// Days.
        days: String,
    }
}

table! {
    /// A museum notice: closes or opens a day, half a day or one space, above the rule.
    pub struct MuseumNotice in museum_notice [MUSEUM_NOTICE_INSERT MUSEUM_NOTICE_UPDATE MUSEUM_NOTICE_DELETE MUSEUM_NOTICE_BY_ID MUSEUM_NOTICE_ALL] {
        /// From day: the minute at which the day begins.
        from_day: i64,
        /// To day: the minute at which the day begins.
        to_day: i64,
        /// Part.
        part: String,
        /// Space id.
        space_id: Option<String>,
        /// Effect.
        effect: String,
        /// Kind.
        kind: String,
        /// Reason.
        reason: String,
        /// Withdrawn.
        withdrawn: bool,
    }
}

table! {
    /// The duty leader of a day.
    pub struct Duty in duty [DUTY_INSERT DUTY_UPDATE DUTY_DELETE DUTY_BY_ID DUTY_ALL] {
        /// Day: the minute at which the day begins.
        day: i64,
        /// Leader id.
        leader_id: String,
    }
}

table! {
    /// An issued version of a printed document, with what it said.
    pub struct PrintVersion in print_version [PRINT_VERSION_INSERT PRINT_VERSION_UPDATE PRINT_VERSION_DELETE PRINT_VERSION_BY_ID PRINT_VERSION_ALL] {
        /// Document.
        document: String,
        /// Subject.
        subject: String,
        /// From day: the minute at which the day begins.
        from_day: i64,
        /// To day: the minute at which the day begins.
        to_day: i64,
        /// Number.
        number: i64,
        /// Issued.
        issued: i64,
        /// Issued by.
        issued_by: String,
        /// Content.
        content: String,
    }
}
