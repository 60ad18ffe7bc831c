//! An answer that was lost: the same operation made again has one effect, whatever happened in between.

use std::path::Path;

use commands::{Caller, Context, Failure, dispatch};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::child;
use crate::count::count;
use crate::museum::{House, open};

/// Operations between two restarts of the museum.
const RESTART_EVERY: usize = 100;
/// Processes that are killed before anybody hears their answer.
const KILLS: usize = 10;

fn operation(number: usize) -> String {
    format!("01980000-0000-7000-8000-{number:012}")
}

/// Makes the call of that number; each has its own department.
fn make(house: &House, number: usize) -> Result<Value, Failure> {
    named(house, number, &format!("部门{number}"))
}

fn named(house: &House, number: usize, name: &str) -> Result<Value, Failure> {
    let caller = Caller::Profile("administrator".to_owned());
    let context = Context { museum: &house.museum, caller, operation: Some(operation(number)) };
    dispatch("department_save", json!({ "name": name, "active": true }), &context)
}

fn departments(house: &House) -> usize {
    house.call("department_list", json!({})).expect("a list").as_array().map_or(0, Vec::len)
}

#[test]
fn a_retry_after_a_lost_answer_has_one_effect() {
    let retries = count(1_000, 10_000);
    let mut house = House::empty();
    let head = house.sequence();
    for number in 0..retries {
        // Nobody hears the answer of the first; of every third, two retries come at once.
        let first = make(&house, number).expect("saved");
        if number % RESTART_EVERY == 0 {
            let House { museum, folder } = house;
            drop(museum);
            house = House { museum: open(folder.path()), folder };
        }
        if number % 3 == 0 {
            std::thread::scope(|scope| {
                let both = [scope.spawn(|| make(&house, number)), scope.spawn(|| make(&house, number))];
                for one in both {
                    assert_eq!(one.join().expect("ended"), Ok(first.clone()), "{number}");
                }
            });
        } else {
            assert_eq!(make(&house, number), Ok(first), "{number}");
        }
    }
    println!("retries after lost answers: {retries}, effects: {}", departments(&house));
    assert_eq!(departments(&house), retries);
    assert_eq!(house.sequence(), head + retries as i64);
    let reused = named(&house, 0, "另一个").expect_err("another call");
    assert_eq!(reused.code, "operation_reused");
}

/// The child: makes one call after the other and says each number before it makes the call.
pub(crate) fn make_for_ever(folder: &Path, from: usize) {
    let house = House { museum: open(folder), folder: TempDir::new().expect("a folder") };
    for number in from.. {
        child::say(&format!("making {number}"));
        make(&house, number).unwrap_or_else(|failure| panic!("{}", failure.code));
    }
}

#[test]
fn a_retry_after_the_end_of_the_process_has_one_effect() {
    let folder = TempDir::new().expect("a folder");
    let mut next = 0;
    for round in 0..count(KILLS, 200) {
        let mut caller = child::start(&format!("retry:{next}"), folder.path());
        let mut said = child::lines(&mut caller);
        let number = |line: String| line.strip_prefix("making ").and_then(|number| number.parse::<usize>().ok());
        let mut last = next;
        for _ in 0..=round % 7 {
            last = said.by_ref().find_map(|line| number(line.expect("text"))).expect("it goes on");
        }
        caller.kill().expect("killed");
        last = said.map_while(Result::ok).filter_map(number).last().unwrap_or(last);
        caller.wait().expect("ended");
        // Whoever called hears nothing and asks again for all of them: the last may have been made or not.
        let house = House { museum: open(folder.path()), folder: TempDir::new().expect("a folder") };
        for retried in next..=last {
            make(&house, retried).unwrap_or_else(|failure| panic!("{retried}: {}", failure.code));
        }
        assert_eq!(departments(&house), last + 1, "round {round}");
        next = last + 1;
    }
}
