//! Random operations through the gate against an oracle that shares no code with `rules`.
//!
//! The oracle is plain structs and plain loops, written from the vision's invariants. Each step is
//! foretold (accepted, or refused with every clash and its subject), done, and compared; every
//! few steps the whole file is read by plain SQL and held against what the oracle believes. A
//! divergence prints its seed and the shortest history that still shows it.

mod compare;
mod game;
mod judge;
mod others;
mod people;
mod road;
mod sessions;
mod world;

use std::sync::atomic::{AtomicBool, Ordering};

use crate::count::count;
use game::{Dice, Divergence, Game};

/// Operations of one museum; then the next one is furnished.
const STEPS_A_MUSEUM: usize = 400;
/// Operations in the ordinary tests, and in soak.
const STEPS: usize = 10_000;
const STEPS_IN_SOAK: usize = 100_000;
/// Every so many steps the whole file is compared.
const COMPARED_EVERY: usize = 20;
/// Histories tried at most while a divergence is being shortened.
const SHORTENED_MOST: usize = 150;

/// What became of a history.
struct Played {
    accepted: u64,
    refused: u64,
    divergence: Option<(usize, String, Divergence)>,
}

fn play(museum: u64, steps: &[u64], compared_every: usize) -> Played {
    let mut game = Game::new(museum);
    let mut divergence = None;
    for (place, step) in steps.iter().enumerate() {
        let mut outcome = game.play(*step);
        if outcome.is_ok() && ((place + 1) % compared_every == 0 || place + 1 == steps.len()) {
            outcome = game.compare();
        }
        if let Err(reason) = outcome {
            divergence = Some((place, game.said.clone(), reason));
            break;
        }
    }
    Played { accepted: game.accepted, refused: game.refused, divergence }
}

/// The shortest history found that still diverges: pieces are left out as long as it does.
fn shortened(museum: u64, steps: &[u64], tries_most: usize) -> Vec<u64> {
    let mut shortest = steps.to_vec();
    let mut piece = shortest.len() / 2;
    let mut tried = 0;
    while piece > 0 {
        let mut from = 0;
        while from < shortest.len() && tried < tries_most {
            let mut shorter = shortest.clone();
            shorter.drain(from..(from + piece).min(shortest.len()));
            tried += 1;
            match play(museum, &shorter, 1).divergence {
                Some((place, ..)) => {
                    shorter.truncate(place + 1);
                    shortest = shorter;
                }
                None => from += piece,
            }
        }
        piece /= 2;
    }
    shortest
}

/// A history in words.
fn told(museum: u64, steps: &[u64]) -> String {
    let mut game = Game::new(museum);
    let mut lines = Vec::new();
    for step in steps {
        let outcome = game.play(*step).and_then(|()| game.compare());
        lines.push(format!("  {}", game.said));
        if let Err(reason) = outcome {
            lines.push(format!("  {reason}"));
            break;
        }
    }
    lines.join("\n")
}

/// A number that whoever runs the test gives.
fn given<T: std::str::FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

#[test]
fn random_operations_end_as_an_oracle_without_our_rules_foretells() {
    let first = given("ZHANCHENG_ORACLE_SEED").unwrap_or(20_260_504);
    let steps = given("ZHANCHENG_ORACLE_STEPS").unwrap_or_else(|| count(STEPS, STEPS_IN_SOAK));
    let museums = steps.div_ceil(STEPS_A_MUSEUM) as u64;
    // Two at a time: a museum is on one thread, and each waits for its disk.
    let over = AtomicBool::new(false);
    let played: Vec<(u64, Vec<u64>, Played)> = std::thread::scope(|scope| {
        let over = &over;
        let halves = [0, 1].map(|half| {
            scope.spawn(move || {
                let mut played = Vec::new();
                for museum in (first..first + museums).filter(|museum| museum % 2 == half) {
                    if over.load(Ordering::Relaxed) {
                        break;
                    }
                    let mut dice = Dice(museum ^ 0x5eed);
                    let steps: Vec<u64> = (0..STEPS_A_MUSEUM).map(|_| dice.next()).collect();
                    let found = play(museum, &steps, COMPARED_EVERY);
                    over.fetch_or(found.divergence.is_some(), Ordering::Relaxed);
                    played.push((museum, steps, found));
                }
                played
            })
        });
        halves.into_iter().flat_map(|half| half.join().expect("played")).collect()
    });
    for (museum, steps, found) in &played {
        if let Some((place, said, reason)) = &found.divergence {
            let most = given("ZHANCHENG_ORACLE_SHORTEN").unwrap_or(SHORTENED_MOST);
            let shortest = shortened(*museum, &steps[..=*place], most);
            panic!(
                "seed {museum}, step {place}: {said}\n  {reason}\nshortened to {} steps:\n{}",
                shortest.len(),
                told(*museum, &shortest)
            );
        }
    }
    let (accepted, refused) = played
        .iter()
        .fold((0, 0), |(accepted, refused), (_, _, found)| (accepted + found.accepted, refused + found.refused));
    println!("{accepted} accepted, {refused} refused as foretold");
    // An oracle that only ever sees one answer proves nothing.
    assert!(accepted * 5 > refused && refused * 10 > accepted, "{accepted} accepted, {refused} refused");
}
