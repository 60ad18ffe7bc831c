//! Holds the file of a museum, read by plain SQL, against what the oracle believes.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row};
use serde_json::Value;

use super::game::Divergence;
use super::world::{Minute, Thing, What, World};

fn read<T>(database: &Connection, sql: &str, take: impl FnMut(&Row<'_>) -> rusqlite::Result<T>) -> Vec<T> {
    let mut statement = database.prepare(sql).expect("a statement");
    let rows = statement.query_map([], take).expect("rows");
    rows.map(|row| row.expect("a row")).collect()
}

fn equal<T: Ord + std::fmt::Debug>(what: &str, mut found: Vec<T>, mut expected: Vec<T>) -> Result<(), Divergence> {
    found.sort();
    expected.sort();
    if found == expected {
        return Ok(());
    }
    let more: Vec<&T> = found.iter().filter(|one| !expected.contains(one)).collect();
    let less: Vec<&T> = expected.iter().filter(|one| !found.contains(one)).collect();
    Err(format!("{what}: the museum alone has {more:?}\n  the oracle alone has {less:?}"))
}

/// Everything that is held, stands, and was let pass.
pub(super) fn compare(world: &World, database: &Connection) -> Result<(), Divergence> {
    states(world, database)?;
    posts(world, database)?;
    findings(world, database)?;
    occupancy(world, database)
}

fn states(world: &World, database: &Connection) -> Result<(), Divergence> {
    let take = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?));
    let mut found: Vec<(String, String, Minute, Minute)> = Vec::new();
    for sql in [
        "SELECT id, kind || '/' || state, starts, ends FROM session",
        "SELECT id, state, installs_from, deinstalls_until FROM exhibition",
        "SELECT id, 'run', departs, returns FROM caravan_run",
        "SELECT id, 'leave', starts, ends FROM leave",
        "SELECT id, 'notice/' || withdrawn, from_day, to_day FROM museum_notice",
    ] {
        found.extend(read(database, sql, take));
    }
    let mut expected = Vec::new();
    for (id, item) in &world.items {
        let (word, from, to) = match &item.what {
            What::Session(session) => (format!("{}/{}", session.kind, session.state), session.starts, session.ends),
            What::Exhibition(show) => (show.state.to_owned(), show.days[0], show.days[3]),
            What::Run(run) => {
                expected.push((run.stop.clone(), format!("caravan/{}", run.state), run.starts, run.ends));
                ("run".to_owned(), run.departs, run.returns)
            }
            What::Leave(leave) => ("leave".to_owned(), leave.from, leave.to),
            What::Notice(notice) => (format!("notice/{}", i64::from(notice.withdrawn)), notice.from, notice.to),
        };
        expected.push((id.clone(), word, from, to));
    }
    equal("states", found, expected)
}

fn posts(world: &World, database: &Connection) -> Result<(), Divergence> {
    let sql = "SELECT session_id, role, language, person_id FROM post";
    let take = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
    let found: Vec<(String, String, Option<String>, Option<String>)> = read(database, sql, take);
    let mut expected = Vec::new();
    for (id, item) in &world.items {
        let What::Session(session) = &item.what else { continue };
        for post in &session.posts {
            let person = post.person.map(|person| world.people[person].id.clone());
            expected.push((id.clone(), post.role.to_owned(), post.language.map(str::to_owned), person));
        }
    }
    equal("posts", found, expected)
}

fn findings(world: &World, database: &Connection) -> Result<(), Divergence> {
    let found: Vec<(String, String, String)> = read(database, "SELECT holder_id, code, facts FROM finding", |row| {
        let facts: Value = serde_json::from_str(&row.get::<_, String>(2)?).unwrap_or_default();
        let subject = facts["subject_id"].as_str().unwrap_or_default().to_owned();
        Ok((row.get(0)?, row.get(1)?, subject))
    });
    let mut expected = Vec::new();
    for (id, item) in &world.items {
        for finding in &item.findings {
            expected.push((id.clone(), finding.code.to_owned(), finding.subject.clone()));
        }
    }
    equal("findings", found, expected)
}

/// Who holds what when; a tour's lane is any one at a time, and nothing is held twice.
fn occupancy(world: &World, database: &Connection) -> Result<(), Divergence> {
    let sql = "SELECT holder_id, resource, starts, ends FROM occupancy WHERE live = 1";
    let rows: Vec<(String, String, Minute, Minute)> =
        read(database, sql, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)));
    let mut by_resource: BTreeMap<&str, Vec<(Minute, Minute, &str)>> = BTreeMap::new();
    for (holder, resource, from, to) in &rows {
        by_resource.entry(resource).or_default().push((*from, *to, holder));
    }
    for (resource, mut held) in by_resource {
        held.sort_unstable();
        if let Some(pair) = held.windows(2).find(|pair| pair[1].0 < pair[0].1) {
            return Err(format!("{resource} is held twice: {pair:?}"));
        }
    }
    let tours: Vec<&String> = world
        .items
        .iter()
        .filter(|(_, item)| matches!(&item.what, What::Session(session) if session.kind == "guided_tour"))
        .map(|(id, _)| id)
        .collect();
    let mut found: Vec<(String, String, Minute, Minute)> = Vec::new();
    for (holder, resource, from, to) in rows {
        let lane = resource.rsplit_once("/lane/").map(|(leaf, _)| leaf.to_owned());
        let resource = match lane {
            Some(leaf) if tours.contains(&&holder) => format!("{leaf}/lane"),
            _ => resource,
        };
        found.push((holder, resource, from, to));
    }
    // Stretches of one tour in one leaf that touch are one, whatever the lane.
    found.sort_unstable();
    found.dedup_by(|next, last| {
        let joins = next.0 == last.0 && next.1 == last.1 && next.1.ends_with("/lane") && next.2 == last.3;
        if joins {
            last.3 = next.3;
        }
        joins
    });
    let mut expected = Vec::new();
    for (id, item) in &world.items {
        for hold in &item.holds {
            let space = |space: usize, track: &str| format!("space/{}/{track}", world.spaces[space].id);
            let resources = match hold.thing {
                Thing::Content(leaf) => vec![space(leaf, "content")],
                Thing::Event(leaf) => vec![space(leaf, "event")],
                Thing::Closure(leaf) => vec![space(leaf, "closure")],
                Thing::Lane(leaf) => vec![space(leaf, "lane")],
                Thing::AllLanes(leaf) => {
                    (0..world.spaces[leaf].lanes).map(|lane| space(leaf, &format!("lane/{lane}"))).collect()
                }
                Thing::Person(person) => vec![format!("person/{}", world.people[person].id)],
                Thing::Vehicle(vehicle) => vec![format!("vehicle/{}", world.vehicles[vehicle].id)],
                Thing::Kit(kit) => vec![format!("kit/{}", world.kits[kit].id)],
            };
            expected.extend(resources.into_iter().map(|resource| (id.clone(), resource, hold.from, hold.to)));
        }
    }
    equal("occupancy", found, expected)
}
