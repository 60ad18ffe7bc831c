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
}

fn standing_at(text: &str) -> Result<Clock, String> {
    Clock::standing_at(text).ok_or_else(|| "a moment looks like 2026-05-04T08:50+08:00".to_owned())
}

impl Options {
    /// The museum's folder; none where the machine names no home and nobody named one.
    pub fn directory(&self) -> Option<PathBuf> {
        self.data.clone().or_else(|| System::HERE.museum_directory(&variable).map(PathBuf::from))
    }

    /// The clock.
    pub fn clock(&self) -> Clock {
        self.now.unwrap_or(Clock::System)
    }
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
        assert_eq!(options.directory(), Some(PathBuf::from("/d")));
        assert!(matches!(options.clock(), Clock::Fixed(1_777_855_800_000)));
        let plain = Options::try_parse_from(["x"]).unwrap();
        assert!(matches!(plain.clock(), Clock::System));
        assert!(Options::try_parse_from(["x", "--now", "yesterday"]).is_err());
        assert!(Options::try_parse_from(["x", "--event"]).is_err());
    }
}
