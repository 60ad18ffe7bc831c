//! Resources through the gate: kept, refused, settled, handed on.

mod people;

use rules::time::{DAY_MINUTES, Minute};
use serde_json::{Value, json};
use store::rows::Occupancy;
use store::{Direction, Operation, OperationKind};
use tempfile::TempDir;

use crate::{Caller, Clock, Context, Failure, Museum, dispatch};

/// 2026-05-12, a Tuesday, as a minute of the schedule.
const TUESDAY: Minute = 20_585 * DAY_MINUTES;
/// 8:50 of that morning, in UTC milliseconds.
const NOW: i64 = (TUESDAY + 8 * 60 + 50 - 8 * 60) * 60_000;

fn at(day: i64, hour: i64, minute: i64) -> Minute {
    TUESDAY + day * DAY_MINUTES + hour * 60 + minute
}

struct House {
    museum: Museum,
    _directory: TempDir,
}

impl House {
    fn new() -> House {
        let directory = tempfile::tempdir().unwrap();
        let museum = Museum::open(directory.path(), Clock::Fixed(NOW)).unwrap();
        House { museum, _directory: directory }
    }

    fn call_as(&self, profile: &str, name: &str, arguments: Value) -> Result<Value, Failure> {
        let caller = Caller::Profile(profile.to_owned());
        dispatch(name, arguments, &Context { museum: &self.museum, caller, operation: None })
    }

    fn call(&self, name: &str, arguments: Value) -> Result<Value, Failure> {
        self.call_as("administrator", name, arguments)
    }

    #[track_caller]
    fn ok(&self, name: &str, arguments: Value) -> Value {
        self.call(name, arguments.clone()).unwrap_or_else(|failure| panic!("{name} {arguments}: {failure:?}"))
    }

    /// Takes the last operation back, as the store does it.
    fn undo(&self) {
        let store = &self.museum.store;
        let actor = self.ok("profile_list", json!({}))[0]["id"].as_str().unwrap().to_owned();
        let last = store.read(|snapshot| snapshot.reversible(&actor, Direction::Undo)).unwrap().unwrap();
        let batch = store.read(|snapshot| snapshot.reversal(&last)).unwrap();
        let operation = Operation {
            id: format!("undo of {}", last.id),
            digest: String::new(),
            actor_id: actor,
            command: "undo".to_owned(),
            at_utc_milliseconds: NOW,
            areas: Vec::new(),
            answer: "null".to_owned(),
            reversible: true,
            kind: OperationKind::Undo(last.id),
        };
        store.apply(batch, operation).unwrap();
    }

    #[track_caller]
    fn space(&self, name: &str, parent: Option<&Value>, lanes: i64) -> Value {
        let parent = parent.map(|parent| parent["id"].clone());
        let kind = if parent.is_some() { "zone" } else { "hall" };
        self.ok("space_save", json!({"name": name, "parent": parent, "kind": kind, "lanes": lanes, "active": true}))
    }

    #[track_caller]
    fn session(&self, kind: &str, space: &Value, starts: Minute, posts: Value) -> Value {
        let session = json!({"kind": kind, "title": kind, "public": false, "starts": starts, "ends": starts + 45,
            "spaces": [space["id"]], "posts": posts});
        self.ok("session_save", json!({"session": session}))
    }

    #[track_caller]
    fn person(&self, name: &str, kind: &str) -> Value {
        self.ok("person_save", json!({"name": name, "kind": kind, "phone": "13812345678", "active": true}))["summary"]
            .clone()
    }

    /// The tracks a session holds, without the word `space`.
    fn held(&self, session: &Value) -> Vec<String> {
        let rows = self.museum.store.read(|snapshot| snapshot.all::<Occupancy>()).unwrap();
        let mut held: Vec<String> = rows
            .into_iter()
            .filter(|row| row.live && Some(row.holder_id.as_str()) == session["id"].as_str())
            .map(|row| row.resource)
            .collect();
        held.sort();
        held
    }

