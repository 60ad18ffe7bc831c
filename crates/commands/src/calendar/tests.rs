//! The calendar through the gate: what days are, notices given and taken back, sessions they strand.

use rules::time::{DAY_MINUTES, Minute};
use serde_json::{Value, json};
use store::{Batch, Operation, OperationKind, rows, search};
use tempfile::TempDir;

use crate::{Area, Caller, Clock, Context, Failure, Museum, Role, dispatch};

/// 2026-05-04, a holiday Monday, as a minute of the schedule and, at 8:50 in the morning, as UTC milliseconds.
const MONDAY: Minute = 20_577 * DAY_MINUTES;
const NOW: i64 = (MONDAY + 8 * 60 + 50 - 8 * 60) * 60_000;

/// The minute of a time some days after that Monday.
fn at(day: i64, hour: i64, minute: i64) -> Minute {
    MONDAY + day * DAY_MINUTES + hour * 60 + minute
}

/// A museum with a hall, its corner, a dome, two people and a profile of each role.
struct House {
    museum: Museum,
    _directory: TempDir,
}

fn space(id: &str, parent: Option<&str>) -> rows::Space {
    rows::Space {
        id: id.into(),
        revision: 0,
        parent_id: parent.map(Into::into),
        name: id.into(),
        sort_key: search::sort_key(id),
        rank: 0,
        kind: if parent.is_some() { "zone".into() } else { "hall".into() },
        capacity: Some(60),
        area_square_metres: None,
        lanes: 2,
        active: true,
    }
}

fn person(id: &str, active: bool) -> rows::Person {
    rows::Person {
        id: id.into(),
        revision: 0,
        name: format!("{id}主任"),
        sort_key: search::sort_key(id),
        kind: "staff".into(),
        department_id: None,
        phone: None,
        licence_class: None,
        licence_expires: None,
        remark: None,
        active,
    }
}

impl House {
    fn new() -> House {
        let directory = TempDir::new().unwrap();
        let museum = Museum::open(directory.path(), Clock::Fixed(NOW)).unwrap();
        let mut batch = Batch::new();
        batch.insert(&space("hall", None));
        batch.insert(&space("corner", Some("hall")));
        batch.insert(&space("dome", None));
        batch.insert(&person("qin", true));
        batch.insert(&person("gone", false));
        for role in Role::ALL.iter().filter(|role| **role != Role::Administrator) {
            batch.insert(&rows::Profile {
                id: role.code().into(),
                revision: 0,
                name: role.code().into(),
                sort_key: role.code().into(),
                role: role.code().into(),
                pin_hash: None,
                active: true,
            });
        }
        let operation = Operation {
            id: uuid::Uuid::now_v7().to_string(),
            digest: String::new(),
            actor_id: String::new(),
            command: "test".into(),
            at_utc_milliseconds: NOW,
            areas: Area::ALL.iter().map(|area| area.code().to_owned()).collect(),
            answer: "null".into(),
            reversible: false,
            kind: OperationKind::Do,
        };
        museum.store.apply(batch, operation).unwrap();
        House { museum, _directory: directory }
    }

    fn call_as(&self, role: &str, name: &str, arguments: Value) -> Result<Value, Failure> {
        let caller = Caller::Profile(role.into());
        dispatch(name, arguments, &Context { museum: &self.museum, caller, operation: None })
    }

    fn ok(&self, name: &str, arguments: Value) -> Value {
        self.call_as("administrator", name, arguments).unwrap_or_else(|failure| panic!("{name}: {}", json!(failure)))
    }

    fn refused(&self, name: &str, arguments: Value) -> Value {
        match self.call_as("administrator", name, arguments) {
            Ok(answer) => panic!("{name} must be refused, answered {answer}"),
            Err(failure) => json!(failure),
        }
    }

    fn day(&self, date: &str) -> Value {
        self.ok("calendar_days", json!({ "from": date, "to": date }))[0].clone()
    }

