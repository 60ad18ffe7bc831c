//! Search: sessions, exhibitions, runs, templates and resources by a part of their name, pinyin or initials.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Row, Snapshot, rows};
use ts_rs::TS;

use crate::Failure;
use crate::access::Access;
use crate::gate::{Call, Command, Effect};

/// Results shown at most.
const RESULTS_MAX: usize = 60;
/// Characters a query may have; a longer one names nothing.
const QUERY_CHARACTERS_MAX: usize = 120;

/// What is looked for.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SearchArguments {
    /// A part of a name, pinyin or initials.
    pub text: String,
}

/// Something that was found.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SearchHit {
    /// The kind of thing: the table's name, such as `session` or `person`.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its name or title.
    pub title: String,
    /// When it begins, for what lies in time.
    pub starts: Option<i64>,
}

/// Finds things by name.
pub struct SearchFind;

impl Command for SearchFind {
    type Arguments = SearchArguments;
    type Answer = Vec<SearchHit>;
    const NAME: &'static str = "search_find";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        let text: String = arguments.text.chars().take(QUERY_CHARACTERS_MAX).collect();
        let mut hits = Vec::new();
        for (table, id) in call.snapshot.search(&text)? {
            hits.extend(hit(call.snapshot, &table, &id)?);
        }
        // Names first, then what lies nearest to now, coming things before past ones.
        hits.sort_by_key(|hit| match hit.starts {
            None => (0, 0),
            Some(starts) if starts >= call.now => (1, starts - call.now),
            Some(starts) => (2, call.now - starts),
        });
        hits.truncate(RESULTS_MAX);
        Ok(hits)
    }
}

fn hit(snapshot: &Snapshot<'_>, table: &str, id: &str) -> Result<Option<SearchHit>, Failure> {
    let found = match table {
        "session" => of::<rows::Session>(snapshot, id, |row| (row.title, Some(row.starts)))?,
        "exhibition" => of::<rows::Exhibition>(snapshot, id, |row| (row.title, Some(row.opens_on)))?,
        "caravan_run" => of::<rows::CaravanRun>(snapshot, id, |row| (row.title, Some(row.departs)))?,
        "template" => of::<rows::Template>(snapshot, id, |row| (row.title, None))?,
        "space" => of::<rows::Space>(snapshot, id, |row| (row.name, None))?,
        "person" => of::<rows::Person>(snapshot, id, |row| (row.name, None))?,
        "vehicle" => of::<rows::Vehicle>(snapshot, id, |row| (row.name, None))?,
        "kit" => of::<rows::Kit>(snapshot, id, |row| (row.name, None))?,
        "site" => of::<rows::Site>(snapshot, id, |row| (row.name, None))?,
        "exhibit" => of::<rows::Exhibit>(snapshot, id, |row| (row.name, None))?,
        "department" => of::<rows::Department>(snapshot, id, |row| (row.name, None))?,
        _ => None,
    };
    Ok(found.map(|(title, starts)| SearchHit { kind: table.to_owned(), id: id.to_owned(), title, starts }))
}

fn of<R: Row>(
    snapshot: &Snapshot<'_>,
    id: &str,
    shown: impl FnOnce(R) -> (String, Option<i64>),
) -> Result<Option<(String, Option<i64>)>, Failure> {
    Ok(snapshot.find::<R>(id)?.map(shown))
}
