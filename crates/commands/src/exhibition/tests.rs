//! Exhibitions through the gate: six months with tours in the hall, refused, moved, called off, taken back.

use chrono::NaiveDate;
use rules::time::{DAY_MINUTES, Minute, day_start};
use serde_json::{Value, json};
use store::{Batch, Operation, OperationKind, rows, search};
use tempfile::TempDir;

use crate::{Caller, Clock, Context, Failure, Museum, dispatch};

fn day(month: u32, day: u32) -> Minute {
    day_start(NaiveDate::from_ymd_opt(2026, month, day).unwrap())
}

/// A museum with two halls of one kind, a theatre, and two exhibits.
struct House {
    museum: Museum,
    _directory: TempDir,
}

impl House {
    fn new() -> House {
        let directory = TempDir::new().unwrap();
        let museum = Museum::open(directory.path(), Clock::standing_at("2026-04-20T08:50+08:00").unwrap()).unwrap();
        let house = House { museum, _directory: directory };
        let mut batch = Batch::new();
        for (id, kind, lanes) in [("special", "hall", 2), ("second", "hall", 2), ("theatre", "theatre", 0)] {
            batch.insert(&rows::Space {
                id: id.into(),
                revision: 0,
                parent_id: None,
                name: id.into(),
                sort_key: search::sort_key(id),
                rank: 0,
                kind: kind.into(),
                capacity: Some(200),
                area_square_metres: None,
                lanes,
                active: true,
            });
        }
        for id in ["pendulum", "mirror"] {
            batch.insert(&rows::Exhibit {
                id: id.into(),
                revision: 0,
                name: id.into(),
                sort_key: id.into(),
                space_id: None,
                exhibition_id: None,
                condition: "in_store".into(),
                remark: None,
                active: true,
            });
        }
        let operation = Operation {
            id: uuid::Uuid::now_v7().to_string(),
            digest: String::new(),
            actor_id: String::new(),
            command: "test".into(),
            at_utc_milliseconds: house.museum.utc_milliseconds(),
            areas: crate::Area::ALL.iter().map(|area| area.code().to_owned()).collect(),
            answer: "null".into(),
            reversible: false,
            kind: OperationKind::Do,
        };
        house.museum.store.apply(batch, operation).unwrap();
        house
    }

    fn call(&self, name: &str, arguments: Value) -> Result<Value, Failure> {
        let caller = Caller::Profile("administrator".into());
        dispatch(name, arguments, &Context { museum: &self.museum, caller, operation: None })
    }

    fn ok(&self, name: &str, arguments: Value) -> Value {
        self.call(name, arguments).unwrap_or_else(|failure| panic!("{name}: {}", json!(failure)))
    }

    fn refused(&self, name: &str, arguments: Value) -> Value {
        match self.call(name, arguments) {
            Ok(answer) => panic!("{name} must be refused, answered {answer}"),
            Err(failure) => json!(failure),
        }
    }

    fn taken(&self) -> usize {
        self.museum.store.read(|snapshot| snapshot.all::<rows::Occupancy>()).unwrap().len()
    }
}

/// Six months: installed 4–8 May, open 9 May to 8 November, taken down until 12 November.
fn half_a_year(space: &str) -> Value {
    json!({
        "title": "光的故事", "lender": "四川科技馆", "spaces": [space],
        "phases": {
            "installs_from": day(5, 4), "opens_on": day(5, 9), "closes_on": day(11, 8), "deinstalls_until": day(11, 12),
        },
    })
}

fn tour(starts: Minute) -> Value {
    json!({ "session": {
        "kind": "guided_tour", "title": "光影讲解", "starts": starts, "ends": starts + 45, "spaces": ["special"],
    }})
}

fn codes(answer: &Value) -> Vec<&str> {
    answer["clashes"].as_array().into_iter().flatten().filter_map(|clash| clash["code"].as_str()).collect()
}

#[test]
fn six_months_stand_in_a_hall_that_still_bears_its_tours() {
    let house = House::new();
    let view = house.ok("exhibition_save", json!({ "exhibition": half_a_year("special") }));
    assert_eq!((view["state"].clone(), view["phase"].clone()), (json!("planned"), json!("ahead")));
    house.ok("session_save", tour(day(7, 7) + 600));
    let refused = house.refused("session_save", tour(day(5, 6) + 600));
    assert_eq!(codes(&refused), ["space_closed"]);
    assert_eq!(refused["clashes"][0]["holder"]["title"], "光的故事");
    let list = house.ok("exhibition_list", json!({ "from": day(11, 12), "to": day(11, 13) }));
    assert_eq!(list["exhibitions"][0]["id"], view["id"], "it is there until its last day ends");
    assert_eq!(
        house.ok("exhibition_list", json!({ "from": day(11, 13), "to": day(11, 14) }))["exhibitions"],
        json!([])
    );
}

