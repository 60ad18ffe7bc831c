//! The sample through the gate: what a first look at the museum needs is there, and nothing in it clashes.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};
use store::{Value as Stored, rows, statement};
use tempfile::TempDir;

use crate::{Caller, Clock, Context, Failure, Museum, dispatch};

/// Some mornings the sample must live around: an open holiday Monday, a plain day, a closed Monday, a Sunday.
const MORNINGS: &[&str] =
    &["2026-05-04T08:50+08:00", "2026-07-15T08:50+08:00", "2026-11-23T17:30+08:00", "2027-02-28T12:00+08:00"];

fn call(museum: &Museum, name: &str, arguments: Value) -> Result<Value, Failure> {
    let caller = Caller::Profile("administrator".into());
    dispatch(name, arguments, &Context { museum, caller, operation: None })
}

fn sample(morning: &str, arguments: Value) -> (Museum, TempDir) {
    let directory = TempDir::new().unwrap();
    let now = chrono::DateTime::parse_from_str(morning, "%Y-%m-%dT%H:%M%:z").unwrap().timestamp_millis();
    let museum = Museum::open(directory.path(), Clock::Fixed(now)).unwrap();
    call(&museum, "sample_create", arguments).unwrap_or_else(|failure| panic!("{morning}: {}", json!(failure)));
    (museum, directory)
}

fn all<R: store::Row>(museum: &Museum) -> Vec<R> {
    museum.store.read(|snapshot| snapshot.all::<R>()).unwrap()
}

#[test]
fn whatever_the_day_the_sample_shows_what_a_museum_meets() {
    for morning in MORNINGS {
        let (museum, _directory) = sample(morning, json!({}));
        let sessions: Vec<rows::Session> = all(&museum);
        let states: HashSet<&str> = sessions.iter().map(|row| row.state.as_str()).collect();
        for state in ["draft", "planned", "published", "held", "cancelled"] {
            assert!(states.contains(state), "{morning}: nothing is {state}");
        }
        assert!((400..3_000).contains(&sessions.len()), "{morning}: {} sessions", sessions.len());
        let findings: Vec<rows::Finding> = all(&museum);
        let codes: HashSet<&str> = findings.iter().map(|row| row.code.as_str()).collect();
        assert!(codes.contains("group_too_large") && codes.contains("vehicle_odometer"), "{morning}: {codes:?}");
        let posts: Vec<rows::Post> = all(&museum);
        let near: HashMap<&str, &rows::Session> = sessions.iter().map(|row| (row.id.as_str(), row)).collect();
        let open = |post: &&rows::Post| post.person_id.is_none() && near[post.session_id.as_str()].state == "published";
        assert!(posts.iter().any(|post| open(&post)), "{morning}: no post is empty");
        let filled = posts.iter().filter(|post| post.person_id.is_some()).count();
        assert!(filled * 2 > posts.len() / 2, "{morning}: {filled} of {} posts are filled", posts.len());
        let around = json!({ "from": museum.now() - 200 * 1440, "to": museum.now() + 400 * 1440 });
        let exhibitions = call(&museum, "exhibition_list", around).unwrap()["exhibitions"].clone();
        assert_eq!(exhibitions.as_array().map(Vec::len), Some(2), "{morning}");
        assert!(exhibitions.as_array().unwrap().iter().all(|each| each["clashes"] == json!([])), "{exhibitions}");
        assert!(exhibitions.as_array().unwrap().iter().any(|each| each["phase"] == "open"), "{morning}");
        let runs: Vec<rows::CaravanRun> = all(&museum);
        assert!(runs.iter().any(|run| run.title.contains("奉节") && run.returns - run.departs > 24 * 60), "{morning}");
        assert!(all::<rows::Setting>(&museum).iter().any(|row| row.value.contains("\"sample\":true")));
    }
}

#[test]
fn a_museum_that_is_not_empty_is_refused() {
    let (museum, _directory) = sample(MORNINGS[0], json!({}));
    assert_eq!(call(&museum, "sample_create", json!({})).unwrap_err().code, "museum_not_empty");
}

#[test]
fn further_sessions_are_as_many_as_asked_and_overlap_nowhere() {
    let (bare, _first) = sample(MORNINGS[1], json!({}));
    let (full, _second) = sample(MORNINGS[1], json!({ "events": 600 }));
    let (bare, full) = (all::<rows::Session>(&bare).len(), all::<rows::Session>(&full).len());
    assert_eq!(full, bare + 600);
}

#[test]
fn further_sessions_stand_on_open_days_and_leave_no_log_behind() {
    let (museum, directory) = sample(MORNINGS[0], json!({ "events": 900 }));
    let log = directory.path().join("museum.zhancheng-wal");
    let size = std::fs::metadata(&log).map_or(0, |file| file.len());
    assert!(size < 1 << 20, "{size} bytes of log");
    let days = call(&museum, "calendar_days", json!({ "from": "2025-10-20", "to": "2026-11-15" })).unwrap();
    let closed: HashSet<i64> = days
        .as_array()
        .unwrap()
        .iter()
        .filter(|day| day["open"] == false)
        .map(|day| rules::time::day_start(serde_json::from_value(day["date"].clone()).unwrap()))
        .collect();
    assert!(closed.len() > 40, "{closed:?}");
    let sessions: Vec<rows::Session> = all(&museum);
    // What no template and no person planned: the further ones have no department.
    let further: Vec<&rows::Session> = sessions.iter().filter(|row| row.department_id.is_none()).collect();
    assert_eq!(further.len(), 900);
    assert!(further.iter().all(|row| !closed.contains(&(row.starts - row.starts.rem_euclid(1440)))));
}

