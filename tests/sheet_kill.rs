//! A process killed in the middle of an import leaves all of it or nothing, and importing again completes it.

use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::child;
use crate::count::count;
use crate::museum::{House, open};

/// Imports that are killed, here and in full.
const KILLS: usize = 6;
const KILLS_IN_FULL: usize = 200;
/// Rows of an import.
const ROWS: usize = 100;

fn house(folder: &Path) -> House {
    House { museum: open(folder), folder: TempDir::new().expect("a folder") }
}

/// Imports the sites of a round, by a file of their own.
fn import(house: &House, round: usize) -> Value {
    let rows = (0..ROWS).map(|row| format!("第{round}轮{row}号小学,北碚区\n"));
    let text = format!("站点名称,区县\n{}", rows.collect::<String>());
    let file = house.museum.hand_in(&format!("{round}.csv"), text.as_bytes()).expect("a file that is read");
    let proposed = house.call("sheet_propose", json!({ "file": file, "kind": "site" })).expect("a proposal");
    house.call("sheet_import", json!({ "file": file, "mapping": proposed["mapping"] })).expect("an import")
}

fn sites(house: &House, round: usize) -> usize {
    let listed = house.call("site_list", json!({})).expect("a list");
    let begins = format!("第{round}轮");
    let of_round = |site: &&Value| site["name"].as_str().is_some_and(|name| name.starts_with(&begins));
    listed.as_array().expect("rows").iter().filter(of_round).count()
}

/// Bytes in the museum's log.
fn logged(folder: &Path) -> u64 {
    std::fs::metadata(folder.join(format!("{}-wal", store::FILE_NAME))).map_or(0, |log| log.len())
}

/// The child: imports the rows of a round, and says when it begins and when it is through.
pub(crate) fn import_once(folder: &Path, round: usize) {
    let house = house(folder);
    child::say("importing");
    import(&house, round);
    child::say("imported");
    // Until it is killed: a museum that is closed folds its log away.
    let _ = std::io::stdin().read_line(&mut String::new());
}

#[test]
fn an_import_that_is_killed_changes_all_or_nothing_and_is_completed_by_the_next() {
    let folder = TempDir::new().expect("a folder");
    let rounds = count(KILLS, KILLS_IN_FULL);
    let (mut whole, mut nothing, mut written) = (0, 0, 0);
    for round in 0..rounds {
        let mut importer = child::start(&format!("import:{round}"), folder.path());
        let mut said = child::lines(&mut importer).map(|line| line.expect("text"));
        assert!(said.by_ref().any(|line| line == "importing"), "it begins");
        let begins = logged(folder.path());
        if round % KILLS == 0 {
            // How much one writes that nobody kills before it is through.
            assert!(said.any(|line| line == "imported"), "it ends");
            written = logged(folder.path()).saturating_sub(begins);
        } else {
            // Before it writes, and after each part of what it writes.
            let enough = begins + written * (round % KILLS - 1) as u64 / (KILLS as u64 - 1);
            while logged(folder.path()) < enough && importer.try_wait().expect("a process").is_none() {
                std::thread::yield_now();
            }
        }
        importer.kill().expect("killed");
        importer.wait().expect("ended");
        let house = house(folder.path());
        assert!(!house.content_hash().is_empty());
        match sites(&house, round) {
            0 => nothing += 1,
            ROWS => whole += 1,
            some => panic!("round {round}: {some} of {ROWS} rows"),
        }
        import(&house, round);
        assert_eq!(sites(&house, round), ROWS, "round {round}, completed");
    }
    println!("imports killed: {rounds}, found whole: {whole}, found undone: {nothing}");
    assert!(whole > 0 && nothing > 0, "the kills came all too early or all too late");
}
