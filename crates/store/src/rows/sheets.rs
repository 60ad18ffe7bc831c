//! Rows of saved views, remembered mappings and calendars to subscribe to.

use crate::row::table;

table! {
    /// What a person keeps of a view.
    pub struct SavedView in saved_view [SAVED_VIEW_INSERT SAVED_VIEW_UPDATE SAVED_VIEW_DELETE SAVED_VIEW_BY_ID SAVED_VIEW_ALL] {
        /// Whose it is.
        profile_id: String,
        /// The view it is of.
        place: String,
        /// Name.
        name: String,
        /// Pinyin of the name.
        sort_key: String,
        /// What is kept, as JSON of the page.
        content: String,
    }
}

table! {
    /// How a sheet of a certain shape was read last.
    pub struct SheetMapping in sheet_mapping [SHEET_MAPPING_INSERT SHEET_MAPPING_UPDATE SHEET_MAPPING_DELETE SHEET_MAPPING_BY_ID SHEET_MAPPING_ALL] {
        /// The shape: a digest of kind and headings.
        shape: String,
        /// The mapping, as JSON.
        mapping: String,
        /// When it was used last: a minute on the wall.
        used: i64,
    }
}

table! {
    /// A calendar that others subscribe to.
    pub struct CalendarFeed in calendar_feed [CALENDAR_FEED_INSERT CALENDAR_FEED_UPDATE CALENDAR_FEED_DELETE CALENDAR_FEED_BY_ID CALENDAR_FEED_ALL] {
        /// `museum`, `space` or `person`.
        subject_kind: String,
        /// The space or the person.
        subject_id: Option<String>,
        /// What whoever reads it shows.
        token: String,
        /// When it was made: a minute on the wall.
        created: i64,
    }
}
