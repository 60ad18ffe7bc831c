//! Files that go out, through the gate.

use base64::Engine as _;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::dispatch::{Caller, Context, dispatch};
use crate::museum::Clock;
use crate::{Failure, Museum};

struct House {
    museum: Museum,
    _folder: TempDir,
}

impl House {
    fn empty() -> House {
        let folder = TempDir::new().unwrap();
        let clock = Clock::standing_at("2026-05-04T08:50+08:00").unwrap();
        House { museum: Museum::open(folder.path(), clock).unwrap(), _folder: folder }
    }

    fn sample() -> House {
        let house = House::empty();
        house.call("sample_create", json!({ "events": null })).unwrap();
        house
    }

    fn call(&self, name: &str, arguments: Value) -> Result<Value, Failure> {
        self.call_as(Caller::Profile("administrator".to_owned()), name, arguments)
    }

    fn call_as(&self, caller: Caller, name: &str, arguments: Value) -> Result<Value, Failure> {
        dispatch(name, arguments, &Context { museum: &self.museum, caller, operation: None })
    }

    /// What nobody in particular reads at an address.
    fn read(&self, path: &str) -> Result<Value, Failure> {
        let token = path.trim_start_matches("/feed/").trim_end_matches(".ics");
        self.call_as(Caller::Key(String::new()), "calendar_feed_read", json!({ "token": token }))
    }

    fn sessions(&self) -> Vec<Value> {
        let day = 20_577 * 1440;
        let read = self.call("schedule_read", json!({ "from": day - 10 * 1440, "to": day + 30 * 1440 })).unwrap();
        read["sessions"].as_array().unwrap().clone()
    }
}

/// Lines of a calendar, unfolded.
fn unfolded(calendar: &Value) -> String {
    calendar["calendar"].as_str().unwrap().replace("\r\n ", "")
}

/// Each event's id and state, in the calendar's order.
fn events(calendar: &Value) -> Vec<(String, String)> {
    let text = unfolded(calendar);
    let of = |event: &str, name: &str| {
        let start = format!("{name}:");
        event.lines().find_map(|line| line.strip_prefix(start.as_str())).unwrap_or_default().to_owned()
    };
    text.split("BEGIN:VEVENT").skip(1).map(|event| (of(event, "UID"), of(event, "STATUS"))).collect()
}

#[test]
fn a_calendar_shows_what_is_published_and_strikes_out_what_was() {
    let house = House::sample();
    let made = house.call("calendar_feed_make", json!({ "subject_kind": "museum" })).unwrap();
    let path = made["path"].as_str().unwrap();
    let before = house.read(path).unwrap();
    let sessions = house.sessions();
    let state = |session: &Value, state: &str| session["state"] == json!(state);
    let published = sessions.iter().find(|session| {
        state(session, "published")
            && session["public"] == json!(true)
            && session["starts"].as_i64() > Some(20_577 * 1440 + 600)
    });
    let published = published.unwrap();
    let uid = |session: &Value| format!("{}@zhancheng", session["id"].as_str().unwrap());
    let has =
        |calendar: &Value, session: &Value, status: &str| events(calendar).contains(&(uid(session), status.to_owned()));
    assert!(has(&before, published, "CONFIRMED"));
    for hidden in sessions
        .iter()
        .filter(|session| state(session, "draft") || state(session, "planned") || session["public"] == json!(false))
    {
        assert!(!events(&before).iter().any(|(id, _)| *id == uid(hidden)), "{hidden}");
    }
    // Equal museums read alike: a reader asks by the tag.
    assert_eq!(house.read(path).unwrap(), before);
    let cancel = json!({ "ids": [published["id"]], "transition": "cancel", "reason": { "code": "weather", "text": "电话13800001234" } });
    house.call("session_transition", cancel).unwrap();
    let after = house.read(path).unwrap();
    assert!(has(&after, published, "CANCELLED"));
    assert_ne!(after["tag"], before["tag"]);
    assert!(unfolded(&after).contains("取消：天气") && !unfolded(&after).contains("13800001234"));
    // One that was planned and never published is nobody's business.
    if let Some(planned) =
        sessions.iter().find(|session| state(session, "planned") && session["kind"] != json!("caravan"))
    {
        let cancel =
            json!({ "ids": [planned["id"]], "transition": "cancel", "reason": { "code": "staff", "text": "" } });
        house.call("session_transition", cancel).unwrap();
        assert!(!events(&house.read(path).unwrap()).iter().any(|(id, _)| *id == uid(planned)));
    }
    let ids: Vec<String> = events(&after).into_iter().map(|(id, _)| id).collect();
    let mut unique = ids.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), ids.len());
}

