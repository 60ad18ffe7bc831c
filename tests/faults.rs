//! The disk is full, or fails, at each write and each synchronisation of a flow: a failure in words, nothing half
//! done, and once there is room again the same operation succeeds, once.

use std::path::Path;

use commands::{Caller, Clock, Context, Failure, Museum, dispatch};
use power::{Disk, Plan};
use serde_json::{Value, json};
use store::Options;
use tempfile::TempDir;

use crate::count::count;
use crate::museum::{DAY, Furniture, House, NOW, id, session};

/// Steps a flow may take at most before it is thought to go on for ever.
const STEPS_MAX: u64 = 2_000;

/// What a disk may answer with.
const CODES: &[&str] = &["disk_full", "store_failed", "outcome_unknown", "backup_not_written"];

/// A museum on a disk that can fail.
struct Site {
    house: House,
    furniture: Furniture,
    school: String,
    disk: Disk,
}

fn open(folder: &Path, disk: &Disk) -> Result<Museum, Failure> {
    let clock = Clock::standing_at(NOW).expect("a moment");
    Museum::open_with(folder, clock, Options { vfs: Some(disk.name()), ..Options::default() })
}

/// A furnished museum, moved onto a disk that can fail.
fn site() -> Site {
    let (house, furniture) = House::furnished();
    let folder = TempDir::new().expect("a folder");
    let copy = folder.path().join("copy");
    house.call("backup_create", json!({ "path": copy })).expect("copied");
    std::fs::rename(&copy, folder.path().join(store::FILE_NAME)).expect("named");
    let disk = Disk::new();
    let museum = open(folder.path(), &disk).unwrap_or_else(|failure| panic!("not opened: {}", failure.code));
    let house = House { museum, folder };
    house
        .call("department_save", json!({ "name": "科普活动部", "active": true }))
        .expect("the first change of the day");
    let school = json!({ "name": "永安小学", "district_code": "500236", "kind": "school", "active": true });
    let school = id(&house.call("site_save", school).expect("a school"));
    Site { house, furniture, school, disk }
}

impl Site {
    fn call_once(&self, name: &str, arguments: &Value, operation: &str) -> Result<Value, Failure> {
        let caller = Caller::Profile("administrator".to_owned());
        let context = Context { museum: &self.house.museum, caller, operation: Some(operation.to_owned()) };
        dispatch(name, arguments.clone(), &context)
    }

    /// The journal's head, read past the gate: a whole check at each step would take most of the time.
    fn head(&self) -> i64 {
        let file = self.house.folder.path().join(store::FILE_NAME);
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        let file = rusqlite::Connection::open_with_flags(file, flags).expect("the file");
        file.query_row("SELECT sequence FROM head", [], |row| row.get(0)).expect("the head")
    }

