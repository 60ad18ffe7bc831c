//! A museum in a folder of its own, with a small programme to plan against.

use std::path::Path;

use commands::{Caller, Clock, Context, Failure, Museum, dispatch};
use rules::time::{DAY_MINUTES, Minute};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Monday 4 May 2026, 8:50: a holiday Monday, so the museum is open.
pub(crate) const NOW: &str = "2026-05-04T08:50+08:00";
/// The minute at which that day begins.
pub(crate) const DAY: Minute = 20_577 * DAY_MINUTES;

/// An open museum that goes away with its folder.
pub(crate) struct House {
    pub(crate) museum: Museum,
    pub(crate) folder: TempDir,
}

impl House {
    /// An empty museum.
    pub(crate) fn empty() -> House {
        House::at(NOW)
    }

    /// An empty museum at a moment.
    pub(crate) fn at(now: &str) -> House {
        let folder = TempDir::new().expect("a folder");
        let museum = Museum::open(folder.path(), Clock::standing_at(now).expect("a moment")).expect("a museum");
        House { museum, folder }
    }

    /// A hall with two corners, two docents of whom one speaks English, and a theatre.
    pub(crate) fn furnished() -> (House, Furniture) {
        let house = House::empty();
        let space = |arguments: Value| id(&house.call("space_save", arguments).expect("a space"));
        let hall = space(json!({ "name": "儿童厅", "kind": "hall", "capacity": 80, "lanes": 1, "active": true }));
        let corner = space(
            json!({ "name": "建构角", "kind": "zone", "parent": hall, "capacity": 40, "lanes": 1, "active": true }),
        );
        let water = space(
            json!({ "name": "水区", "kind": "zone", "parent": hall, "capacity": 40, "lanes": 1, "active": true }),
        );
        let stage =
            space(json!({ "name": "儿童剧场", "kind": "theatre", "capacity": 120, "lanes": 0, "active": true }));
        let person = |name: &str, qualifications: Value| {
            let saved =
                house.call("person_save", json!({ "name": name, "kind": "docent", "qualifications": qualifications, "availability": [], "active": true }));
            id(&saved.expect("a person"))
        };
        let plain = person("周予安", json!([]));
        let english = person("冉青", json!([{ "aspect": "language", "value": "en", "expires": null }]));
        (house, Furniture { hall, corner, water, stage, plain, english })
    }

    /// Calls as the administrator.
    pub(crate) fn call(&self, name: &str, arguments: Value) -> Result<Value, Failure> {
        self.call_as("administrator", name, arguments)
    }

    /// Calls as a profile.
    pub(crate) fn call_as(&self, profile: &str, name: &str, arguments: Value) -> Result<Value, Failure> {
        let context = Context { museum: &self.museum, caller: Caller::Profile(profile.to_owned()), operation: None };
        dispatch(name, arguments, &context)
    }

    /// SHA-256 over everything the museum holds.
    pub(crate) fn content_hash(&self) -> String {
        let checked = self.call("store_check", json!({})).expect("a check");
        assert_eq!(checked["sound"], json!(true));
        checked["content_hash"].as_str().unwrap_or_default().to_owned()
    }

    /// The journal's head.
    pub(crate) fn sequence(&self) -> i64 {
        self.call("store_check", json!({})).expect("a check")["sequence"].as_i64().unwrap_or_default()
    }
}

/// Ids of what a furnished museum holds.
pub(crate) struct Furniture {
    pub(crate) hall: String,
    pub(crate) corner: String,
    pub(crate) water: String,
    pub(crate) stage: String,
    pub(crate) plain: String,
    pub(crate) english: String,
}

/// Opens the museum in a folder on the fixed clock.
pub(crate) fn open(folder: &Path) -> Museum {
    let clock = Clock::standing_at(NOW).expect("a moment");
    Museum::open(folder, clock).unwrap_or_else(|failure| panic!("not opened: {}", failure.code))
}

/// The id in an answer.
pub(crate) fn id(answer: &Value) -> String {
    let named = if answer["id"].is_string() { &answer["id"] } else { &answer["summary"]["id"] };
    named.as_str().unwrap_or_else(|| panic!("no id in {answer}")).to_owned()
}

/// A session's arguments: 45 minutes from a minute of 4 May.
pub(crate) fn session(title: &str, kind: &str, space: &str, minute: i64, posts: Value) -> Value {
    json!({ "session": {
        "title": title, "kind": kind, "starts": DAY + minute, "ends": DAY + minute + 45, "spaces": [space], "posts": posts,
    } })
}