    /// Plans a session of 45 minutes and answers its id.
    fn session(&self, space: &str, starts: Minute, public: bool) -> String {
        let session = json!({ "kind": "activity", "title": format!("{space}{starts}"), "starts": starts,
                              "ends": starts + 45, "spaces": [space], "public": public });
        self.ok("session_save", json!({ "session": session }))["id"].as_str().unwrap().to_owned()
    }
}

/// The ids of stranded sessions.
fn ids(affected: &Value) -> Vec<&str> {
    affected.as_array().unwrap().iter().map(|it| it["session"]["id"].as_str().unwrap()).collect()
}

fn closing(from: &str, to: &str, part: &str, space: Option<&str>) -> Value {
    json!({ "from": from, "to": to, "part": part, "space": space, "effect": "close", "kind": "power_cut",
            "reason": "片区停电检修" })
}

fn imagined(days: &[(&str, bool)]) -> Vec<Value> {
    days.iter().map(|(date, off)| json!({ "date": date, "off": off, "name": "元旦" })).collect()
}

fn notice_of_2027(version: i64, days: &[(&str, bool)]) -> Value {
    json!({ "year": 2027, "version": version, "title": "国务院办公厅关于2027年部分节假日安排的通知",
            "published": "2026-05-03", "text": "一、元旦：…", "days": imagined(days) })
}

#[test]
fn a_day_says_what_it_is_and_why() {
    let house = House::new();
    let monday = house.day("2026-05-04");
    assert_eq!(monday["date"], "2026-05-04");
    assert_eq!(
        (&monday["day_kind"], &monday["open"], &monday["provisional"], &monday["notice_id"]),
        (&json!("statutory_off"), &json!(true), &json!(false), &json!("cn-2026-1"))
    );
    let why = json!({ "code": "holiday_on_closed_weekday", "weekday": 1, "name": "劳动节", "notice_id": "cn-2026-1" });
    assert_eq!(monday["reasons"], json!([why]));
    let next_year = house.day("2027-01-04");
    assert_eq!((&next_year["open"], &next_year["provisional"]), (&json!(false), &json!(true)));
    assert_eq!(next_year["reasons"][1], json!({ "code": "no_notice", "year": 2027 }));
    let days = house.ok("calendar_days", json!({ "from": "2007-01-01", "to": "2026-12-31" }));
    assert_eq!(days.as_array().unwrap().len(), 7_305);
}