    fn backups(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.house.folder.path().join("backups")).into_iter().flatten();
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// A flow: what is there before each try, the command, and its arguments at the try of that number.
struct Flow {
    name: &'static str,
    before: fn(&Site, u64),
    arguments: fn(&Site, u64) -> Value,
}

fn nothing(_: &Site, _: u64) {}

fn flows() -> Vec<Flow> {
    let flow = |name, arguments| Flow { name, before: nothing, arguments };
    vec![
        flow("session_save", |site, number| {
            // Six a day from Tuesday to Friday.
            let (place, day) = (number as i64 % 6, number as i64 / 6);
            let minute = (1 + day / 4 * 7 + day % 4) * 1_440 + 570 + place * 65;
            session("光影", "training", &site.furniture.stage, minute, json!([]))
        }),
        flow("template_save", |_, number| {
            json!({ "template": {
                "pattern": { "starts": [600], "weekdays": [1], "day_kinds": ["workday"],
                    "valid_from": DAY, "valid_to": DAY + 13 * 1_440 },
                "content": { "kind": "online", "title": format!("直播{number}"), "public": false, "minutes": 30,
                    "lead_in_minutes": 0, "lead_out_minutes": 0, "spaces": [], "posts": [] },
            } })
        }),
        flow("exhibition_save", |site, number| {
            let day = |days: i64| DAY + days * 1_440;
            json!({ "as_draft": true, "exhibition": { "title": format!("光的故事{number}"), "spaces": [site.furniture.hall],
                "phases": { "installs_from": day(1), "opens_on": day(5), "closes_on": day(90), "deinstalls_until": day(94) } } })
        }),
        flow("run_save", |site, number| {
            let at = |hour: i64| DAY + 1_440 + hour * 60;
            json!({ "as_draft": true, "run": { "title": format!("石柱科普行{number}"), "departs": at(8), "returns": at(18),
                "stops": [{ "site": site.school, "outreach_place": "school", "departs": at(8), "starts": at(10), "ends": at(12) }],
                "return_departs": at(13) } })
        }),
        Flow {
            name: "history_undo",
            before: |site, number| {
                let name = json!({ "name": format!("部门{number}"), "active": true });
                site.house.call("department_save", name).expect("saved");
            },
            arguments: |_, _| json!({}),
        },
        flow("person_save", |_, number| {
            json!({ "name": format!("何{number}"), "kind": "docent", "active": true, "availability": [],
                "qualifications": [{ "aspect": "language", "value": "en", "expires": null }] })
        }),
        flow("museum_notice_save", |_, number| {
            let day = chrono_day(number);
            json!({ "from": day, "to": day, "part": "day", "effect": "open", "kind": "reception", "reason": "学校专场" })
        }),
        flow("print_issue", |_, number| {
            let monday = DAY + 7 * 1_440 * number as i64;
            json!({ "document": "hall-week", "from": monday, "to": monday + 6 * 1_440 })
        }),
        flow(
            "space_save",
            |_, number| json!({ "name": format!("厅{number}"), "kind": "hall", "capacity": 80, "lanes": 1, "active": true }),
        ),
        // The first change of a day, with its backup before.
        Flow {
            name: "department_save",
            before: |site, _| {
                for name in site.backups().iter().filter(|name| name.starts_with("daily-")) {
                    std::fs::remove_file(site.house.folder.path().join("backups").join(name)).expect("removed");
                }
            },
            arguments: |_, number| json!({ "name": format!("新部门{number}"), "active": true }),
        },
    ]
}

/// A day of June 2026 and later, as a notice writes it.
fn chrono_day(number: u64) -> String {
    format!(
        "20{}-{:02}-{:02}",
        26 + number / 168,
        1 + (number / 28) % 6 + if number < 168 { 6 } else { 0 },
        1 + number % 28
    )
}

/// One flow under one kind of failure, at each of its steps; answers how many steps failed.
fn fails_everywhere(site: &Site, flow: &Flow, plan: fn(u64) -> Plan, number: &mut u64) -> u64 {
    for step in (1..STEPS_MAX).step_by(count(17, 1)) {
        *number += 1;
        let operation = format!("01980000-0000-7000-8000-{number:012}");
        (flow.before)(site, *number);
        let arguments = (flow.arguments)(site, *number);
        let (before, head) = (site.house.content_hash(), site.head());
        site.disk.plan(plan(step));
        let outcome = site.call_once(flow.name, &arguments, &operation);
        let failed = site.disk.has_failed();
        site.disk.plan(Plan::Sound);
        if !failed {
            outcome.unwrap_or_else(|failure| panic!("{} on a sound disk: {failure:?}", flow.name));
            assert_eq!(site.head(), head + 1, "{}", flow.name);
            return step - 1;
        }
        let place = format!("{} step {step} {:?}", flow.name, plan(step));
        if let Err(failure) = &outcome {
            assert!(CODES.contains(&failure.code), "{place}: {}", failure.code);
            assert_eq!(site.house.content_hash(), before, "{place}: something stayed of what failed");
            assert!(site.backups().iter().all(|name| !name.starts_with('.')), "{place}: {:?}", site.backups());
        }
        let again = site.call_once(flow.name, &arguments, &operation);
        let again = again.unwrap_or_else(|failure| panic!("{place}, with room again: {failure:?}"));
        assert_eq!(site.head(), head + 1, "{place}: once");
        assert_eq!(site.call_once(flow.name, &arguments, &operation), Ok(again), "{place}");
        assert_eq!(site.head(), head + 1, "{place}: once and no more");
    }
    panic!("{} goes on for ever", flow.name)
}

#[test]
fn ten_flows_fail_in_words_and_whole_at_each_step_of_a_full_and_of_a_failing_disk() {
    type Planning = fn(u64) -> Plan;
    let plans: [(&str, Planning); 2] = [("full", Plan::FullFrom), ("failing", Plan::FailAt)];
    let site = site();
    let mut number = 0;
    for flow in flows() {
        for (disk, plan) in plans {
            let steps = fails_everywhere(&site, &flow, plan, &mut number);
            println!("{disk} disk, {}: {steps} steps", flow.name);
            assert!(steps > 2, "{}: only {steps} steps", flow.name);
        }
    }
}

#[test]
fn a_backup_that_finds_no_room_leaves_nothing_and_the_museum_as_it_is() {
    let site = site();
    for plan in [Plan::FullFrom as fn(u64) -> Plan, Plan::FailAt] {
        let mut steps = 0;
        for step in (1..STEPS_MAX).step_by(count(9, 1)) {
            let before = (site.house.content_hash(), site.backups());
            site.disk.plan(plan(step));
            let outcome = site.house.call("backup_create", json!({}));
            let failed = site.disk.has_failed();
            site.disk.plan(Plan::Sound);
            if !failed {
                outcome.expect("a sound disk");
                break;
            }
            steps = step;
            if let Err(failure) = outcome {
                assert!(CODES.contains(&failure.code), "step {step}: {}", failure.code);
                assert_eq!((site.house.content_hash(), site.backups()), before, "step {step}");
            }
        }
        println!("backup: {steps} steps");
        assert!(steps > 2);
    }
}

#[test]
fn a_museum_that_finds_no_room_at_its_first_start_opens_at_the_next() {
    for plan in [Plan::FullFrom as fn(u64) -> Plan, Plan::FailAt] {
        let mut steps = 0;
        for step in (1..STEPS_MAX).step_by(count(7, 1)) {
            let folder = TempDir::new().expect("a folder");
            let disk = Disk::new();
            disk.plan(plan(step));
            let outcome = open(folder.path(), &disk).map(drop);
            let failed = disk.has_failed();
            disk.plan(Plan::Sound);
            if let Err(failure) = outcome {
                assert!(CODES.contains(&failure.code), "step {step}: {}", failure.code);
            }
            let opened = open(folder.path(), &disk);
            assert!(opened.is_ok(), "step {step}: {:?}", opened.err());
            if !failed {
                break;
            }
            steps = step;
        }
        println!("first start: {steps} steps");
        assert!(steps > 5);
    }
}