    fn tracks(&self, session: &Value, wanted: &[(&Value, &[&str])]) {
        let mut expected: Vec<String> = wanted
            .iter()
            .flat_map(|(space, tracks)| {
                tracks.iter().map(|track| format!("space/{}/{track}", space["id"].as_str().unwrap()))
            })
            .collect();
        expected.sort();
        assert_eq!(self.held(session), expected);
    }
}

fn changed(view: &Value, change: Value) -> Value {
    let mut arguments = json!({"id": view["id"], "revision": view["revision"], "parent": view["parent"],
        "name": view["name"], "kind": view["kind"], "capacity": view["capacity"], "lanes": view["lanes"],
        "rank": view["rank"], "active": view["active"]});
    for (key, value) in change.as_object().unwrap() {
        arguments[key] = value.clone();
    }
    arguments
}

#[test]
fn a_part_more_moves_what_the_future_holds_and_undo_brings_it_back() {
    let house = House::new();
    let hall = house.space("儿童厅", None, 2);
    let event = house.session("activity", &hall, at(1, 10, 0), json!([]));
    let tour = house.session("guided_tour", &hall, at(1, 14, 0), json!([]));
    house.tracks(&event, &[(&hall, &["event", "lane/0", "lane/1"])]);

    let corner = house.space("建构角", Some(&hall), 2);
    house.tracks(&event, &[(&corner, &["event", "lane/0", "lane/1"])]);
    house.tracks(&tour, &[(&corner, &["lane/0"])]);

    let water = house.space("戏水区", Some(&hall), 1);
    house.tracks(&event, &[(&corner, &["event", "lane/0", "lane/1"]), (&water, &["event", "lane/0"])]);
    house.tracks(&tour, &[(&corner, &["lane/0"]), (&water, &["lane/0"])]);

    // A lane more is taken by what takes them all, and by nothing else.
    let water = house.ok("space_save", changed(&water, json!({"lanes": 3})));
    house.tracks(
        &event,
        &[(&corner, &["event", "lane/0", "lane/1"]), (&water, &["event", "lane/0", "lane/1", "lane/2"])],
    );
    house.tracks(&tour, &[(&corner, &["lane/0"]), (&water, &["lane/0"])]);

    // A part out of use is no part of the whole any more; undo makes it one again.
    house.ok("space_save", changed(&water, json!({"active": false})));
    house.tracks(&event, &[(&corner, &["event", "lane/0", "lane/1"])]);
    house.undo();
    house.tracks(&tour, &[(&corner, &["lane/0"]), (&water, &["lane/0"])]);
    let list = house.ok("space_list", json!({}));
    let shown: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (one["full_name"].as_str().unwrap(), one["depth"].as_i64().unwrap(), one["has_parts"].as_bool().unwrap())
        })
        .collect();
    assert_eq!(shown, [("儿童厅", 0, true), ("儿童厅·建构角", 1, false), ("儿童厅·戏水区", 1, false)]);
}

#[test]
fn a_change_that_leaves_no_room_is_refused_and_names_what_stands_there() {
    let house = House::new();
    let hall = house.space("基础科学厅", None, 2);
    let first = house.session("guided_tour", &hall, at(1, 10, 0), json!([]));
    let second = house.session("guided_tour", &hall, at(1, 10, 0), json!([]));
    let refused = house.call("space_save", changed(&hall, json!({"lanes": 1}))).unwrap_err();
    assert_eq!((refused.code, refused.rule), ("clash", Some("the_future_finds_room")));
    assert_eq!(refused.facts["uses"][0]["title"], "guided_tour");
    assert_eq!(refused.facts["count"], 1);
    // One of them gone, the other takes the lane that is left, whichever it had.
    let gone = json!({"ids": [first["id"]], "transition": "cancel", "reason": {"code": "staff"}});
    house.ok("session_transition", gone);
    house.ok("space_save", changed(&hall, json!({"lanes": 1})));
    house.tracks(&second, &[(&hall, &["lane/0"])]);
    // A part without any lane would bar the tours.
    let part = json!({"name": "暗室", "parent": hall["id"], "kind": "zone", "lanes": 0, "active": true});
    assert_eq!(house.call("space_save", part).unwrap_err().code, "clash");
}

