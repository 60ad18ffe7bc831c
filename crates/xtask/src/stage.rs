//! Stages: named, timed, stopped at the first failure, and never green without having tested something.

use std::time::{Duration, Instant};

use crate::Outcome;

/// One stage of a run.
pub struct Stage {
    /// Its name, as the summary prints it and as it is asked for.
    pub name: &'static str,
    /// Does it.
    pub run: fn() -> Outcome<Found>,
}

/// What a stage looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It prepared something.
    Done,
    /// It tested so many things of a kind.
    Tested(usize, &'static str),
}

/// A stage that has ended.
struct Ended {
    name: &'static str,
    taken: Duration,
    outcome: Outcome<Found>,
}

/// Runs the stages in order and prints each one's time; stops at the first that fails.
///
/// # Errors
/// The reason of the stage that failed.
pub fn run(stages: &[Stage]) -> Outcome {
    let started = Instant::now();
    let mut ended: Vec<Ended> = Vec::new();
    for stage in stages {
        println!("── {}", stage.name);
        let from = Instant::now();
        let outcome = (stage.run)().and_then(|found| judged(stage.name, found));
        let failed = outcome.is_err();
        ended.push(Ended { name: stage.name, taken: from.elapsed(), outcome });
        if failed {
            break;
        }
    }
    println!("\n{}", summary(&ended, stages, started.elapsed()));
    ended.into_iter().find_map(|ended| ended.outcome.err()).map_or(Ok(()), Err)
}

/// A stage that tested nothing has proven nothing.
fn judged(name: &str, found: Found) -> Outcome<Found> {
    match found {
        Found::Tested(0, what) => Err(format!("stage {name}: no {what} at all, and so nothing is proven")),
        found => Ok(found),
    }
}

fn summary(ended: &[Ended], stages: &[Stage], total: Duration) -> String {
    let mut lines = Vec::new();
    for stage in stages {
        let line = match ended.iter().find(|ended| ended.name == stage.name) {
            None => format!("    –       {}", stage.name),
            Some(Ended { taken, outcome, .. }) => {
                let said = match outcome {
                    Ok(Found::Done) => String::new(),
                    Ok(Found::Tested(count, what)) => format!("  {count} {what}"),
                    Err(_) => "  FAILED".to_owned(),
                };
                format!("{:>9}  {}{said}", time(*taken), stage.name)
            }
        };
        lines.push(line);
    }
    lines.push(format!("{:>9}  total", time(total)));
    lines.join("\n")
}

fn time(taken: Duration) -> String {
    let seconds = taken.as_secs();
    if seconds < 60 {
        format!("{:.1} s", taken.as_secs_f64())
    } else {
        format!("{}:{:02} min", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_stage_stops_the_rest_and_is_told() {
        let stages = [
            Stage { name: "first", run: || Ok(Found::Done) },
            Stage { name: "second", run: || Err("broken".to_owned()) },
            Stage { name: "third", run: || panic!("must not run") },
        ];
        assert_eq!(run(&stages), Err("broken".to_owned()));
    }

    #[test]
    fn a_stage_without_a_test_fails() {
        assert!(run(&[Stage { name: "empty", run: || Ok(Found::Tested(0, "tests")) }]).is_err());
        assert_eq!(run(&[Stage { name: "one", run: || Ok(Found::Tested(1, "tests")) }]), Ok(()));
    }

    #[test]
    fn the_summary_names_every_stage_with_its_time() {
        let stages = [Stage { name: "ran", run: || Ok(Found::Done) }, Stage { name: "waits", run: || Ok(Found::Done) }];
        let ended =
            [Ended { name: "ran", taken: Duration::from_millis(61_000), outcome: Ok(Found::Tested(3, "tests")) }];
        let text = summary(&ended, &stages, Duration::from_millis(61_200));
        assert_eq!(text, " 1:01 min  ran  3 tests\n    –       waits\n 1:01 min  total");
    }
}
