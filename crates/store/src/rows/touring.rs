//! The caravan on the road.
//!
//! Columns are documented in the migration that makes them; a `starts` or `ends` is in
//! minutes on the wall clock, a day is the minute at which it begins.

use crate::row::table;

table! {
    /// A run of a vehicle over one or more stops.
    pub struct CaravanRun in caravan_run [CARAVAN_RUN_INSERT CARAVAN_RUN_UPDATE CARAVAN_RUN_DELETE CARAVAN_RUN_BY_ID CARAVAN_RUN_ALL] searched title {
        /// Title.
        title: String,
        /// Sort key.
        sort_key: String,
        /// Departs, in minutes on the wall clock.
        departs: i64,
        /// Returns, in minutes on the wall clock.
        returns: i64,
        /// Vehicle id.
        vehicle_id: Option<String>,
        /// Kit id.
        kit_id: Option<String>,
        /// Return drive minutes.
        return_drive_minutes: i64,
        /// Return drive metres.
        return_drive_metres: i64,
        /// Remark.
        remark: Option<String>,
        /// When the vehicle leaves for home.
        return_departs: i64,
    }
}

table! {
    /// Who goes along on a run.
    pub struct CaravanCrew in caravan_crew [CARAVAN_CREW_INSERT CARAVAN_CREW_UPDATE CARAVAN_CREW_DELETE CARAVAN_CREW_BY_ID CARAVAN_CREW_ALL] {
        /// Run id.
        run_id: String,
        /// Person id.
        person_id: String,
        /// Duty.
        duty: String,
    }
}

table! {
    /// What a caravan session has beyond a session.
    pub struct CaravanStop in caravan_stop [CARAVAN_STOP_INSERT CARAVAN_STOP_UPDATE CARAVAN_STOP_DELETE CARAVAN_STOP_BY_ID CARAVAN_STOP_ALL] {
        /// Run id.
        run_id: String,
        /// Session id.
        session_id: String,
        /// Site id.
        site_id: String,
        /// Outreach place.
        outreach_place: String,
        /// Drive minutes.
        drive_minutes: i64,
        /// Drive metres.
        drive_metres: i64,
        /// When the vehicle leaves for the stop.
        departs: i64,
        /// Where the night after it is spent.
        overnight: Option<String>,
    }
}

table! {
    /// One line of a run’s load list.
    pub struct CaravanLoad in caravan_load [CARAVAN_LOAD_INSERT CARAVAN_LOAD_UPDATE CARAVAN_LOAD_DELETE CARAVAN_LOAD_BY_ID CARAVAN_LOAD_ALL] {
        /// Run id.
        run_id: String,
        /// Name.
        name: String,
        /// Quantity.
        quantity: i64,
        /// Loaded.
        loaded: bool,
        /// Rank.
        rank: i64,
    }
}
