//! Runs through the gate: planned, refused with ways out, moved, published, cancelled, taken back.

use rules::time::{DAY_MINUTES, Minute};
use serde_json::{Value, json};
use store::{Batch, Operation, OperationKind, rows, search};
use tempfile::TempDir;

use crate::{Caller, Clock, Context, Failure, Museum, dispatch};

/// 2026-05-11, a Monday, as a minute of the schedule and, at 8:50 in the morning, as UTC milliseconds.
const MONDAY: Minute = 20_584 * DAY_MINUTES;
const NOW: i64 = (MONDAY + 8 * 60 + 50 - 8 * 60) * 60_000;

fn at(day: i64, hour: i64, minute: i64) -> Minute {
    MONDAY + day * DAY_MINUTES + hour * 60 + minute
}

/// A museum with two vehicles, three drivers of whom one drives small cars only, two docents, a kit, two sites.
struct House {
    museum: Museum,
    _directory: TempDir,
}

fn person(id: &str, kind: &str, licence: Option<&str>) -> rows::Person {
    rows::Person {
        id: id.into(),
        revision: 0,
        name: id.into(),
        sort_key: search::sort_key(id),
        kind: kind.into(),
        department_id: None,
        phone: Some("13812345678".into()),
        licence_class: licence.map(Into::into),
        licence_expires: None,
        remark: None,
        active: true,
    }
}

fn vehicle(id: &str) -> rows::Vehicle {
    rows::Vehicle {
        id: id.into(),
        revision: 0,
        name: id.into(),
        sort_key: search::sort_key(id),
        plate: format!("渝A{id}"),
        kind: "medium".into(),
        licence_class: "B1".into(),
        inspection_expires: Some(at(200, 0, 0)),
        insurance_expires: Some(at(200, 0, 0)),
        acquired: Some(at(-1_000, 0, 0)),
        odometer_kilometres: Some(40_000),
        remark: None,
        active: true,
    }
}

fn site(id: &str, district: &str) -> rows::Site {
    rows::Site {
        id: id.into(),
        revision: 0,
        name: id.into(),
        sort_key: search::sort_key(id),
        district_code: district.into(),
        kind: "school".into(),
        address: None,
        contact_name: Some("周老师".into()),
        contact_phone: Some("13900001111".into()),
        power: None,
        parking: None,
        remark: None,
        active: true,
    }
}

impl House {
    fn new() -> House {
        let directory = TempDir::new().unwrap();
        let museum = Museum::open(directory.path(), Clock::Fixed(NOW)).unwrap();
        let house = House { museum, _directory: directory };
        let mut batch = Batch::new();
        for id in ["qin", "he"] {
            batch.insert(&person(id, "staff", Some("A1")));
        }
        batch.insert(&person("small", "staff", Some("C1")));
        for id in ["bai", "pu"] {
            batch.insert(&person(id, "docent", None));
        }
        for id in ["one", "two"] {
            batch.insert(&vehicle(id));
        }
        batch.insert(&rows::Kit {
            id: "dome".into(),
            revision: 0,
            name: "球幕".into(),
            sort_key: "qiumu".into(),
            remark: None,
            active: true,
        });
        for (rank, name) in (0..).zip(["球幕", "投影机", "插线板"]) {
            let (id, kit_id) = (format!("item{rank}"), "dome".to_owned());
            batch.insert(&rows::KitItem { id, revision: 0, kit_id, name: name.into(), quantity: rank + 1, rank });
        }
        batch.insert(&site("幼岚小学", "500236"));
        batch.insert(&site("竹园中学", "500236"));
        house.write(batch);
        house
    }