#[test]
fn a_taken_hall_is_refused_with_free_dates_and_another_hall() {
    let house = House::new();
    house.ok("exhibition_save", json!({ "exhibition": half_a_year("special") }));
    let mut other = half_a_year("special");
    other["title"] = json!("水的故事");
    let refused = house.refused("exhibition_save", json!({ "exhibition": other }));
    assert_eq!((refused["rule"].clone(), codes(&refused)), (json!("hard_clash"), vec!["content_taken"]));
    let ways = refused["alternatives"].as_array().unwrap();
    let space = ways.iter().find(|way| way["kind"] == "space").unwrap();
    assert_eq!(space["spaces"], json!(["second"]), "a theatre is no hall");
    let dates = ways.iter().find(|way| way["kind"] == "dates").unwrap();
    assert_eq!(dates["phases"]["installs_from"], day(11, 13));
    for way in ways {
        let mut taken = other.clone();
        (taken["phases"], taken["spaces"]) = (way["phases"].clone(), way["spaces"].clone());
        assert_eq!(house.ok("exhibition_check", taken)["possible"], true);
    }
}

#[test]
fn installing_over_a_tour_is_refused_and_a_closed_opening_day_may_pass() {
    let house = House::new();
    house.ok("session_save", tour(day(5, 5) + 600));
    let checked = house.ok("exhibition_check", half_a_year("special"));
    assert_eq!((checked["possible"].clone(), codes(&checked)), (json!(false), vec!["space_taken"]));
    assert_eq!(checked["alternatives"][0]["kind"], "closures");
    assert_eq!(checked["alternatives"][0]["phases"]["installs_from"], day(5, 6));
    let mut monday = half_a_year("second");
    monday["phases"]["opens_on"] = json!(day(5, 11));
    let refused = house.refused("exhibition_save", json!({ "exhibition": monday }));
    assert_eq!((refused["rule"].clone(), codes(&refused)), (json!("soft_clash"), vec!["closed_day"]));
    let overrides = json!([{ "code": "closed_day", "reason": "开幕式" }]);
    let view = house.ok("exhibition_save", json!({ "exhibition": monday, "overrides": overrides }));
    assert_eq!(view["findings"][0]["reason"], "开幕式");
    assert_eq!(view["clashes"], json!([]));
}

#[test]
fn tours_an_installation_stands_over_move_or_are_called_off() {
    let house = House::new();
    // Two a day over the five days of installing, one of them told to the public, and one far behind.
    let mut ids = Vec::new();
    for of_month in 5..=6 {
        for start in [600, 660] {
            let saved = house.ok("session_save", tour(day(5, of_month) + start));
            ids.push(saved["id"].clone());
        }
    }
    house.ok("session_save", tour(day(7, 7) + 600));
    house.ok("session_transition", json!({ "ids": [ids[0]], "transition": "publish" }));
    let draft = half_a_year("special");
    assert_eq!(house.ok("exhibition_check", draft.clone())["possible"], false);
    let effects = house.ok("exhibition_effects", draft.clone());
    let sessions = effects["sessions"].as_array().unwrap().clone();
    let found: Vec<Value> = sessions.iter().map(|one| one["session"]["id"].clone()).collect();
    assert_eq!(found, ids, "those in the way, and only those");
    let mut free: Vec<Minute> = Vec::new();
    for one in &sessions {
        assert_eq!(one["clash"]["code"], "space_closed");
        assert_eq!(one["clash"]["holder"]["title"], "光的故事");
        free.push(one["free_day"]["starts"].as_i64().unwrap());
    }
    assert!(free.iter().all(|starts| *starts >= day(5, 9)), "where it is open again");
    // Two lanes bear two tours at a time, and no third goes where two have gone.
    assert!(free.iter().all(|starts| free.iter().filter(|other| *other == starts).count() <= 2));
    // The first three move, each as it is offered; the last is called off.
    for one in &sessions[..3] {
        let published = one["session"]["state"] == "published";
        let mut arguments = json!({
            "id": one["session"]["id"], "revision": one["session"]["revision"], "starts": one["free_day"]["starts"],
        });
        if published {
            assert_eq!(house.refused("session_move", arguments.clone())["code"], "reason_required");
            arguments["reason"] = json!({ "code": "other", "text": "布展" });
        }
        house.ok("session_move", arguments);
    }
    let left = house.ok("exhibition_effects", draft.clone());
    assert_eq!(left["sessions"].as_array().unwrap().len(), 1);
    let reason = json!({ "code": "other", "text": "布展" });
    house.ok("session_transition", json!({ "ids": [ids[3]], "transition": "cancel", "reason": reason }));
    let view = house.ok("exhibition_save", json!({ "exhibition": draft }));
    assert_eq!(view["clashes"], json!([]));
    // What it holds itself stands in nobody's way.
    let mut again = half_a_year("special");
    again["id"] = view["id"].clone();
    assert_eq!(house.ok("exhibition_effects", again.clone())["sessions"], json!([]));
    // Installed for two days longer, it meets the first of the tours that came after.
    again["phases"]["opens_on"] = json!(day(5, 12));
    assert!(!house.ok("exhibition_effects", again)["sessions"].as_array().unwrap().is_empty());
}

