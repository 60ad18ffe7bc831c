//! What the museum shows: exhibitions, exhibits, templates, sessions, posts, occupancy, findings.
//!
//! Columns are documented in the migration that makes them; a `starts` or `ends` is in
//! minutes on the wall clock, a day is the minute at which it begins.

use crate::row::table;

table! {
    /// A themed exhibition; its phases follow from four days, each given by the minute it begins.
    pub struct Exhibition in exhibition [EXHIBITION_INSERT EXHIBITION_UPDATE EXHIBITION_DELETE EXHIBITION_BY_ID EXHIBITION_ALL] searched title {
        /// Title.
        title: String,
        /// Sort key.
        sort_key: String,
        /// State.
        state: String,
        /// Department id.
        department_id: Option<String>,
        /// Lender.
        lender: Option<String>,
        /// Installs from: the minute at which the day begins.
        installs_from: i64,
        /// Opens on: the minute at which the day begins.
        opens_on: i64,
        /// Closes on: the minute at which the day begins.
        closes_on: i64,
        /// Deinstalls until: the minute at which the day begins.
        deinstalls_until: i64,
        /// Remark.
        remark: Option<String>,
        /// Reason code.
        reason_code: Option<String>,
        /// Reason text.
        reason_text: Option<String>,
    }
}

table! {
    /// A space an exhibition stands in.
    pub struct ExhibitionSpace in exhibition_space [EXHIBITION_SPACE_INSERT EXHIBITION_SPACE_UPDATE EXHIBITION_SPACE_DELETE EXHIBITION_SPACE_BY_ID EXHIBITION_SPACE_ALL] {
        /// Exhibition id.
        exhibition_id: String,
        /// Space id.
        space_id: String,
    }
}

table! {
    /// An exhibit and where it is.
    pub struct Exhibit in exhibit [EXHIBIT_INSERT EXHIBIT_UPDATE EXHIBIT_DELETE EXHIBIT_BY_ID EXHIBIT_ALL] searched name {
        /// Name.
        name: String,
        /// Sort key.
        sort_key: String,
        /// Space id.
        space_id: Option<String>,
        /// Exhibition id.
        exhibition_id: Option<String>,
        /// Condition.
        condition: String,
        /// Remark.
        remark: Option<String>,
        /// Active.
        active: bool,
    }
}

table! {
    /// A fault of an exhibit, open until it is mended.
    pub struct ExhibitFault in exhibit_fault [EXHIBIT_FAULT_INSERT EXHIBIT_FAULT_UPDATE EXHIBIT_FAULT_DELETE EXHIBIT_FAULT_BY_ID EXHIBIT_FAULT_ALL] {
        /// Exhibit id.
        exhibit_id: String,
        /// Reported.
        reported: i64,
        /// Words.
        words: String,
        /// Mended.
        mended: Option<i64>,
    }
}

table! {
    /// A template of sessions; `content` is its JSON, read and written by the template commands alone.
    pub struct Template in template [TEMPLATE_INSERT TEMPLATE_UPDATE TEMPLATE_DELETE TEMPLATE_BY_ID TEMPLATE_ALL] searched title {
        /// Title.
        title: String,
        /// Sort key.
        sort_key: String,
        /// Kind.
        kind: String,
        /// Valid from: the minute at which the day begins.
        valid_from: i64,
        /// Valid to: the minute at which the day begins.
        valid_to: i64,
        /// Content.
        content: String,
        /// Split from.
        split_from: Option<String>,
        /// Active.
        active: bool,
    }
}

table! {
    /// An occurrence of a template that stays out, and why.
    pub struct TemplateSkip in template_skip [TEMPLATE_SKIP_INSERT TEMPLATE_SKIP_UPDATE TEMPLATE_SKIP_DELETE TEMPLATE_SKIP_BY_ID TEMPLATE_SKIP_ALL] {
        /// Template id.
        template_id: String,
        /// Day: the minute at which the day begins.
        day: i64,
        /// Start minute.
        start_minute: i64,
        /// Reason.
        reason: String,
    }
}

table! {
    /// A session of any kind.
    pub struct Session in session [SESSION_INSERT SESSION_UPDATE SESSION_DELETE SESSION_BY_ID SESSION_ALL] searched title {
        /// Kind.
        kind: String,
        /// Title.
        title: String,
        /// Sort key.
        sort_key: String,
        /// State.
        state: String,
        /// Public.
        public: bool,
        /// Department id.
        department_id: Option<String>,
        /// Starts, in minutes on the wall clock.
        starts: i64,
        /// Ends, in minutes on the wall clock.
        ends: i64,
        /// Lead in minutes.
        lead_in_minutes: i64,
        /// Lead out minutes.
        lead_out_minutes: i64,
        /// Theme.
        theme: Option<String>,
        /// Language.
        language: String,
        /// Age band.
        age_band: Option<String>,
        /// Capacity.
        capacity: Option<i64>,
        /// Meeting point.
        meeting_point: Option<String>,
        /// Remark.
        remark: Option<String>,
        /// Template id.
        template_id: Option<String>,
        /// Template day: the minute at which the day begins.
        template_day: Option<i64>,
        /// Template start.
        template_start: Option<i64>,
        /// Moved to.
        moved_to: Option<String>,
        /// Reason code.
        reason_code: Option<String>,
        /// Reason text.
        reason_text: Option<String>,
    }
}

table! {
    /// A space a session uses or visits.
    pub struct SessionSpace in session_space [SESSION_SPACE_INSERT SESSION_SPACE_UPDATE SESSION_SPACE_DELETE SESSION_SPACE_BY_ID SESSION_SPACE_ALL] {
        /// Session id.
        session_id: String,
        /// Space id.
        space_id: String,
    }
}

table! {
    /// A post of a session: a type now, a person later.
    pub struct Post in post [POST_INSERT POST_UPDATE POST_DELETE POST_BY_ID POST_ALL] {
        /// Session id.
        session_id: String,
        /// Rank.
        rank: i64,
        /// Role.
        role: String,
        /// Language.
        language: Option<String>,
        /// Person id.
        person_id: Option<String>,
    }
}

table! {
    /// A stretch in which a resource is taken; live rows of one resource never overlap.
    pub struct Occupancy in occupancy [OCCUPANCY_INSERT OCCUPANCY_UPDATE OCCUPANCY_DELETE OCCUPANCY_BY_ID OCCUPANCY_ALL] {
        /// Resource.
        resource: String,
        /// Starts, in minutes on the wall clock.
        starts: i64,
        /// Ends, in minutes on the wall clock.
        ends: i64,
        /// Live.
        live: bool,
        /// Holder kind.
        holder_kind: String,
        /// Holder id.
        holder_id: String,
    }
}

table! {
    /// A soft clash that somebody let pass, with the reason that prints.
    pub struct Finding in finding [FINDING_INSERT FINDING_UPDATE FINDING_DELETE FINDING_BY_ID FINDING_ALL] {
        /// Holder kind.
        holder_kind: String,
        /// Holder id.
        holder_id: String,
        /// Code.
        code: String,
        /// Facts.
        facts: String,
        /// Reason.
        reason: String,
        /// Author id.
        author_id: String,
        /// Author name.
        author_name: String,
        /// Decided utc milliseconds.
        decided_utc_milliseconds: i64,
    }
}
