//! Views that people keep: what a view shows, under a name, each person their own.
//!
//! What is kept is the page's: a JSON object with a version, which this side bounds and never reads.

#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use store::{Row as _, Value, rows, search, statement};
use ts_rs::TS;

use crate::access::{Access, Area};
use crate::facts::must_find;
use crate::gate::{Call, Command, Effect, Entry};
use crate::profile::Nothing;
use crate::resource::{Deleted, Deletion};
use crate::{Failure, input};

/// Bytes that one view may keep: an address and a few lists of ids.
const CONTENT_BYTES_MAX: usize = 16 * 1024;
/// Views that one person may keep of one place: more is no choice any more.
const VIEWS_PER_PLACE_MAX: usize = 50;

/// Places of the page that have something to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ViewPlace {
    /// 日程.
    Schedule,
    /// 年度.
    Year,
    /// 巡展.
    Tours,
    /// 打印.
    Print,
    /// 资料.
    Resources,
}

impl ViewPlace {
    fn code(self) -> &'static str {
        match self {
            ViewPlace::Schedule => "schedule",
            ViewPlace::Year => "year",
            ViewPlace::Tours => "tours",
            ViewPlace::Print => "print",
            ViewPlace::Resources => "resources",
        }
    }

    fn from_code(code: &str) -> Option<ViewPlace> {
        use ViewPlace::{Print, Resources, Schedule, Tours, Year};
        [Schedule, Year, Tours, Print, Resources].into_iter().find(|place| place.code() == code)
    }
}

/// A view that somebody keeps.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct SavedViewView {
    /// Id.
    pub id: String,
    /// Revision, for saving.
    pub revision: i64,
    /// What it is a view of.
    pub place: ViewPlace,
    /// Name.
    pub name: String,
    /// What is kept: the page's own JSON, with a version.
    #[schemars(with = "Map<String, Json>")]
    #[ts(type = "Record<string, unknown>")]
    pub content: Json,
}

/// A row as the page reads it; `None` for a place that this program no longer has.
fn view(row: rows::SavedView) -> Option<SavedViewView> {
    Some(SavedViewView {
        place: ViewPlace::from_code(&row.place)?,
        content: serde_json::from_str(&row.content).ok().filter(Json::is_object)?,
        id: row.id,
        revision: row.revision,
        name: row.name,
    })
}

/// One's own views, of the others nothing.
fn own(call: &Call<'_>) -> Result<Vec<rows::SavedView>, Failure> {
    let actor = call.actor()?;
    Ok(call.snapshot.rows(&statement::SAVED_VIEW_OF, &[Value::from(actor.id.as_str())])?)
}

/// The row of that id and revision, where it is one's own; another's is not there.
fn own_as_read(call: &Call<'_>, id: &str, revision: i64) -> Result<rows::SavedView, Failure> {
    let row = must_find::<rows::SavedView>(call, id, "saved_view")?;
    if row.profile_id != call.actor()?.id {
        return Err(Failure::not_found("saved_view"));
    }
    if row.revision() == revision { Ok(row) } else { Err(Failure::new("stale").fact("what", "saved_view")) }
}

/// Lists one's own views, place by place, by name.
pub struct SavedViewList;

impl Command for SavedViewList {
    type Arguments = Nothing;
    type Answer = Vec<SavedViewView>;
    const NAME: &'static str = "saved_view_list";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(_: Nothing, call: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        Ok(own(call)?.into_iter().filter_map(view).collect())
    }
}

/// Keeps a view, or gives one of one's own another name or content.
pub struct SavedViewSave;

/// A view as it shall be kept.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SavedViewSaveArguments {
    /// Its id and revision where it exists.
    #[serde(default)]
    pub id: Option<String>,
    /// The revision it was read with.
    #[serde(default)]
    pub revision: Option<i64>,
    /// What it is a view of.
    pub place: ViewPlace,
    /// Name: once per person and place.
    pub name: String,
    /// What is kept.
    #[schemars(with = "Map<String, Json>")]
    #[ts(type = "Record<string, unknown>")]
    pub content: Map<String, Json>,
}

impl Command for SavedViewSave {
    type Arguments = SavedViewSaveArguments;
    type Answer = SavedViewView;
    const NAME: &'static str = "saved_view_save";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Changes { areas: &[Area::Views], reads: &[Area::Views], reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<SavedViewView, Failure> {
        let name = input::line("name", &arguments.name)?;
        let content = Json::Object(arguments.content).to_string();
        if content.len() > CONTENT_BYTES_MAX {
            return Err(Failure::new("text_too_long").fact("field", "content").fact("limit", CONTENT_BYTES_MAX));
        }
        let before = match (arguments.id.as_deref(), arguments.revision) {
            (Some(id), Some(revision)) => Some(own_as_read(call, id, revision)?),
            (None, None) => None,
            _ => return Err(Failure::new("arguments_invalid").fact("field", "revision")),
        };
        let place = arguments.place.code();
        let mut beside = own(call)?;
        beside.retain(|row| row.place == place && before.as_ref().is_none_or(|before| before.id != row.id));
        if beside.iter().any(|row| row.name == name) {
            return Err(Failure::new("name_taken").fact("field", "name").fact("name", name));
        }
        if before.is_none() {
            let count = i64::try_from(beside.len() + 1).unwrap_or(i64::MAX);
            input::number("saved_views", count, 1, VIEWS_PER_PLACE_MAX as i64)?;
        }
        let after = rows::SavedView {
            id: before.as_ref().map_or_else(|| call.new_id(), |before| before.id.clone()),
            revision: before.as_ref().map_or(0, |before| before.revision),
            profile_id: call.actor()?.id.clone(),
            place: place.to_owned(),
            sort_key: search::sort_key(&name),
            name,
            content,
        };
        match &before {
            Some(before) => call.batch.update(before, &after),
            None => call.batch.insert(&after),
        }
        let revision = after.revision + i64::from(before.is_some() && !call.batch.is_empty());
        view(rows::SavedView { revision, ..after }).ok_or_else(|| Failure::not_found("saved_view"))
    }
}

/// Lets a view of one's own go.
pub struct SavedViewDelete;

impl Command for SavedViewDelete {
    type Arguments = Deletion;
    type Answer = Deleted;
    const NAME: &'static str = "saved_view_delete";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Changes { areas: &[Area::Views], reads: &[Area::Views], reversible: true };

    fn run(arguments: Deletion, call: &mut Call<'_>) -> Result<Deleted, Failure> {
        let row = own_as_read(call, &arguments.id, arguments.revision)?;
        call.batch.delete(&row);
        Ok(Deleted { id: row.id })
    }
}

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] =
    &[Entry::of::<SavedViewList>(), Entry::of::<SavedViewSave>(), Entry::of::<SavedViewDelete>()];