#[test]
fn a_space_the_future_needs_stays_in_use_and_a_used_one_is_not_deleted() {
    let house = House::new();
    let hall = house.space("宇航厅", None, 2);
    let cabin = house.space("返回舱", Some(&hall), 1);
    let session = house.session("demonstration", &cabin, at(2, 10, 0), json!([]));
    for space in [&hall, &cabin] {
        let refused = house.call("space_save", changed(space, json!({"active": false}))).unwrap_err();
        assert_eq!((refused.code, refused.facts["count"].as_i64()), ("in_use", Some(1)));
        assert_eq!(refused.facts["uses"][0]["id"], session["id"]);
    }
    house.ok(
        "session_transition",
        json!({"ids": [session["id"]], "transition": "cancel", "reason": {"code": "equipment"}}),
    );
    house.ok("space_save", changed(&hall, json!({"active": false})));
    let list = house.ok("space_list", json!({}));
    assert!(list.as_array().unwrap().iter().all(|space| space["active"] == false));
    let cabin = list[1].clone();
    assert_eq!(house.call("space_delete", json!({"id": hall["id"], "revision": 1})).unwrap_err().code, "in_use");
    let refused = house.call("space_delete", json!({"id": cabin["id"], "revision": cabin["revision"]})).unwrap_err();
    assert_eq!(refused.code, "in_use", "a cancelled session still names it");
    assert_eq!(house.call("space_save", changed(&cabin, json!({"active": true}))).unwrap_err().code, "wrong_state");
    let spare = house.space("未用", None, 0);
    house.ok("space_delete", json!({"id": spare["id"], "revision": spare["revision"]}));
}