#[test]
fn a_museum_notice_strands_what_lies_ahead_and_offers_the_ways_out() {
    let house = House::new();
    let wednesday = house.session("corner", at(2, 10, 0), true);
    let elsewhere = house.session("dome", at(2, 10, 0), true);
    house.session("corner", at(2, 14, 0), false);
    house.session("corner", at(3, 10, 0), true);

    let previewed = house.ok(
        "calendar_preview",
        json!({ "museum_notice": closing("2026-05-06", "2026-05-06", "morning", Some("hall")) }),
    );
    assert_eq!(ids(&previewed["affected"]), [wednesday.as_str()]);
    assert_eq!(previewed["days"].as_array().unwrap().len(), 1);
    assert_eq!(house.ok("museum_notice_list", json!({})), json!([]), "a preview writes nothing");

    let saved = house.ok("museum_notice_save", closing("2026-05-06", "2026-05-06", "day", None));
    let stranded = ids(&saved["affected"]);
    assert_eq!(stranded.len(), 2, "the internal one and the one of another day stay");
    assert!(stranded.contains(&wednesday.as_str()) && stranded.contains(&elsewhere.as_str()));
    let first = &saved["affected"][0];
    assert_eq!(
        (&first["clash"]["code"], &first["clash"]["detail"]),
        (&json!("closed_by_notice"), &json!("片区停电检修"))
    );
    assert_eq!(first["day"]["open"], false);
    let free = first["free_day"]["starts"].as_i64().unwrap();
    assert!(free > at(3, 0, 0) && free < at(4, 0, 0), "the next day, at another time where the same is taken");

    // Another notice is told apart from this one.
    let later = closing("2026-05-07", "2026-05-07", "day", None);
    assert_eq!(
        house.ok("calendar_preview", json!({ "museum_notice": later }))["affected"].as_array().unwrap().len(),
        1
    );

    // Keep: an override whose reason prints.
    let kept = house.ok("calendar_keep", json!({ "ids": [wednesday], "reason": "发电车到场" }));
    assert_eq!(kept[0]["findings"][0]["reason"], "发电车到场");
    assert_eq!(ids(&house.ok("calendar_effects", json!({}))), [elsewhere.as_str()]);
    let all = house.ok("calendar_effects", json!({ "kept": true }));
    assert_eq!(all.as_array().unwrap().len(), 2);
    // Keeping twice adds nothing.
    let again = house.ok("calendar_keep", json!({ "ids": [wednesday], "reason": "再说一遍" }));
    assert_eq!(again[0]["findings"].as_array().unwrap().len(), 1);

    // Move: to the day that was offered.
    let revision = house.ok("session_read", json!({ "id": elsewhere }))["revision"].clone();
    house.ok("session_move", json!({ "id": elsewhere, "revision": revision, "starts": free }));
    assert_eq!(house.ok("calendar_effects", json!({})), json!([]));

    // Withdraw: the notice stays in the books, the day is open again.
    let id = saved["notice"]["id"].clone();
    let withdrawn = house.ok("museum_notice_withdraw", json!({ "id": id, "revision": 0 }));
    assert_eq!(withdrawn["notice"]["withdrawn"], true);
    assert_eq!(house.day("2026-05-06")["open"], true);
    assert_eq!(house.ok("museum_notice_list", json!({})), json!([]));
    assert_eq!(house.ok("museum_notice_list", json!({ "withdrawn": true }))[0]["revision"], 1);
    assert_eq!(house.refused("museum_notice_withdraw", json!({ "id": id, "revision": 1 }))["code"], "wrong_state");
}

#[test]
fn a_closed_corner_stands_against_whoever_takes_the_whole_hall() {
    let house = House::new();
    let whole = house.session("hall", at(2, 10, 0), true);
    house.session("dome", at(2, 10, 0), true);
    let saved = house.ok("museum_notice_save", closing("2026-05-06", "2026-05-06", "day", Some("corner")));
    assert_eq!(ids(&saved["affected"]), [whole.as_str()]);
    assert_eq!(house.day("2026-05-06")["open"], true);
    assert_eq!(house.day("2026-05-06")["spaces"][0]["space"], "corner");
}

#[test]
fn cancelling_and_reopening_follow_the_notice() {
    let house = House::new();
    let opened = json!({ "from": "2026-05-11", "to": "2026-05-11", "part": "day", "effect": "open", "kind": "reception",
                         "reason": "学校专场" });
    let notice = house.ok("museum_notice_save", opened)["notice"].clone();
    let monday = house.day("2026-05-11");
    assert_eq!((&monday["open"], &monday["reasons"][0]["reason"]), (&json!(true), &json!("学校专场")));
    let session = house.session("hall", at(7, 10, 0), true);
    let withdrawn = house.ok("museum_notice_withdraw", json!({ "id": notice["id"], "revision": notice["revision"] }));
    assert_eq!(ids(&withdrawn["affected"]), [session.as_str()]);
    assert_eq!(withdrawn["affected"][0]["clash"]["code"], "closed_day");
    let reason = json!({ "code": "other", "text": "闭馆" });
    house.ok("session_transition", json!({ "ids": [session], "transition": "cancel", "reason": reason }));
    assert_eq!(house.ok("calendar_effects", json!({})), json!([]));
}

