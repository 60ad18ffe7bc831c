//! A killed process loses nothing it has acknowledged.

use std::path::Path;

use serde_json::json;
use tempfile::TempDir;

use crate::child;
use crate::count::count;
use crate::museum::{House, open};

/// How often a writing process is killed, here and in full.
const KILLS: usize = 50;
const KILLS_IN_FULL: usize = 500;
/// The longest row of acknowledged writes before a kill.
const WRITES_MAX: usize = 23;

/// The child: writes one department after another and says so after each acknowledgement.
/// `early` is the control: it says so before, which a test worth its name must find out.
pub(crate) fn write_for_ever(folder: &Path, early: bool) {
    let house = House { museum: open(folder), folder: TempDir::new().expect("a folder") };
    for number in 0.. {
        let name = format!("部门{}-{number}", std::process::id());
        if early {
            child::say(&format!("saved {name}"));
        }
        house
            .call("department_save", json!({ "name": name, "active": true }))
            .unwrap_or_else(|failure| panic!("{}", failure.code));
        if !early {
            child::say(&format!("saved {name}"));
        }
    }
}

/// Kills a writing child so often and answers how many acknowledged writes are missing in the end.
fn lost_after_kills(mode: &str, kills: usize) -> usize {
    let folder = TempDir::new().expect("a folder");
    let mut acknowledged: Vec<String> = Vec::new();
    for round in 0..kills {
        let mut writer = child::start(&format!("write:{mode}"), folder.path());
        let mut said = child::lines(&mut writer);
        // Each round ends after another number of writes, in the middle of the next one.
        let mut left = 1 + (round * 7) % WRITES_MAX;
        while left > 0 {
            let line = said.next().expect("the writer goes on").expect("text");
            if let Some(name) = line.strip_prefix("saved ") {
                acknowledged.push(name.to_owned());
                left -= 1;
            }
        }
        writer.kill().expect("killed");
        // What it still said before it died was acknowledged as well.
        acknowledged
            .extend(said.map_while(Result::ok).filter_map(|line| line.strip_prefix("saved ").map(str::to_owned)));
        writer.wait().expect("ended");
        let reopened = House { museum: open(folder.path()), folder: TempDir::new().expect("a folder") };
        assert!(!reopened.content_hash().is_empty());
    }
    let house = House { museum: open(folder.path()), folder };
    let listed = house.call("department_list", json!({})).expect("a list").to_string();
    println!("kills: {kills}, acknowledged {mode}: {}", acknowledged.len());
    acknowledged.iter().filter(|name| !listed.contains(&format!("\"{name}\""))).count()
}

#[test]
fn kills_lose_no_acknowledged_write() {
    assert_eq!(lost_after_kills("late", count(KILLS, KILLS_IN_FULL)), 0);
}

#[test]
fn the_control_that_acknowledges_early_loses_some() {
    assert!(lost_after_kills("early", KILLS) > 0, "the test could not tell a loss");
}
