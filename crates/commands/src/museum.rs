//! An open museum: its directory, its store, its clock, the people at its page.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};

use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};
use rules::time::{Minute, minute_at};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Options, Snapshot, Store, statement};
use ts_rs::TS;

use crate::access::{Access, Area};
use crate::gate::{Call, Command, Effect, Entry};
use crate::profile::Nothing;
use crate::sheet::Stage;
use crate::work::Works;
use crate::{Failure, setting};

/// Where "now" comes from.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A fixed moment, for samples and tests: UTC milliseconds.
    Fixed(i64),
}

impl Clock {
    /// A clock that stands at a moment such as `2026-05-04T08:50+08:00`; seconds may follow.
    /// Without an offset it is the museum's wall clock. `None` where no moment is named.
    pub fn standing_at(text: &str) -> Option<Clock> {
        let text = text.trim();
        let wall = |text: &str, pattern: &str| {
            let local = NaiveDateTime::parse_from_str(text, pattern).ok()?;
            local.and_local_timezone(FixedOffset::east_opt(WALL_OFFSET_SECONDS)?).single()
        };
        let moment = DateTime::parse_from_rfc3339(text)
            .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%:z"))
            .ok()
            .or_else(|| wall(text, "%Y-%m-%dT%H:%M:%S"))
            .or_else(|| wall(text, "%Y-%m-%dT%H:%M"))?;
        Some(Clock::Fixed(moment.timestamp_millis()))
    }
}

/// Some areas changed, in this process or in another one that shares the file.
#[derive(Debug, Clone, Serialize)]
pub struct Change {
    /// Journal sequence after the change.
    pub sequence: i64,
    /// Names of the areas whose readings are stale.
    pub areas: Vec<String>,
}

impl Change {
    /// Whatever was read may be stale.
    pub fn everything() -> Change {
        Change { sequence: 0, areas: Area::ALL.iter().map(|area| area.code().to_owned()).collect() }
    }
}

/// An open museum. Share it behind an `Arc`; every method takes `&self`.
pub struct Museum {
    pub(crate) store: Store,
    directory: PathBuf,
    clock: Clock,
    /// Keys of people who entered at the page, for as long as this process runs.
    pub(crate) keys: Mutex<HashMap<String, String>>,
    /// Files that were handed in.
    pub(crate) stage: Stage,
    /// Calls that are under way.
    pub(crate) works: Works,
}

/// Minutes the museum's wall clock is ahead of UTC: China has one time zone and no summer time.
const WALL_OFFSET_SECONDS: i32 = 8 * 3600;

impl Museum {
    /// Opens the museum in `directory`, creating it when the directory is empty or missing.
    ///
    /// # Errors
    /// Refuses a newer file, a network or synced folder, a read-only place and a damaged file
    /// with a code each, changing no byte.
    pub fn open(directory: &Path, clock: Clock) -> Result<Museum, Failure> {
        Museum::open_with(directory, clock, Options::default())
    }

    /// [`Museum::open`] with store options; race tests use it for their negative control.
    ///
    /// # Errors
    /// As [`Museum::open`].
    pub fn open_with(directory: &Path, clock: Clock, options: Options) -> Result<Museum, Failure> {
        let store = Store::open(directory, options)?;
        let museum = Museum {
            store,
            directory: directory.to_owned(),
            clock,
            keys: Mutex::default(),
            stage: Stage::default(),
            works: Works::default(),
        };
        crate::profile::ensure_administrator(&museum)?;
        Ok(museum)
    }

    /// Puts a verified backup in the place of a museum that cannot be read; that one lies aside afterwards.
    ///
    /// # Errors
    /// What stands against the place or the backup; nothing was changed then.
    pub fn replace(directory: &Path, backup: &Path) -> Result<(), Failure> {
        Ok(store::rescue::replace(directory, backup).map(drop)?)
    }

    /// Copies the museum of a folder that cannot be trusted into another one that has none; the old one stays.
    /// Answers whether there was one to copy.
    ///
    /// # Errors
    /// What stands against the new place or the copy.
    pub fn carry(from: &Path, to: &Path) -> Result<bool, Failure> {
        Ok(store::rescue::carry(from, to)?)
    }