#[test]
fn a_notice_of_the_state_settles_its_year_and_keeps_its_versions() {
    let house = House::new();
    // Qingming 2027 is a Monday: open as long as the year is provisional.
    let qingming = house.session("hall", at(336, 10, 0), true);
    assert_eq!(house.day("2027-04-05")["open"], true);
    let text = include_str!("../../../rules/tests/data/calendar/notices/2027-imagined.txt");
    let read = house.ok("notice_read", json!({ "text": text }));
    assert_eq!((&read["year"], &read["findings"], &read["version"]), (&json!(2027), &json!([]), &json!(1)));
    assert_eq!(read["days"].as_array().unwrap().len(), 38);
    assert_eq!(read["changes"].as_array().unwrap().len(), 38);
    assert_eq!(house.day("2027-01-04")["provisional"], true, "reading saves nothing");

    let saved = house.ok("state_notice_save", notice_of_2027(1, &[("2027-01-01", true), ("2026-12-27", false)]));
    assert_eq!(ids(&saved["affected"]), [qingming.as_str()]);
    assert_eq!(saved["notice"]["in_force"], true);
    assert_eq!(house.day("2027-01-04")["provisional"], false);
    assert_eq!(house.day("2026-12-27")["notice_id"], "cn-2027-1", "the December before belongs to it");

    // The same version again comes too late; the next one supersedes it.
    assert_eq!(house.refused("state_notice_save", notice_of_2027(1, &[("2027-01-01", true)]))["code"], "stale");
    let amended = house.ok("state_notice_save", notice_of_2027(2, &[("2027-01-01", true), ("2027-04-05", true)]));
    assert_eq!(amended["affected"], json!([]));
    let listed = house.ok("state_notice_list", json!({ "year": 2027 }));
    let versions: Vec<_> =
        listed.as_array().unwrap().iter().map(|it| (it["version"].clone(), it["in_force"].clone())).collect();
    assert_eq!(versions, [(json!(2), json!(true)), (json!(1), json!(false))]);
    assert!(listed.as_array().unwrap().iter().all(|it| it["revision"] == 0));
    assert_eq!(house.ok("state_notice_list", json!({})).as_array().unwrap().len(), 25);
}

#[test]
fn an_amendment_is_shown_against_the_version_before() {
    let house = House::new();
    let text =
        "国务院办公厅关于延长2026年国庆节假期的通知\n一、延长2026年国庆节假期至10月9日，10月10日（星期六）起正常上班。";
    let read = house.ok("notice_read", json!({ "text": text }));
    assert_eq!((&read["scope"], &read["version"]), (&json!("extension"), &json!(2)));
    let changed: Vec<&str> =
        read["changes"].as_array().unwrap().iter().map(|it| it["date"].as_str().unwrap()).collect();
    assert_eq!(changed, ["2026-10-08", "2026-10-09"]);
    let notice = json!({ "year": 2026, "version": 2, "title": read["title"], "text": text, "days": read["complete"] });
    let previewed = house.ok("calendar_preview", json!({ "state_notice": notice }));
    assert_eq!(previewed["days"].as_array().unwrap().len(), 2);
    house.ok("state_notice_save", notice);
    assert_eq!(house.day("2026-10-09")["day_kind"], "statutory_off");
    assert_eq!(house.day("2026-05-04")["notice_id"], "cn-2026-2");
}

