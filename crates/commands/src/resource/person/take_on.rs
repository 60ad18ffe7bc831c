//! Taking posts on again: those that a leave or a departure emptied, as the journal knows them, are
//! offered back while nobody else stands on them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows::{Person, Post};
use ts_rs::TS;

use super::READS;
use super::posts::{FuturePost, give, named, sort_out};
use crate::access::{Access, Area, ROSTERING};
use crate::facts::must_find;
use crate::gate::{Call, Command, Effect};
use crate::session::Sheet;
use crate::{Failure, input};

/// Changes of one row that are looked through, the newest first.
const CHANGES_MAX: i64 = 50;
/// Posts one call may take on.
const POSTS_MAX: i64 = 1_000;

/// Posts that the operations which wrote `row` (a leave, or the person's own) took from a person, and that
/// nobody stands on since.
///
/// # Errors
/// When the store fails.
pub(super) fn emptied_with(call: &Call<'_>, row: &str, person: &str) -> Result<Vec<FuturePost>, Failure> {
    let mut found: Vec<(Sheet, Post)> = Vec::new();
    for change in call.snapshot.history(row, CHANGES_MAX)? {
        let Some(operation) = call.snapshot.operation(&change.operation)? else { continue };
        for (before, after) in call.snapshot.changed_rows::<Post>(&operation)? {
            let Some((before, after)) = before.zip(after) else { continue };
            let emptied = before.person_id.as_deref() == Some(person) && after.person_id.is_none();
            if !emptied || found.iter().any(|(_, post)| post.id == after.id) {
                continue;
            }
            let Some(post) = call.find::<Post>(&after.id)? else { continue };
            let sheet = Sheet::load(call, &post.session_id)?;
            if post.person_id.is_none() && is_ahead(&sheet, call) {
                found.push((sheet, post));
            }
        }
    }
    found.sort_by_key(|(sheet, _)| sheet.row.starts);
    Ok(found.iter().map(|(sheet, post)| named(sheet, post, Vec::new())).collect())
}

fn is_ahead(sheet: &Sheet, call: &Call<'_>) -> bool {
    sheet.state().is_open() && sheet.row.ends > call.now
}

/// Puts a person on open posts where nothing stands against them; the others stay open and say why.
pub struct PersonTakeOn;

/// Who, and which posts.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PersonTakeOnArguments {
    /// Who.
    pub id: String,
    /// The posts' ids, 1 to 1,000.
    pub posts: Vec<String>,
    /// Only says what would happen.
    #[serde(default)]
    pub preview: bool,
}

/// What became of the posts.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct TakenOn {
    /// Posts that the person stands on now.
    pub taken: Vec<FuturePost>,
    /// Posts that stay open, with what stood against it.
    pub left_open: Vec<FuturePost>,
}

impl Command for PersonTakeOn {
    type Arguments = PersonTakeOnArguments;
    type Answer = TakenOn;
    const NAME: &'static str = "person_take_on";
    const ACCESS: Access = ROSTERING;
    const EFFECT: Effect = Effect::Changes { areas: &[Area::People, Area::Sessions], reads: READS, reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<TakenOn, Failure> {
        let mut ids = arguments.posts;
        ids.sort();
        ids.dedup();
        input::number("posts", i64::try_from(ids.len()).unwrap_or(i64::MAX), 1, POSTS_MAX)?;
        let person = must_find::<Person>(call, &arguments.id, "person")?;
        if !person.active {
            return Err(Failure::not_found("person"));
        }
        let mut posts = Vec::new();
        for id in &ids {
            let post = must_find::<Post>(call, id, "post")?;
            let sheet = Sheet::load(call, &post.session_id)?;
            if post.person_id.is_some() {
                return Err(Failure::new("stale").fact("title", sheet.row.title));
            }
            if !is_ahead(&sheet, call) {
                return Err(Failure::new("past").fact("state", sheet.state().code()).fact("title", sheet.row.title));
            }
            posts.push((sheet, post));
        }
        posts.sort_by_key(|(sheet, _)| sheet.row.starts);
        let (taken, left_open) = sort_out(call, &posts, Some(&person))?;
        let answer = TakenOn {
            taken: taken.iter().map(|(sheet, post)| named(sheet, post, Vec::new())).collect(),
            left_open: left_open.iter().map(|(sheet, post, clashes)| named(sheet, post, clashes.clone())).collect(),
        };
        if !arguments.preview {
            for (sheet, post) in taken {
                give(call, sheet, post, Some(&person.id))?;
            }
        }
        Ok(answer)
    }
}