    fn write(&self, batch: Batch) {
        let operation = Operation {
            id: uuid::Uuid::now_v7().to_string(),
            digest: String::new(),
            actor_id: String::new(),
            command: "test".into(),
            at_utc_milliseconds: NOW,
            areas: crate::Area::ALL.iter().map(|area| area.code().to_owned()).collect(),
            answer: "null".into(),
            reversible: false,
            kind: OperationKind::Do,
        };
        self.museum.store.apply(batch, operation).unwrap();
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
}

/// 奉节 over two days with its times filled in by the house.
fn draft(house: &House) -> Value {
    let stop = |site: &str, minutes: i64| {
        json!({ "site": site, "outreach_place": "school", "departs": at(2, 8, 0), "starts": at(2, 9, 0),
                "ends": at(2, 9, 0) + minutes, "capacity": 400 })
    };
    let rough = json!({
        "title": "奉节两日行", "departs": at(2, 8, 0), "returns": at(3, 20, 0), "vehicle": "one", "kit": "dome",
        "drivers": ["qin"], "crew": ["bai"], "stops": [stop("幼岚小学", 120), stop("竹园中学", 150)],
        "return_departs": at(3, 13, 0),
    });
    house.ok("run_propose_times", rough)["run"].clone()
}

fn saved(house: &House) -> Value {
    house.ok("run_save", json!({ "run": draft(house) }))["run"].clone()
}

/// The codes of an answer's clashes.
fn codes(answer: &Value) -> Vec<&str> {
    answer["clashes"].as_array().into_iter().flatten().filter_map(|clash| clash["code"].as_str()).collect()
}

#[test]
fn a_run_to_fengjie_over_two_days_is_planned_with_its_times_from_the_road() {
    let house = House::new();
    let proposed = house.ok("run_propose_times", draft(&house));
    assert_eq!(codes(&proposed["verdict"]), Vec::<&str>::new());
    let run = saved(&house);
    assert_eq!(run["state"], "planned");
    assert_eq!(run["nights"], 1);
    assert_eq!(run["capacity"], 800);
    let leg = &run["stops"][0]["leg"];
    assert_eq!((leg["drive"]["source"].as_str(), leg["breaks"].as_i64()), (Some("estimated"), Some(1)));
    assert_eq!(run["stops"][1]["leg"]["drive"]["source"], "within");
    assert_eq!(run["days"].as_array().map(Vec::len), Some(2));
    let load: Vec<_> = run["load"].as_array().unwrap().iter().map(|line| line["name"].as_str().unwrap()).collect();
    assert_eq!(load, ["球幕", "投影机", "插线板"]);
    assert_eq!(run["drivers"][0]["note"], "138****5678", "a screen masks phones");
    assert_eq!(run["stops"][0]["contact_phone"], "139****1111");
    let list = house.ok("run_list", json!({ "from": MONDAY, "to": at(7, 0, 0) }));
    assert_eq!(list["runs"][0]["id"], run["id"]);
    assert_eq!(house.ok("run_read", json!({ "id": run["id"] })), run);
}

#[test]
fn saving_again_what_was_read_changes_nothing_and_claims_nothing_twice() {
    let house = House::new();
    let run = saved(&house);
    let again = house.ok("run_save", json!({ "run": run["draft"] }))["run"].clone();
    assert_eq!(again["stops"], run["stops"]);
    assert_eq!(again["revision"].as_i64(), run["revision"].as_i64().map(|revision| revision + 1));
    assert_eq!(house.refused("run_save", json!({ "run": run["draft"] }))["code"], "stale");
}

#[test]
fn each_clash_is_refused_with_its_way_out() {
    type Spoil = fn(&mut Value);
    let cases: &[(&str, &str, Spoil)] = &[
        ("licence_class", "driver", |run| run["drivers"] = json!(["small"])),
        ("vehicle_taken", "vehicle", |run| (run["drivers"], run["crew"]) = (json!(["he"]), json!(["pu"]))),
        ("person_taken", "driver", |run| (run["vehicle"], run["crew"]) = (json!("two"), json!(["pu"]))),
        ("person_taken", "day", |_| {}),
        ("arrival_late", "times", |run| {
            (run["vehicle"], run["drivers"], run["crew"]) = (json!("two"), json!(["he"]), json!(["pu"]));
            run["kit"] = Value::Null;
            run["stops"][0]["starts"] = json!(at(2, 12, 0));
        }),
    ];
    for (code, way, spoil) in cases {
        let house = House::new();
        if *code != "licence_class" {
            let mut first = draft(&house);
            first["kit"] = Value::Null;
            house.ok("run_save", json!({ "run": first }));
        }
        let mut run = draft(&house);
        run["kit"] = Value::Null;
        spoil(&mut run);
        let failure = house.refused("run_save", json!({ "run": run }));
        assert_eq!(failure["code"], "clash", "{code}");
        assert_eq!(failure["rule"], "hard_clash", "{code}");
        assert!(codes(&failure).contains(code), "{code}: {:?}", codes(&failure));
        let said = house.ok("run_check", run);
        assert_eq!(said["clashes"], failure["clashes"], "checking says what saving says");
        let ways: Vec<_> = said["ways"].as_array().unwrap().iter().collect();
        let taken = ways.iter().find(|found| found["kind"] == *way).unwrap_or_else(|| panic!("{code}: {ways:?}"));
        assert_eq!(taken["remaining"], json!([]), "{code}");
        house.ok("run_save", json!({ "run": taken["run"] }));
    }
}

#[test]
fn what_a_run_takes_is_gone_for_sessions_and_comes_back_when_it_is_cancelled() {
    let house = House::new();
    let run = saved(&house);
    let second = {
        let mut second = draft(&house);
        (second["drivers"], second["crew"]) = (json!(["he"]), json!(["pu"]));
        second["vehicle"] = json!("two");
        second
    };
    assert_eq!(codes(&house.refused("run_save", json!({ "run": second }))), ["kit_taken"]);
    let cancel = json!({ "id": run["id"], "revision": run["revision"], "transition": "cancel",
                         "reason": { "code": "weather" } });
    let without = json!({ "id": run["id"], "revision": run["revision"], "transition": "cancel" });
    assert_eq!(house.refused("run_transition", without)["code"], "reason_required");
    let cancelled = house.ok("run_transition", cancel)["run"].clone();
    assert_eq!(cancelled["state"], "cancelled");
    assert_eq!(cancelled["stops"][0]["reason_code"], "weather");
    house.ok("run_save", json!({ "run": second }));
    let back = json!({ "id": run["id"], "revision": cancelled["revision"], "transition": "reinstate" });
    assert_eq!(codes(&house.refused("run_transition", back)), ["kit_taken"]);
}

#[test]
fn a_soft_clash_passes_with_a_reason_that_stays() {
    let house = House::new();
    let mut run = draft(&house);
    let starts = run["stops"][0]["starts"].as_i64().unwrap();
    run["stops"][0]["starts"] = json!(starts - 15);
    let failure = house.refused("run_save", json!({ "run": run }));
    assert_eq!((failure["rule"].as_str(), codes(&failure)), (Some("soft_clash"), vec!["arrival_buffer"]));
    let overrides = json!([{ "code": "arrival_buffer", "reason": "学校有人帮忙布置" }]);
    let saved = house.ok("run_save", json!({ "run": run, "overrides": overrides }))["run"].clone();
    assert_eq!(saved["findings"][0]["reason"], "学校有人帮忙布置");
    assert_eq!(saved["clashes"], json!([]));
    // It stays let pass when the run is saved again for another reason.
    let mut draft = saved["draft"].clone();
    draft["remark"] = json!("带雨布");
    let again = house.ok("run_save", json!({ "run": draft }))["run"].clone();
    assert_eq!(again["findings"], saved["findings"]);
}

#[test]
fn a_published_run_says_why_it_moves_and_leaves_its_stops_behind() {
    let house = House::new();
    let run = saved(&house);
    let publish = json!({ "id": run["id"], "revision": run["revision"], "transition": "publish" });
    let published = house.ok("run_transition", publish)["run"].clone();
    assert_eq!(published["state"], "published");
    let mut later = published["draft"].clone();
    for field in ["departs", "returns", "return_departs"] {
        later[field] = json!(later[field].as_i64().unwrap() + DAY_MINUTES);
    }
    for stop in later["stops"].as_array_mut().unwrap() {
        for field in ["departs", "starts", "ends"] {
            stop[field] = json!(stop[field].as_i64().unwrap() + DAY_MINUTES);
        }
    }
    assert_eq!(house.refused("run_save", json!({ "run": later }))["code"], "reason_required");
    let old = published["stops"][0]["session"].as_str().unwrap();
    let moved = house.ok("run_save", json!({ "run": later, "reason": { "code": "weather" } }))["run"].clone();
    assert_eq!(moved["stops"].as_array().map(Vec::len), Some(2));
    assert_ne!(moved["stops"][0]["session"], old);
    let trace = house.ok("session_read", json!({ "id": old }));
    assert_eq!((trace["state"].as_str(), &trace["moved_to"]), (Some("moved"), &moved["stops"][0]["session"]));
    // One step takes all of it back.
    house.ok("history_undo", json!({}));
    let back = house.ok("run_read", json!({ "id": run["id"] }));
    assert_eq!(back["stops"][0]["session"], old);
    assert_eq!(back["departs"], published["departs"]);
}

#[test]
fn a_stop_taken_off_is_cancelled_and_a_draft_goes() {
    let house = House::new();
    let run = saved(&house);
    let mut fewer = run["draft"].clone();
    fewer["stops"].as_array_mut().unwrap().remove(0);
    fewer = house.ok("run_propose_times", fewer)["run"].clone();
    assert_eq!(house.refused("run_save", json!({ "run": fewer }))["code"], "reason_required");
    let after = house.ok("run_save", json!({ "run": fewer, "reason": { "code": "staff" } }))["run"].clone();
    let states: Vec<_> =
        after["stops"].as_array().unwrap().iter().map(|stop| stop["state"].as_str().unwrap()).collect();
    assert!(states.contains(&"cancelled") && states.contains(&"planned"), "{states:?}");
    let delete = |run: &Value| json!({ "id": run["id"], "revision": run["revision"] });
    assert_eq!(house.refused("run_delete", delete(&after))["rule"], "only_drafts_are_deleted");
    let mut other = draft(&house);
    other["title"] = json!("草稿");
    let kept = house.ok("run_save", json!({ "run": other, "as_draft": true }))["run"].clone();
    assert_eq!(kept["state"], "draft");
    assert!(codes(&kept).contains(&"vehicle_taken"), "a draft occupies nothing but shows what it would meet");
    house.ok("run_delete", delete(&kept));
    assert_eq!(house.refused("run_read", json!({ "id": kept["id"] }))["code"], "not_found");
}

#[test]
fn stops_follow_their_run_and_a_run_is_published_whole() {
    let house = House::new();
    let mut run = draft(&house);
    (run["vehicle"], run["drivers"]) = (Value::Null, json!([]));
    let run = house.ok("run_save", json!({ "run": run }))["run"].clone();
    assert_eq!(run["lacks"], json!(["vehicle", "driver"]));
    let publish = json!({ "id": run["id"], "revision": run["revision"], "transition": "publish" });
    assert_eq!(house.refused("run_transition", publish)["code"], "run_incomplete");
    let session = &run["stops"][0]["session"];
    for transition in ["publish", "cancel"] {
        let arguments = json!({ "ids": [session], "transition": transition, "reason": { "code": "staff" } });
        assert_eq!(house.refused("session_transition", arguments)["rule"], "stops_follow_their_run");
    }
}

#[test]
fn the_load_list_is_marked_and_follows_the_kit() {
    let house = House::new();
    let run = saved(&house);
    let line = &run["load"][1]["id"];
    let marked = house.ok("run_load_mark", json!({ "run": run["id"], "lines": [line], "loaded": true }));
    let loaded: Vec<_> =
        marked["run"]["load"].as_array().unwrap().iter().map(|line| line["loaded"].as_bool().unwrap()).collect();
    assert_eq!(loaded, [false, true, false]);
    let mut without = run["draft"].clone();
    (without["kit"], without["load"]) = (Value::Null, Value::Null);
    let bare = house.ok("run_save", json!({ "run": without }))["run"].clone();
    assert_eq!(bare["load"], json!([]));
}

#[test]
fn driving_times_are_entered_with_their_source_and_taken_back() {
    let house = House::new();
    let cell = |answer: &Value, from: &str, to: &str| {
        let cells = answer["cells"].as_array().unwrap();
        cells.iter().find(|cell| cell["from"] == from && cell["to"] == to).cloned().unwrap()
    };
    let list = house.ok("travel_time_list", json!({}));
    let codes: Vec<_> = list["districts"].as_array().unwrap().iter().map(|district| &district["code"]).collect();
    assert_eq!(codes, ["museum", "500236"]);
    assert_eq!(list["districts"][1]["name"], "奉节县");
    assert_eq!(cell(&list, "museum", "500236")["drive"]["source"], "estimated");
    let save = json!({ "from": "500157", "to": "500236", "minutes": 330, "metres": 410_000 });
    assert_eq!(house.refused("travel_time_save", save)["code"], "text_empty", "nobody says so");
    let save =
        json!({ "from": "500157", "to": "500236", "minutes": 330, "metres": 410_000, "provenance": "2025年里程记录" });
    let entered = house.ok("travel_time_save", save);
    assert_eq!(entered["drive"]["provenance"], "2025年里程记录");
    let list = house.ok("travel_time_list", json!({}));
    // What was entered for the museum's district holds for the museum.
    assert_eq!(cell(&list, "500236", "museum")["drive"]["source"], "reversed");
    let run = saved(&house);
    assert_eq!(run["stops"][0]["leg"]["drive"]["minutes"], 330);
    assert_eq!(run["home"]["drive"]["source"], "reversed");
    let back = json!({ "from": "500157", "to": "500236", "revision": entered["revision"] });
    assert_eq!(house.ok("travel_time_save", back)["drive"]["source"], "estimated");
    let read = house.ok("run_read", json!({ "id": run["id"] }));
    assert_eq!(read["stops"][0]["leg"]["drive"]["source"], "given", "a saved run keeps its times");
}

#[test]
fn estimates_begin_at_the_museum_once_it_says_where_it_stands() {
    let house = House::new();
    let far = |house: &House| {
        let list = house.ok("travel_time_list", json!({}));
        list["cells"].as_array().unwrap().iter().find(|cell| cell["to"] == "500236").cloned().unwrap()["drive"].clone()
    };
    let by_district = far(&house);
    let mut settings = house.ok("setting_read", json!({}));
    let point = json!({ "latitude_millionths": 29_570_000, "longitude_millionths": 106_572_000, "provenance": "地图" });
    settings["road"]["museum_point"] = point.clone();
    house.ok("setting_save", settings.clone());
    assert_eq!(house.ok("travel_time_list", json!({}))["museum_point"], point);
    let by_point = far(&house);
    assert_eq!(by_point["source"], "estimated_from_point");
    let metres = |drive: &Value| drive["metres"].as_i64().unwrap();
    assert!(metres(&by_point) > metres(&by_district) + 10_000, "{by_point} {by_district}");
    for (field, value) in [("latitude_millionths", json!(90_000_001)), ("provenance", json!(" "))] {
        let mut wrong = settings.clone();
        wrong["road"]["museum_point"][field] = value;
        house.refused("setting_save", wrong);
    }
    // The museum's own time stands above both.
    let save = json!({ "from": "museum", "to": "500236", "minutes": 345, "metres": 420_000, "provenance": "里程记录" });
    house.ok("travel_time_save", save);
    assert_eq!(saved(&house)["stops"][0]["leg"]["drive"]["minutes"], 345);
}

#[test]
fn a_driver_on_two_runs_a_day_has_one_day() {
    let house = House::new();
    let run = |hour: i64, title: &str, minutes: i64| {
        json!({ "title": title, "departs": at(4, hour, 0), "returns": at(4, hour + 5, 0), "drivers": ["qin"],
                "stops": [{ "site": "幼岚小学", "outreach_place": "rural", "departs": at(4, hour, 0),
                            "drive": { "minutes": minutes }, "starts": at(4, hour + 3, 40), "ends": at(4, hour + 4, 0) }],
                "return_departs": at(4, hour + 4, 0), "return_drive": { "minutes": 60 } })
    };
    house.ok("run_save", json!({ "run": run(6, "早", 180) }));
    assert_eq!(codes(&house.refused("run_save", json!({ "run": run(13, "晚", 181) }))), ["driver_hours"]);
    house.ok("run_save", json!({ "run": run(13, "晚", 180) }));
}