#[test]
fn the_wall_of_the_sample_week_is_one_sheet_and_its_day_one_more_even_once_issued() {
    let (museum, _directory) = sample(MORNINGS[0], json!({}));
    // 2026-05-04, the Monday of its week.
    let monday = 20_577 * 1440;
    let week = json!({ "document": "hall-week", "from": monday, "to": monday + 6 * 1440 });
    let day = json!({ "document": "day-board", "from": monday, "to": monday });
    for issue in [false, true] {
        for print in [&week, &day] {
            if issue {
                call(&museum, "print_issue", print.clone()).unwrap();
            }
            let view = call(&museum, "print_render", print.clone()).unwrap();
            assert_eq!(view["pages"].as_array().map(Vec::len), Some(1), "{print}, issued: {issue}");
            assert!(view["smallest_tenths"].as_i64() >= view["smallest_tenths_least"].as_i64());
        }
    }
}

/// What a save takes of what a reading answered, by the save's own schema.
fn as_form(save: &str, read: &Value) -> Value {
    let entry = crate::registry().iter().find(|entry| entry.name == save).unwrap();
    let (arguments, _) = entry.schemas();
    let wanted = arguments["properties"].as_object().unwrap();
    let own = read.as_object().unwrap();
    // A record may keep its line of the list in a part of its own.
    let summary = read["summary"].as_object();
    let found = |field: &String| own.get(field).or_else(|| summary?.get(field)).cloned();
    wanted.keys().filter_map(|field| Some((field.clone(), found(field)?))).collect::<serde_json::Map<_, _>>().into()
}

#[test]
fn what_the_sample_lists_passes_the_forms_it_is_edited_in() {
    let (museum, _directory) = sample(MORNINGS[0], json!({}));
    for what in ["department", "space", "vehicle", "kit", "site", "exhibit", "person"] {
        let save = format!("{what}_save");
        let list = call(&museum, &format!("{what}_list"), json!({})).unwrap();
        let lines = list.as_array().unwrap();
        assert!(!lines.is_empty(), "{what}");
        for line in lines {
            // Lists mask phones; the record has them.
            let read = match what {
                "site" | "person" => call(&museum, &format!("{what}_read"), json!({ "id": line["id"] })).unwrap(),
                _ => line.clone(),
            };
            let mut form = as_form(&save, &read);
            for line in form.get_mut("qualifications").and_then(Value::as_array_mut).into_iter().flatten() {
                // The words beside a code are the reading's alone.
                line.as_object_mut().map(|line| line.remove("label"));
            }
            let saved = call(&museum, &save, form.clone());
            assert!(saved.is_ok(), "{save} {form}: {}", json!(saved.unwrap_err()));
        }
    }
}

#[test]
fn a_stretch_finds_all_that_touches_it_however_long_that_lasts() {
    let (museum, _directory) = sample(MORNINGS[0], json!({}));
    let (sessions, taken): (Vec<rows::Session>, Vec<rows::Occupancy>) = (all(&museum), all(&museum));
    let first = sessions.iter().map(|row| row.starts).min().unwrap() - 3 * 1440;
    for minutes in [60, 1440, 30 * 1440] {
        for step in 0..120 {
            let (from, to) = (first + step * 1440, first + step * 1440 + minutes);
            let touches = |starts: i64, ends: i64| starts < to && from < ends;
            let bounds = [Stored::from(from), Stored::from(to)];
            let (found, held) = museum
                .store
                .read(|snapshot| {
                    let sessions = snapshot.rows::<rows::Session>(&statement::SESSION_BETWEEN, &bounds)?;
                    Ok((sessions, snapshot.rows::<rows::Occupancy>(&statement::OCCUPANCY_BETWEEN, &bounds)?))
                })
                .unwrap();
            let ids = |ids: Vec<&String>| ids.into_iter().cloned().collect::<std::collections::BTreeSet<String>>();
            let wanted = sessions.iter().filter(|row| touches(row.starts, row.ends)).map(|row| &row.id).collect();
            assert_eq!(ids(found.iter().map(|row| &row.id).collect()), ids(wanted), "sessions from {from} to {to}");
            let wanted = taken.iter().filter(|row| row.live && touches(row.starts, row.ends)).map(|row| &row.id);
            let held_ids = ids(held.iter().map(|row| &row.id).collect());
            assert_eq!(held_ids, ids(wanted.collect()), "taken from {from} to {to}");
            assert_eq!(held_ids.len(), held.len(), "each once");
        }
    }
}