#[test]
fn publishing_cancelling_and_their_reversals() {
    let house = House::new();
    let mut draft = half_a_year("special");
    let view = house.ok("exhibition_save", json!({ "exhibition": draft, "as_draft": true }));
    assert_eq!(house.taken(), 0, "a draft occupies nothing");
    let to = |view: &Value, transition: &str| json!({ "id": view["id"], "revision": view["revision"], "transition": transition });
    let view = house.ok("exhibition_transition", to(&view, "publish"));
    let held = house.taken();
    assert!(held > 0);
    (draft["id"], draft["revision"]) = (view["id"].clone(), view["revision"].clone());
    draft["phases"]["closes_on"] = json!(day(11, 1));
    let mut arguments = json!({ "exhibition": draft });
    assert_eq!(house.refused("exhibition_save", arguments.clone())["code"], "reason_required");
    arguments["reason"] = json!({ "code": "equipment" });
    let view = house.ok("exhibition_save", arguments);
    assert_eq!(view["phases"]["closes_on"], day(11, 1));
    assert_eq!(house.refused("exhibition_transition", to(&view, "cancel"))["code"], "reason_required");
    let mut cancel = to(&view, "cancel");
    cancel["reason"] = json!({ "code": "other", "text": "展品未到" });
    let view = house.ok("exhibition_transition", cancel);
    assert_eq!((view["state"].clone(), house.taken()), (json!("cancelled"), 0));
    assert_eq!(
        house.refused("exhibition_delete", json!({ "id": view["id"], "revision": view["revision"] }))["code"],
        "wrong_state"
    );
    let view = house.ok("exhibition_transition", to(&view, "reinstate"));
    assert_eq!((view["state"].clone(), house.taken() > 0), (json!("planned"), true));
    assert_eq!(house.refused("exhibition_transition", to(&view, "reinstate"))["code"], "wrong_state");
}

#[test]
fn exhibits_are_counted_by_where_they_are() {
    let house = House::new();
    let view = house.ok("exhibition_save", json!({ "exhibition": half_a_year("special") }));
    house.ok(
        "exhibit_assign",
        json!({ "exhibits": ["pendulum", "mirror"], "exhibition": view["id"], "condition": "on_show" }),
    );
    house
        .ok("exhibit_assign", json!({ "exhibits": ["mirror"], "exhibition": view["id"], "condition": "under_repair" }));
    let sheet = house.ok("exhibition_read", json!({ "id": view["id"] }));
    let found = &sheet["exhibition"];
    assert_eq!((found["on_show"].clone(), found["under_repair"].clone()), (json!(1), json!(1)));
    house.ok("exhibit_assign", json!({ "exhibits": ["mirror"] }));
    assert_eq!(house.ok("exhibition_read", json!({ "id": view["id"] }))["exhibits"].as_array().unwrap().len(), 1);
}

#[test]
fn nonsense_is_refused_with_its_field() {
    let house = House::new();
    for (path, part, code, field) in [
        ("/phases/opens_on", json!(day(5, 3)), "span_invalid", "opens_on"),
        ("/phases/closes_on", json!(day(5, 8)), "span_invalid", "closes_on"),
        ("/phases/deinstalls_until", json!(day(11, 7)), "span_invalid", "deinstalls_until"),
        ("/phases/opens_on", json!(day(5, 9) + 60), "time_invalid", "opens_on"),
        ("/phases/deinstalls_until", json!(i64::MAX), "time_invalid", "deinstalls_until"),
        ("/phases/deinstalls_until", json!(day(11, 12) + 5000 * DAY_MINUTES), "number_out_of_range", "days"),
        ("/title", json!(""), "text_empty", "title"),
        ("/spaces", json!([]), "number_out_of_range", "spaces"),
    ] {
        let mut draft = half_a_year("special");
        *draft.pointer_mut(path).unwrap() = part;
        let refused = house.refused("exhibition_save", json!({ "exhibition": draft }));
        assert_eq!((refused["code"].as_str(), refused["field"].as_str()), (Some(code), Some(field)), "{path}");
    }
}