#[test]
fn names_rings_and_revisions_are_refused_with_their_field() {
    let house = House::new();
    let hall = house.space("儿童厅", None, 2);
    let corner = house.space("建构角", Some(&hall), 2);
    house.ok("department_save", json!({"name": "展教部", "active": true}));
    house.ok("kit_save", json!({"name": "一号箱", "items": [], "active": true}));
    let vehicle = json!({"name": "大篷车", "plate": "渝A12345", "kind": "II型", "licence_class": "B1", "active": true});
    house.ok("vehicle_save", vehicle.clone());
    let site = json!({"name": "永安小学", "district_code": "500236", "kind": "school", "active": true});
    house.ok("site_save", site.clone());
    let long = "长".repeat(10_000);
    for (name, arguments, code, field) in [
        ("space_save", json!({"name": "儿童厅", "kind": "hall", "lanes": 0, "active": true}), "name_taken", "name"),
        ("space_save", changed(&hall, json!({"parent": corner["id"]})), "space_ring", "parent"),
        ("space_save", changed(&hall, json!({"parent": hall["id"]})), "space_ring", "parent"),
        ("space_save", changed(&hall, json!({"lanes": 21})), "number_out_of_range", "lanes"),
        ("space_save", changed(&hall, json!({"capacity": 0})), "number_out_of_range", "capacity"),
        ("space_save", changed(&hall, json!({"name": long})), "text_too_long", "name"),
        ("space_save", changed(&hall, json!({"name": "a\u{0}"})), "text_control_character", "name"),
        ("space_save", changed(&hall, json!({"name": "\u{202e}厅"})), "text_control_character", "name"),
        ("space_save", changed(&hall, json!({"revision": null})), "arguments_invalid", "revision"),
        ("department_save", json!({"name": "展教部", "active": true}), "name_taken", "name"),
        ("kit_save", json!({"name": "一号箱", "items": [], "active": true}), "name_taken", "name"),
        (
            "kit_save",
            json!({"name": "二号箱", "items": [{"name": "球", "quantity": 0}], "active": true}),
            "number_out_of_range",
            "items.quantity",
        ),
        (
            "vehicle_save",
            {
                let mut other = vehicle.clone();
                other["plate"] = json!("渝a12345");
                other
            },
            "name_taken",
            "plate",
        ),
        (
            "vehicle_save",
            {
                let mut other = vehicle.clone();
                other["plate"] = json!("渝B1");
                other["licence_class"] = json!("D");
                other
            },
            "arguments_invalid",
            "licence_class",
        ),
        (
            "vehicle_save",
            {
                let mut other = vehicle.clone();
                other["plate"] = json!("渝B2");
                other["inspection_expires"] = json!(at(0, 24, 1));
                other
            },
            "time_invalid",
            "inspection_expires",
        ),
        ("site_save", site.clone(), "name_taken", "name"),
        (
            "site_save",
            {
                let mut other = site.clone();
                other["name"] = json!("别处");
                other["contact_phone"] = json!("<b>");
                other
            },
            "arguments_invalid",
            "contact_phone",
        ),
        ("person_save", json!({"name": " ", "kind": "docent", "active": true}), "text_empty", "name"),
        (
            "person_save",
            json!({"name": "何", "kind": "docent", "active": true, "availability": [{"weekday": 7, "starts": 0, "ends": 60}]}),
            "number_out_of_range",
            "availability.weekday",
        ),
        (
            "person_save",
            json!({"name": "何", "kind": "docent", "active": true, "availability": [{"weekday": 1, "starts": 60, "ends": 60}]}),
            "span_invalid",
            "availability",
        ),
        (
            "person_save",
            json!({"name": "何", "kind": "docent", "active": true, "qualifications": [{"aspect": "language", "value": "en"}, {"aspect": "language", "value": "en"}]}),
            "name_taken",
            "qualifications",
        ),
        (
            "person_save",
            json!({"name": "何", "kind": "docent", "active": true, "qualifications": [{"aspect": "language", "value": "英语"}]}),
            "arguments_invalid",
            "qualifications.value",
        ),
    ] {
        let refused = house.call(name, arguments.clone()).unwrap_err();
        assert_eq!((refused.code, refused.facts["field"].as_str()), (code, Some(field)), "{name} {arguments}");
    }
    for (name, arguments, code) in [
        ("space_save", changed(&hall, json!({"revision": 7})), "stale"),
        ("space_save", changed(&hall, json!({"id": "nobody"})), "not_found"),
        (
            "site_save",
            json!({"name": "旧区", "district_code": "500105", "kind": "school", "active": true}),
            "not_found",
        ),
        ("person_read", json!({"id": "nobody"}), "not_found"),
        (
            "exhibit_save",
            json!({"name": "球", "space": "nowhere", "condition": "on_show", "active": true}),
            "not_found",
        ),
    ] {
        assert_eq!(house.call(name, arguments.clone()).unwrap_err().code, code, "{name} {arguments}");
    }
    // What people may rightly write is kept as it is.
    for name in ["🚀 宇航", "<script>alert(1)</script>", "=1+1", "𬭎厅"] {
        assert_eq!(house.space(name, None, 0)["name"], name);
    }
}

#[test]
fn phones_are_masked_in_lists_and_shown_to_those_who_ring_people_up() {
    let house = House::new();
    for (name, role) in
        [("台", "front_desk"), ("计", "planner"), ("排", "roster_lead"), ("值", "duty_manager"), ("领", "manager")]
    {
        house.ok("profile_save", json!({"name": name, "role": role, "pin": "keep", "active": true}));
    }
    let he = house.person("何娟", "docent");
    let site = json!({"name": "永安小学", "district_code": "500236", "kind": "school", "contact_phone": "13912345678", "active": true});
    let site = house.ok("site_save", site);
    for (role, full) in [
        ("front_desk", false),
        ("planner", true),
        ("roster_lead", true),
        ("duty_manager", true),
        ("manager", false),
        ("administrator", true),
    ] {
        let list = house.call_as(role, "person_list", json!({})).unwrap();
        assert_eq!(list[0]["phone_masked"], "138****5678");
        assert!(!list.to_string().contains("13812345678"));
        assert!(!house.call_as(role, "site_list", json!({})).unwrap().to_string().contains("13912345678"));
        let record = house.call_as(role, "person_read", json!({"id": he["id"]})).unwrap();
        assert_eq!(record["phone"], if full { "13812345678" } else { "138****5678" }, "{role}");
        let record = house.call_as(role, "site_read", json!({"id": site["id"]})).unwrap();
        assert_eq!(record["contact_phone"], if full { "13912345678" } else { "139****5678" }, "{role}");
    }
    let kept = json!({"name": "新人", "kind": "staff", "active": true});
    assert_eq!(house.call_as("front_desk", "person_save", kept).unwrap_err().code, "not_allowed");
}

