//! What a session needs: spaces, people, vehicles, kits, sites and the roads between.
//!
//! Columns are documented in the migration that makes them; a `starts` or `ends` is in
//! minutes on the wall clock, a day is the minute at which it begins.

use crate::row::table;

table! {
    /// A hall, a part of one, a theatre, a classroom or a place outdoors.
    pub struct Space in space [SPACE_INSERT SPACE_UPDATE SPACE_DELETE SPACE_BY_ID SPACE_ALL] searched name {
        /// Parent id.
        parent_id: Option<String>,
        /// Name.
        name: String,
        /// Sort key.
        sort_key: String,
        /// Rank.
        rank: i64,
        /// Kind.
        kind: String,
        /// Capacity.
        capacity: Option<i64>,
        /// Area square metres.
        area_square_metres: Option<i64>,
        /// Lanes.
        lanes: i64,
        /// Active.
        active: bool,
    }
}

table! {
    /// Staff, docent or volunteer.
    pub struct Person in person [PERSON_INSERT PERSON_UPDATE PERSON_DELETE PERSON_BY_ID PERSON_ALL] searched name {
        /// Name.
        name: String,
        /// Sort key.
        sort_key: String,
        /// Kind.
        kind: String,
        /// Department id.
        department_id: Option<String>,
        /// Phone.
        phone: Option<String>,
        /// Licence class.
        licence_class: Option<String>,
        /// Licence expires: the minute at which the day begins.
        licence_expires: Option<i64>,
        /// Remark.
        remark: Option<String>,
        /// Active.
        active: bool,
    }
}

table! {
    /// What a person may do: a role, theme, language, age band or hall, until it expires.
    pub struct Qualification in qualification [QUALIFICATION_INSERT QUALIFICATION_UPDATE QUALIFICATION_DELETE QUALIFICATION_BY_ID QUALIFICATION_ALL] {
        /// Person id.
        person_id: String,
        /// Aspect.
        aspect: String,
        /// Value.
        value: String,
        /// Expires: the minute at which the day begins.
        expires: Option<i64>,
    }
}

table! {
    /// When a person can come, week after week; minutes of the day.
    pub struct Availability in availability [AVAILABILITY_INSERT AVAILABILITY_UPDATE AVAILABILITY_DELETE AVAILABILITY_BY_ID AVAILABILITY_ALL] {
        /// Person id.
        person_id: String,
        /// Weekday.
        weekday: i64,
        /// Starts, in minutes on the wall clock.
        starts: i64,
        /// Ends, in minutes on the wall clock.
        ends: i64,
        /// Valid from: the minute at which the day begins.
        valid_from: Option<i64>,
        /// Valid to: the minute at which the day begins.
        valid_to: Option<i64>,
    }
}

table! {
    /// When a person is away; half days are spans of minutes.
    pub struct Leave in leave [LEAVE_INSERT LEAVE_UPDATE LEAVE_DELETE LEAVE_BY_ID LEAVE_ALL] {
        /// Person id.
        person_id: String,
        /// Starts, in minutes on the wall clock.
        starts: i64,
        /// Ends, in minutes on the wall clock.
        ends: i64,
        /// Kind.
        kind: String,
        /// Remark.
        remark: Option<String>,
    }
}

table! {
    /// A vehicle of the caravan.
    pub struct Vehicle in vehicle [VEHICLE_INSERT VEHICLE_UPDATE VEHICLE_DELETE VEHICLE_BY_ID VEHICLE_ALL] searched name plate {
        /// Name.
        name: String,
        /// Sort key.
        sort_key: String,
        /// Plate.
        plate: String,
        /// Kind.
        kind: String,
        /// Licence class.
        licence_class: String,
        /// Inspection expires: the minute at which the day begins.
        inspection_expires: Option<i64>,
        /// Insurance expires: the minute at which the day begins.
        insurance_expires: Option<i64>,
        /// Acquired: the minute at which the day begins.
        acquired: Option<i64>,
        /// Odometer kilometres.
        odometer_kilometres: Option<i64>,
        /// Remark.
        remark: Option<String>,
        /// Active.
        active: bool,
    }
}

table! {
    /// A set of things a caravan takes along.
    pub struct Kit in kit [KIT_INSERT KIT_UPDATE KIT_DELETE KIT_BY_ID KIT_ALL] searched name {
        /// Name.
        name: String,
        /// Sort key.
        sort_key: String,
        /// Remark.
        remark: Option<String>,
        /// Active.
        active: bool,
    }
}

table! {
    /// One line of a kit.
    pub struct KitItem in kit_item [KIT_ITEM_INSERT KIT_ITEM_UPDATE KIT_ITEM_DELETE KIT_ITEM_BY_ID KIT_ITEM_ALL] {
        /// Kit id.
        kit_id: String,
        /// Name.
        name: String,
        /// Quantity.
        quantity: i64,
        /// Rank.
        rank: i64,
    }
}

table! {
    /// A place a caravan stops at.
    pub struct Site in site [SITE_INSERT SITE_UPDATE SITE_DELETE SITE_BY_ID SITE_ALL] searched name {
        /// Name.
        name: String,
        /// Sort key.
        sort_key: String,
        /// District code.
        district_code: String,
        /// Kind.
        kind: String,
        /// Address.
        address: Option<String>,
        /// Contact name.
        contact_name: Option<String>,
        /// Contact phone.
        contact_phone: Option<String>,
        /// Power.
        power: Option<String>,
        /// Parking.
        parking: Option<String>,
        /// Remark.
        remark: Option<String>,
        /// Active.
        active: bool,
    }
}

table! {
    /// Driving time from one district to another, as the museum corrected it.
    pub struct TravelTime in travel_time [TRAVEL_TIME_INSERT TRAVEL_TIME_UPDATE TRAVEL_TIME_DELETE TRAVEL_TIME_BY_ID TRAVEL_TIME_ALL] {
        /// From code.
        from_code: String,
        /// To code.
        to_code: String,
        /// Minutes.
        minutes: i64,
        /// Metres.
        metres: i64,
        /// Provenance.
        provenance: String,
    }
}
