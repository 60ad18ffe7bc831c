//! What the store does beside bare SQLite.

use super::figure::{Figure, microseconds, number};
use super::{Bench, peer};
use crate::Outcome;

pub const OCCUPANCY: &str = "One engine, one process, one file, by turns: the table with our triggers, the same table and \
    indexes without them, and the same with `WHERE NOT EXISTS (… overlaps …)` in the insert. A thousand resources, 3,000 \
    inserts a round in one transaction, the median of nine rounds, each first by turns, everything in memory; accepted ones fill gaps, rejected ones begin too early. \
    Python's call costs the same on every side.";
pub const BATCHES: &str = "Sixteen callers that each wait for their batch before they hand in the next, through the real writer \
    with all its guards and its journal; the peer is the same writer with one commit a batch. The slower disk takes a \
    millisecond longer for each commit.";
pub const SEARCH: &str = "`search_find` through the gate, the titles and dates of what was found included, against a bare \
    `LIKE '%…%'` and an FTS5 trigram table over the same names in memory, sixty ids in the order in which ours shows them. For pinyin and initials, which ours \
    alone finds, the peers look for the characters. Right: what is found holds them, and where LIKE finds something, ours does.";

/// Rows that are taken already.
const OCCUPANCIES: &str = "1000000";
/// A museum with a hundred thousand titles.
pub(super) const LARGE: &[&str] = &["--events", "100000", "--resources", "1000"];

pub fn occupancy(_: &mut Bench) -> Outcome<Vec<Figure>> {
    let schema = "crates/store/migrations/sqlite/V1__the_house.sql".to_owned();
    let found = peer("python3", "occupancy.py", &[schema, OCCUPANCIES.to_owned()])?;
    let mut figures = Vec::new();
    for kind in ["accepted", "rejected"] {
        let taken = &found["microseconds"][kind];
        let (ours, unchecked, naive) = (number(&taken["ours"]), number(&taken["unchecked"]), number(&taken["naive"]));
        figures.push(Figure {
            what: format!("insert into 1,000,000 occupancies, {kind}"),
            ours: microseconds(ours),
            peer: format!("unchecked {}, naive EXISTS {}", microseconds(unchecked), microseconds(naive)),
            ratio: Some(ours / unchecked),
            bar: "≤ 3× unchecked".to_owned(),
            met: ours <= 3.0 * unchecked,
        });
    }
    Ok(figures)
}

pub fn batches(bench: &mut Bench) -> Outcome<Vec<Figure>> {
    let folder = bench.trial().join("batches");
    let found = bench.ours(&folder, &["bench", "batches"])?;
    let mut figures = Vec::new();
    for (disk, what, bar) in [("this_disk", "this disk", 3.0), ("slower_disk", "1 ms added to each commit", 8.0)] {
        let rates = &found["batches"][disk];
        let (grouped, alone) = (number(&rates["grouped"]), number(&rates["alone"]));
        figures.push(Figure {
            what: format!("durable batches a second, 16 callers, {what}"),
            ours: format!("{grouped:.0}/s"),
            peer: format!("one commit a batch {alone:.0}/s"),
            ratio: Some(grouped / alone),
            bar: format!("≥ {bar}×"),
            met: grouped >= bar * alone,
        });
    }
    Ok(figures)
}

pub fn search(bench: &mut Bench) -> Outcome<Vec<Figure>> {
    let museum = bench.museum("large", LARGE)?;
    let ours = bench.ours(&museum, &["bench", "search"])?;
    let searches = ours["search"].as_array().cloned().unwrap_or_default();
    let mut arguments = vec![museum.join("museum.zhancheng").display().to_string()];
    arguments.extend(searches.iter().filter_map(|one| one["held"].as_str().map(str::to_owned)));
    let theirs = peer("python3", "search.py", &arguments)?;
    let mut figures = Vec::new();
    for (one, other) in searches.iter().zip(theirs["searches"].as_array().into_iter().flatten()) {
        let (taken, like) = (number(&one["median_microseconds"]), number(&other["like"]["median_microseconds"]));
        let found = |peer: &str| format!("{} found", other[peer]["found"]);
        let shown = one["shown"].as_u64().unwrap_or_default();
        let right = one["all_right"] == true && (shown > 0) == (other["like"]["found"] != 0);
        figures.push(Figure {
            what: format!("{} among {} names", one["name"].as_str().unwrap_or_default(), theirs["names"]),
            ours: format!("{} ({shown} shown)", microseconds(taken)),
            peer: format!(
                "LIKE {} ({}), trigram {} ({})",
                microseconds(like),
                found("like"),
                microseconds(number(&other["trigram"]["median_microseconds"])),
                found("trigram")
            ),
            ratio: Some(like / taken),
            bar: "right, faster than LIKE".to_owned(),
            met: right && taken < like,
        });
    }
    Ok(figures)
}