#[test]
fn a_wrongly_pasted_notice_is_corrected_or_taken_away() {
    let house = House::new();
    let qingming = house.session("hall", at(336, 10, 0), true);
    let wrong = house.ok("state_notice_save", notice_of_2027(1, &[("2027-01-01", true), ("2027-12-27", false)]));
    assert_eq!(ids(&wrong["affected"]), [qingming.as_str()]);
    let correction = |revision: i64, year: i64| {
        let mut notice = notice_of_2027(1, &[("2027-01-01", true), ("2027-04-05", true)]);
        (notice["id"], notice["revision"], notice["year"]) = (json!("cn-2027-1"), json!(revision), json!(year));
        notice
    };
    // Corrected, it is read and previewed as if it were not there, and stays the same version.
    let text = include_str!("../../../rules/tests/data/calendar/notices/2027-imagined.txt");
    let read = house.ok("notice_read", json!({ "text": text, "corrects": "cn-2027-1" }));
    assert_eq!((&read["version"], read["changes"].as_array().unwrap().len()), (&json!(1), 38));
    let previewed = house.ok("calendar_preview", json!({ "state_notice": correction(0, 2027) }));
    assert_eq!(previewed["affected"], json!([]));
    assert_eq!(house.refused("state_notice_save", correction(0, 2026))["field"], "year");
    assert_eq!(house.refused("state_notice_save", correction(4, 2027))["code"], "stale");
    let corrected = house.ok("state_notice_save", correction(0, 2027));
    assert_eq!((&corrected["affected"], &corrected["notice"]["revision"]), (&json!([]), &json!(1)));
    assert_eq!(house.ok("state_notice_list", json!({ "year": 2027 })).as_array().unwrap().len(), 1);
    // Only the last version, and nothing that the program brings along.
    house.ok("state_notice_save", notice_of_2027(2, &[("2027-01-01", true)]));
    let gone = |id: &str, revision: i64| json!({ "id": id, "revision": revision });
    assert_eq!(house.refused("state_notice_save", correction(1, 2027))["code"], "wrong_state");
    assert_eq!(house.refused("state_notice_delete", gone("cn-2027-1", 1))["code"], "wrong_state");
    assert_eq!(house.refused("state_notice_delete", gone("cn-2026-1", 0))["code"], "not_found");
    // Away with the second, the first is in force again; away with that, the year is provisional.
    assert_eq!(house.ok("state_notice_delete", gone("cn-2027-2", 0))["affected"], json!([]));
    assert_eq!(house.day("2027-04-05")["open"], true);
    house.ok("state_notice_delete", gone("cn-2027-1", 1));
    assert_eq!(house.day("2027-01-04")["provisional"], true);
}

#[test]
fn hours_strand_what_stands_outside_them() {
    let house = House::new();
    let early = house.session("dome", at(1, 9, 30), true);
    let hours = json!({ "opens": 600, "last_entry": 1_000, "closes": 1_020 });
    let saved = house.ok("opening_save", json!({ "spaces": [{ "space": "dome", "hours": hours }] }));
    assert_eq!(ids(&saved["affected"]), [early.as_str()]);
    assert_eq!(saved["affected"][0]["clash"]["code"], "outside_hours");
    assert_eq!(saved["opening"]["closed_weekdays"], json!([1]));
    for (opening, code, field) in [
        (json!({ "hours": { "opens": 600, "last_entry": 500, "closes": 700 } }), "span_invalid", "opening.hours"),
        (
            json!({ "timetables": [{ "name": "讲解", "day_kinds": ["weekend"], "starts": [] },
                                   { "name": "讲解", "day_kinds": ["weekend"], "starts": [] }] }),
            "arguments_invalid",
            "opening.timetables[1]",
        ),
        (json!({ "closed_weekdays": [9] }), "time_invalid", "opening.closed_weekdays"),
        (json!({ "spaces": [{ "space": "nowhere", "hours": hours }] }), "not_found", ""),
        (
            json!({ "spaces": [{ "space": "dome", "season": "夏", "hours": hours }] }),
            "not_found",
            "opening.spaces[0].season",
        ),
    ] {
        let failure = house.refused("opening_save", opening);
        assert_eq!((failure["code"].as_str(), failure["field"].as_str().unwrap_or("")), (Some(code), field));
    }
}

#[test]
fn each_day_has_one_duty_leader() {
    let house = House::new();
    let set = json!({ "days": ["2026-05-04", "2026-05-05", "2026-05-04"], "leader": "qin" });
    assert_eq!(house.ok("duty_set", set.clone()).as_array().unwrap().len(), 2);
    house.ok("duty_set", set);
    let week = json!({ "from": "2026-05-04", "to": "2026-05-10" });
    let listed = house.ok("duty_list", week.clone());
    let expected = json!([
        { "date": "2026-05-04", "leader": "qin", "leader_name": "qin主任" },
        { "date": "2026-05-05", "leader": "qin", "leader_name": "qin主任" },
    ]);
    assert_eq!(listed, expected);
    house.ok("duty_set", json!({ "days": ["2026-05-04"], "leader": null }));
    assert_eq!(house.ok("duty_list", week).as_array().unwrap().len(), 1);
    assert_eq!(house.refused("duty_set", json!({ "days": ["2026-05-04"], "leader": "gone" }))["code"], "not_found");
}