#[test]
fn a_persons_calendar_has_their_own_a_spaces_what_is_there_and_no_phone_is_in_any() {
    let house = House::sample();
    let people = house.call("person_list", json!({})).unwrap();
    let sessions = house.sessions();
    let stands = |person: &Value| {
        let own = |session: &&Value| {
            session["state"] == json!("published")
                && session["posts"].as_array().unwrap().iter().any(|post| post["person"] == person["id"])
        };
        sessions.iter().filter(own).count()
    };
    let busy = people.as_array().unwrap().iter().max_by_key(|person| stands(person)).unwrap();
    let feed = |kind: &str, id: &Value| {
        let made = house.call("calendar_feed_make", json!({ "subject_kind": kind, "subject": id })).unwrap();
        house.read(made["path"].as_str().unwrap()).unwrap()
    };
    let own = feed("person", &busy["id"]);
    assert!(stands(busy) > 0 && events(&own).len() >= stands(busy));
    let calendars = [own, feed("space", &house.call("space_list", json!({})).unwrap()[0]["id"])];
    for person in people.as_array().unwrap() {
        if let Some(phone) = person["phone"].as_str() {
            assert!(calendars.iter().all(|calendar| !unfolded(calendar).contains(phone)));
        }
    }
}

#[test]
fn an_address_is_read_by_nobody_else_and_by_nobody_once_it_is_taken_back() {
    let house = House::sample();
    let made = house.call("calendar_feed_make", json!({ "subject_kind": "museum" })).unwrap();
    let path = made["path"].as_str().unwrap().to_owned();
    assert_eq!(house.call("calendar_feed_list", json!({})).unwrap(), json!([made]));
    for token in ["", "x", &path[6..20], &"a".repeat(10_000)] {
        let failure = house.call_as(Caller::Key(String::new()), "calendar_feed_read", json!({ "token": token }));
        assert_eq!(failure.unwrap_err().code, "not_found");
    }
    house.call("calendar_feed_revoke", json!({ "id": made["id"] })).unwrap();
    assert_eq!(house.read(&path).unwrap_err().code, "not_found");
    for arguments in [json!({ "subject_kind": "museum", "subject": made["id"] }), json!({ "subject_kind": "space" })] {
        assert_eq!(house.call("calendar_feed_make", arguments).unwrap_err().code, "arguments_invalid");
    }
    let desk = json!({ "name": "前台一", "role": "front_desk", "pin": "keep", "active": true });
    house.call("profile_save", desk).unwrap();
    let refused = house.call_as(Caller::Profile("front_desk".to_owned()), "calendar_feed_list", json!({}));
    assert_eq!(refused.unwrap_err().code, "not_allowed");
}

#[test]
fn every_kind_has_a_template_with_the_names_of_the_museum() {
    let house = House::sample();
    for kind in exchange::SheetKind::ALL {
        for locale in ["zh-CN", "en"] {
            let made = house.call("sheet_template", json!({ "sheet_kind": kind.code(), "locale": locale })).unwrap();
            let bytes = base64::engine::general_purpose::STANDARD.decode(made["base64"].as_str().unwrap()).unwrap();
            assert!(bytes.starts_with(b"PK") && made["file_name"].as_str().unwrap().ends_with(".xlsx"));
        }
    }
    assert_eq!(
        house.call("sheet_template", json!({ "sheet_kind": "nonsense" })).unwrap_err().code,
        "arguments_invalid"
    );
}