    /// A feed of changes from now on, from this process and from others on the same file.
    pub fn changes(&self) -> Receiver<Change> {
        let changed = self.store.changes();
        let (sender, receiver) = channel();
        // The thread ends with the store or with its listener.
        std::thread::spawn(move || {
            for change in changed {
                let areas = if change.areas.is_empty() { Change::everything().areas } else { change.areas };
                if sender.send(Change { sequence: change.sequence, areas }).is_err() {
                    return;
                }
            }
        });
        receiver
    }

    /// Reads a file of sheets and keeps it at hand for the commands of sheets; answers the id they name it by.
    /// The page hands files in by a command of its own.
    ///
    /// # Errors
    /// `sheet_unreadable`.
    pub fn hand_in(&self, name: &str, bytes: &[u8]) -> Result<String, Failure> {
        Ok(self.stage.keep(name, bytes)?.id.clone())
    }

    /// The directory the museum lives in.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Now, in UTC milliseconds.
    pub fn utc_milliseconds(&self) -> i64 {
        match self.clock {
            Clock::System => Utc::now().timestamp_millis(),
            Clock::Fixed(milliseconds) => milliseconds,
        }
    }

    /// Now, in minutes on the museum's wall.
    pub fn now(&self) -> Minute {
        minute_at(wall_clock(self.utc_milliseconds()))
    }
}

/// A UTC moment on the museum's wall.
pub(crate) fn wall_clock(utc_milliseconds: i64) -> NaiveDateTime {
    let utc = DateTime::from_timestamp_millis(utc_milliseconds).unwrap_or_default();
    FixedOffset::east_opt(WALL_OFFSET_SECONDS).map_or(utc.naive_utc(), |wall| utc.with_timezone(&wall).naive_local())
}

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] = &[Entry::of::<MuseumStatus>()];

/// What the page knows before anybody has entered.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct MuseumView {
    /// The museum's name, as it prints.
    pub name: String,
    /// Whether it is the sample museum.
    pub sample: bool,
    /// Whether nothing has been planned or listed yet: the first start.
    pub empty: bool,
    /// Now, on the museum's wall.
    pub now: Minute,
    /// Whether `now` stands still: a sample or a test.
    pub fixed_clock: bool,
    /// The program's version.
    pub version: String,
}

/// Says which museum this is and how late it is there.
pub struct MuseumStatus;

impl Command for MuseumStatus {
    type Arguments = Nothing;
    type Answer = MuseumView;
    const NAME: &'static str = "museum_status";
    const ACCESS: Access = Access::Anybody;
    const EFFECT: Effect = Effect::Reads;

    fn run(_: Nothing, call: &mut Call<'_>) -> Result<MuseumView, Failure> {
        let museum: setting::MuseumSettings = setting::read(call.snapshot, setting::MUSEUM)?;
        Ok(MuseumView {
            name: museum.name,
            sample: museum.sample,
            empty: is_empty(call.snapshot)?,
            now: call.now,
            fixed_clock: matches!(call.museum.clock, Clock::Fixed(_)),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        })
    }
}

/// Whether nothing has been planned or listed yet.
pub(crate) fn is_empty(snapshot: &Snapshot<'_>) -> Result<bool, Failure> {
    Ok(snapshot.columns(&statement::MUSEUM_CONTENT, &[], |take| Some(take("any_row")))?.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_stands_where_it_is_told() {
        let expected = Some(1_777_855_800_000);
        for (text, moment) in [
            ("2026-05-04T08:50+08:00", expected),
            ("2026-05-04T08:50:00+08:00", expected),
            ("2026-05-04T00:50:00Z", expected),
            ("2026-05-04T08:50", expected),
            ("2026-05-04T08:50:00", expected),
            ("2026-02-30T08:50+08:00", None),
            ("2026-05-04", None),
            ("now", None),
        ] {
            let found = Clock::standing_at(text).map(|clock| match clock {
                Clock::Fixed(milliseconds) => milliseconds,
                Clock::System => -1,
            });
            assert_eq!(found, moment, "{text}");
        }
    }
}