#[test]
fn those_who_keep_the_calendar_change_it_and_everyone_reads_it() {
    let house = House::new();
    let changes = [
        ("state_notice_save", notice_of_2027(1, &[("2027-01-01", true)]), &["duty_manager", "manager"][..]),
        ("museum_notice_save", closing("2026-06-01", "2026-06-01", "day", None), &["duty_manager", "manager"]),
        ("opening_save", json!({}), &["duty_manager", "manager"]),
        ("duty_set", json!({ "days": ["2026-05-04"], "leader": "qin" }), &["duty_manager", "manager"]),
        ("calendar_keep", json!({ "ids": ["none"], "reason": "原因" }), &["duty_manager"]),
    ];
    for (name, arguments, allowed) in changes {
        for role in Role::ALL.iter().filter(|role| **role != Role::Administrator) {
            let refused = house.call_as(role.code(), name, arguments.clone()).err().map(|failure| failure.code);
            assert_eq!(refused == Some("not_allowed"), !allowed.contains(&role.code()), "{name} by {}", role.code());
        }
    }
    for (name, arguments) in [
        ("calendar_days", json!({ "from": "2026-05-01", "to": "2026-05-31" })),
        ("state_notice_list", json!({})),
        ("museum_notice_list", json!({})),
        ("calendar_effects", json!({})),
        ("duty_list", json!({ "from": "2026-05-01", "to": "2026-05-31" })),
        ("notice_read", json!({ "text": "" })),
    ] {
        assert!(house.call_as("front_desk", name, arguments).is_ok(), "{name}");
    }
}

#[test]
fn what_cannot_be_is_refused_with_its_field() {
    let house = House::new();
    let long = "长".repeat(20_001);
    for (name, arguments, code) in [
        ("calendar_days", json!({ "from": "2026-05-05", "to": "2026-05-04" }), "span_invalid"),
        ("calendar_days", json!({ "from": "0001-01-01", "to": "9999-12-31" }), "time_invalid"),
        ("calendar_days", json!({ "from": "2026-02-30", "to": "2026-03-01" }), "arguments_invalid"),
        ("museum_notice_save", closing("2026-06-02", "2026-06-01", "day", None), "span_invalid"),
        ("museum_notice_save", closing("2026-06-01", "2036-06-01", "day", None), "span_invalid"),
        ("museum_notice_save", closing("2026-06-01", "2026-06-01", "night", None), "arguments_invalid"),
        ("museum_notice_save", closing("2026-06-01", "2026-06-01", "day", Some("nowhere")), "not_found"),
        ("museum_notice_withdraw", json!({ "id": "none", "revision": 0 }), "not_found"),
        ("notice_read", json!({ "text": long }), "text_too_long"),
        ("notice_read", json!({ "text": "1月1日放假", "year": 99_999 }), "number_out_of_range"),
        ("state_notice_save", notice_of_2027(1, &[]), "number_out_of_range"),
        ("state_notice_save", notice_of_2027(1, &[("2026-11-30", true)]), "time_invalid"),
        ("state_notice_save", notice_of_2027(1, &[("2027-01-01", true), ("2027-01-01", false)]), "arguments_invalid"),
        ("duty_set", json!({ "days": [], "leader": null }), "number_out_of_range"),
        ("calendar_keep", json!({ "ids": ["none"], "reason": " " }), "text_empty"),
        ("calendar_preview", json!({ "withdrawal": "none" }), "not_found"),
    ] {
        let failure = house.refused(name, arguments);
        assert_eq!(failure["code"], code, "{name}: {failure}");
    }
    let text = "2027年元旦放假安排：\u{0}1月1日\t放假\u{7}。";
    assert_eq!(house.ok("notice_read", json!({ "text": text }))["days"].as_array().unwrap().len(), 1);
}