/// Lists of every kind and calendars of those that have a time, as bytes.
fn exported(house: &House, kind: &str, form: &str, further: Value) -> Vec<u8> {
    let mut arguments = json!({ "sheet_kind": kind, "form": form });
    for (name, value) in further.as_object().unwrap() {
        arguments[name] = value.clone();
    }
    let made = house.call("sheet_export", arguments).unwrap();
    base64::engine::general_purpose::STANDARD.decode(made["base64"].as_str().unwrap()).unwrap()
}

/// What a file of a list would do to the museum it is from.
fn previewed(house: &House, name: &str, bytes: &[u8]) -> Value {
    let content = base64::engine::general_purpose::STANDARD.encode(bytes);
    let staged = house.call("sheet_stage", json!({ "name": name, "content": content })).unwrap();
    let mapping = house.call("sheet_propose", json!({ "file": staged["id"] })).unwrap()["mapping"].clone();
    house.call("sheet_preview", json!({ "file": staged["id"], "mapping": mapping })).unwrap()
}

#[test]
fn every_list_that_leaves_comes_back_with_nothing_changed() {
    let house = House::sample();
    for kind in exchange::SheetKind::ALL {
        for form in ["xlsx", "csv"] {
            let bytes = exported(&house, kind.code(), form, json!({}));
            let report = previewed(&house, &format!("{}.{form}", kind.code()), &bytes);
            let counts = [&report["added"], &report["changed"], &report["refused"]];
            assert!(report["unchanged"].as_u64().unwrap() > 0, "{} {form}: {report}", kind.code());
            let findings = &report["findings"];
            assert_eq!(counts, [&json!(0); 3], "{} {form}: {findings} {}", kind.code(), report["rows"]);
        }
    }
}

#[test]
fn a_file_shows_what_the_page_shows() {
    let house = House::sample();
    let people = house.call("person_list", json!({})).unwrap();
    let ids: Vec<&Value> = people.as_array().unwrap().iter().map(|person| &person["id"]).collect();
    let full = house.call("person_read", json!({ "id": ids[0] })).unwrap()["phone"].as_str().unwrap().to_owned();
    let chosen = json!({ "ids": [ids[0]], "filter": "ax" });
    let text = String::from_utf8(exported(&house, "person", "csv", chosen.clone())).unwrap();
    assert_eq!(text.lines().count(), 2, "only what a filter left");
    assert!(text.contains(&full));
    let desk = json!({ "name": "前台一", "role": "front_desk", "pin": "keep", "active": true });
    house.call("profile_save", desk).unwrap();
    let mut arguments = json!({ "sheet_kind": "person", "form": "csv" });
    arguments["ids"] = chosen["ids"].clone();
    let made = house.call_as(Caller::Profile("front_desk".to_owned()), "sheet_export", arguments).unwrap();
    let bytes = base64::engine::general_purpose::STANDARD.decode(made["base64"].as_str().unwrap()).unwrap();
    let masked = String::from_utf8(bytes).unwrap();
    assert!(!masked.contains(&full) && masked.contains("****"));
    // A calendar of a day has that day's sessions and no others.
    let day = 20_577 * 1440;
    let calendar = String::from_utf8(exported(&house, "session", "ics", json!({ "from": day, "to": day }))).unwrap();
    let starts: Vec<&str> = calendar.lines().filter(|line| line.starts_with("DTSTART;TZID")).collect();
    assert!(!starts.is_empty() && starts.iter().all(|line| line.contains(":20260504T")));
    for (kind, form) in [("space", "ics"), ("nonsense", "csv")] {
        let failure = house.call("sheet_export", json!({ "sheet_kind": kind, "form": form })).unwrap_err();
        assert_eq!(failure.code, "arguments_invalid");
    }
}
