//! What the program is started with.

use std::path::PathBuf;

use clap::Parser;
use commands::{Clock, System};

/// 展程: schedules exhibitions, explanation sessions and science caravans.
#[derive(Debug, Parser)]
#[command(name = "zhancheng-desktop", version)]
pub struct Options {
    /// The folder of the museum; without it, the one of this person on this machine.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// A moment the clock stands at, such as 2026-05-04T08:50+08:00; for samples and tests.
    #[arg(long, value_name = "MOMENT", value_parser = standing_at)]
    pub now: Option<Clock>,
    /// A folder that papers are saved into without asking where.
    #[arg(long, value_name = "DIR")]
    pub save_to: Option<PathBuf>,
    /// What a dialog for a folder or a backup answers without asking; for tests.
    #[arg(long, value_name = "PATH")]
    pub answer: Option<PathBuf>,
}

fn standing_at(text: &str) -> Result<Clock, String> {
    Clock::standing_at(text).ok_or_else(|| "a moment looks like 2026-05-04T08:50+08:00".to_owned())
}

impl Options {
    /// Where the museum is; none where the machine names no home and nobody named one.
    pub fn place(&self) -> Option<Place> {
        let named = |directory| Place { directory, chosen: false, remembered_in: None };
        if let Some(directory) = self.data.clone() {
            return Some(named(directory));
        }
        let remembered_in = System::HERE.chosen_place_file(&variable).map(PathBuf::from);
        let chosen = remembered_in.as_ref().and_then(|file| std::fs::read_to_string(file).ok()).map(PathBuf::from);
        let usual = || System::HERE.museum_directory(&variable).map(PathBuf::from);
        let is_chosen = chosen.is_some();
        Some(Place { directory: chosen.or_else(usual)?, chosen: is_chosen, remembered_in })
    }

    /// The clock.
    pub fn clock(&self) -> Clock {
        self.now.unwrap_or(Clock::System)
    }
}

/// Where a museum is, and how that is known.
#[derive(Debug)]
pub struct Place {
    /// The folder.
    pub directory: PathBuf,
    /// Somebody chose it earlier: where it is gone, none is begun in its stead.
    pub chosen: bool,
    /// The file that remembers another choice; none where the start itself named the folder.
    pub remembered_in: Option<PathBuf>,
}

/// A variable of the environment, where it is text.
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_names_its_folder_and_its_moment() {
        let options = Options::try_parse_from(["x", "--data", "/d", "--now", "2026-05-04T08:50+08:00"]).unwrap();
        let place = options.place().unwrap();
        assert_eq!((place.directory, place.remembered_in), (PathBuf::from("/d"), None));
        assert!(matches!(options.clock(), Clock::Fixed(1_777_855_800_000)));
        let plain = Options::try_parse_from(["x"]).unwrap();
        assert!(matches!(plain.clock(), Clock::System));
        assert!(Options::try_parse_from(["x", "--now", "yesterday"]).is_err());
        assert!(Options::try_parse_from(["x", "--event"]).is_err());
    }
}
