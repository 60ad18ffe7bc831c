//! Ten processes race for the same slots: each slot is taken once.

use std::collections::HashMap;
use std::io::{BufRead as _, Write as _};
use std::path::Path;

use commands::{Clock, Museum};
use serde_json::{Value, json};
use store::Options;
use tempfile::TempDir;

use crate::child;
use crate::museum::{DAY, Furniture, House, NOW, session};

const PROCESSES: usize = 10;
/// Slots of the stage, one a quarter of an hour over several days.
const SLOTS: i64 = 60;

/// The child: waits for the word, then tries to take every slot and says which it was given.
pub(crate) fn take_slots(folder: &Path, guarded: bool) {
    let clock = Clock::standing_at(NOW).expect("a moment");
    let museum = Museum::open_with(folder, clock, Options { guarded, ..Options::default() })
        .unwrap_or_else(|failure| panic!("not opened: {}", failure.code));
    let house = House { museum, folder: TempDir::new().expect("a folder") };
    let stage = stage(&house);
    child::say("ready");
    let mut word = String::new();
    std::io::stdin().lock().read_line(&mut word).expect("the word");
    for slot in 0..SLOTS {
        let minute = 600 + (slot % 20) * 20 + (slot / 20) * 1_440;
        let mut wanted = session(&format!("{}", std::process::id()), "show", &stage, minute, json!([]));
        wanted["session"]["ends"] = json!(DAY + minute + 15);
        match house.call("session_save", wanted) {
            Ok(_) => child::say(&format!("took {slot}")),
            Err(failure) => assert_eq!(failure.code, "clash", "{failure:?}"),
        }
    }
    child::say("done");
}

fn stage(house: &House) -> String {
    let spaces = house.call("space_list", json!({})).expect("spaces");
    find_stage(&spaces).unwrap_or_else(|| panic!("no stage in {spaces}"))
}

fn find_stage(value: &Value) -> Option<String> {
    match value {
        Value::Array(all) => all.iter().find_map(find_stage),
        Value::Object(map) if map.get("name").and_then(Value::as_str) == Some("儿童剧场") => {
            map.get("id").and_then(Value::as_str).map(str::to_owned)
        }
        Value::Object(map) => map.values().find_map(find_stage),
        _ => None,
    }
}

/// Lets the processes race and answers, for each slot, how often it was taken.
fn race(guarded: bool) -> HashMap<i64, usize> {
    let (house, Furniture { .. }) = House::furnished();
    let House { museum, folder } = house;
    drop(museum);
    if !guarded {
        remove_the_net(folder.path());
    }
    let job = if guarded { "race:guarded" } else { "race:unguarded" };
    let mut racers: Vec<_> = (0..PROCESSES).map(|_| child::start(job, folder.path())).collect();
    let mut outputs: Vec<_> = racers.iter_mut().map(child::lines).collect();
    for output in &mut outputs {
        output.find(|line| line.as_ref().is_ok_and(|line| line == "ready")).expect("ready").expect("text");
    }
    for racer in &mut racers {
        racer.stdin.take().expect("its input").write_all(b"go\n").expect("it listens");
    }
    let mut taken: HashMap<i64, usize> = HashMap::new();
    let mut done = 0;
    for output in outputs {
        for line in output.map_while(Result::ok) {
            done += usize::from(line == "done");
            if let Some(slot) = line.strip_prefix("took ") {
                *taken.entry(slot.parse().expect("a number")).or_default() += 1;
            }
        }
    }
    for mut racer in racers {
        racer.wait().expect("ended");
    }
    assert_eq!(done, PROCESSES, "every racer came to the end");
    taken
}

/// Removes the schema's net as well: only then does the control race without any protection.
fn remove_the_net(folder: &Path) {
    let connection = rusqlite::Connection::open(folder.join(store::FILE_NAME)).expect("the file");
    connection
        .execute_batch("DROP TRIGGER occupancy_insert; DROP TRIGGER occupancy_update; DROP INDEX occupancy_live;")
        .expect("the net is there");
}

#[test]
fn ten_processes_take_each_slot_once() {
    let taken = race(true);
    let once: HashMap<i64, usize> = (0..SLOTS).map(|slot| (slot, 1)).collect();
    assert_eq!(taken, once);
}

#[test]
fn the_control_without_guards_takes_some_slots_more_often() {
    let taken = race(false);
    assert!(taken.values().any(|count| *count > 1), "the race could not tell: {taken:?}");
}