#[test]
fn kits_exhibits_and_qualifications_keep_what_is_given() {
    let house = House::new();
    let hall = house.space("儿童厅", None, 2);
    let kit = house.ok("kit_save", json!({"name": "一号箱", "items": [{"name": "气球", "quantity": 20}, {"name": "磁铁", "quantity": 4}], "active": true}));
    let items = json!([kit["items"][1], {"name": "放大镜", "quantity": 10}]);
    let kit = house.ok(
        "kit_save",
        json!({"id": kit["id"], "revision": kit["revision"], "name": "一号箱", "items": items, "active": true}),
    );
    assert_eq!(house.ok("kit_list", json!({}))[0]["items"], kit["items"]);
    assert_eq!(kit["items"][0]["name"], "磁铁");
    house.ok("kit_delete", json!({"id": kit["id"], "revision": kit["revision"]}));

    let exhibit = json!({"name": "尖端放电", "space": hall["id"], "condition": "on_show", "active": true});
    let exhibit = house.ok("exhibit_save", exhibit);
    let fault = json!({"exhibit": exhibit["id"], "words": "不放电", "under_repair": true});
    let broken = house.ok("exhibit_report_fault", fault);
    assert_eq!(
        (broken["condition"].as_str(), broken["faults"][0]["mended"].clone()),
        (Some("under_repair"), Value::Null)
    );
    let mend = json!({"fault": broken["faults"][0]["id"], "revision": 0, "on_show": true});
    let mended = house.ok("exhibit_mend", mend.clone());
    assert_eq!(
        (mended["condition"].as_str(), mended["faults"][0]["mended"].as_i64()),
        (Some("on_show"), Some(at(0, 8, 50)))
    );
    assert_eq!(house.call("exhibit_mend", mend).unwrap_err().code, "stale");
    let deletion = json!({"id": mended["id"], "revision": mended["revision"]});
    assert_eq!(house.call("exhibit_delete", deletion).unwrap_err().code, "in_use", "its faults are history");

    let lines = json!([{"aspect": "language", "value": "en", "expires": at(30, 0, 0)}, {"aspect": "hall", "value": hall["id"]}]);
    let saved = house.ok(
        "person_save",
        json!({"name": "曾晓莉", "kind": "docent", "licence_class": "a1a2", "qualifications": lines,
        "availability": [{"weekday": 5, "starts": 570, "ends": 1020}], "active": true}),
    );
    assert_eq!(saved["summary"]["spelling"], "zengxiaoli zxl");
    assert_eq!(saved["summary"]["licence_class"], "A1A2");
    assert_eq!(saved["summary"]["qualifications"][1]["label"], "儿童厅");
    let again = json!({"id": saved["summary"]["id"], "revision": 0, "name": "曾晓莉", "kind": "docent", "qualifications": [lines[0]], "active": true});
    let again = house.ok("person_save", again);
    assert_eq!(again["availability"], json!([]));
    assert_eq!(again["summary"]["qualifications"].as_array().unwrap().len(), 1);
    house.ok("person_delete", json!({"id": again["summary"]["id"], "revision": again["summary"]["revision"]}));
    assert_eq!(house.ok("person_list", json!({})), json!([]));
}

#[test]
fn regions_are_those_of_the_day() {
    let house = House::new();
    let count = |on: Value| house.ok("region_list", json!({"on": on})).as_array().unwrap().len();
    assert_eq!(count(json!(at(0, 0, 0))), 37 + 1, "and 万盛经开区");
    assert_eq!(count(json!(at(-700, 0, 0))), 38 + 1);
    assert!(count(Value::Null) > 50);
    assert_eq!(house.call("region_list", json!({"on": 7})).unwrap_err().code, "time_invalid");
}
