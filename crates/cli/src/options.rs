//! What may be typed after `zhancheng`.

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};
use commands::Clock;

/// 展程: schedules of a science museum, without a window.
#[derive(Debug, Parser)]
#[command(name = "zhancheng", version, about)]
pub(crate) struct Options {
    /// The directory the museum lives in; it is created where it is missing.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// Fixes the clock, for samples and tests, as 2026-05-04T08:50+08:00.
    #[arg(long, value_parser = moment)]
    pub(crate) now: Option<Clock>,
    /// Who acts: a profile's name, its role or its id.
    #[arg(long = "as", default_value = "administrator")]
    pub(crate) profile: String,
    #[command(subcommand)]
    pub(crate) action: Action,
}

/// A moment with or without seconds.
fn moment(text: &str) -> Result<Clock, String> {
    Clock::standing_at(text).ok_or_else(|| "a moment looks like 2026-05-04T08:50+08:00".to_owned())
}

/// What is to be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Action {
    /// Fills an empty museum with the sample.
    Sample {
        /// Further sessions over the year, for trials of size.
        #[arg(long)]
        events: Option<u32>,
        /// Halls, people, vehicles and kits together, for trials of size.
        #[arg(long)]
        resources: Option<u32>,
    },
    /// Lists every command with its access and its schemas.
    Commands,
    /// Runs one command.
    Call {
        /// Its name.
        name: String,
        /// Its arguments as JSON; `-` reads them from standard input.
        #[arg(default_value = "{}")]
        arguments: String,
    },
    /// Says what each day is and why, or reads a notice without saving anything.
    Calendar(CalendarOptions),
    /// Writes a document as PDF.
    Print(PrintOptions),
    /// Serves the page on this machine.
    Serve {
        /// Where to listen; loopback only.
        #[arg(long, default_value = "127.0.0.1:8787")]
        listen: SocketAddr,
    },
    /// Makes a verified backup.
    Backup {
        /// The file to write.
        file: PathBuf,
    },
    /// Puts a backup in the museum's place, after backing that up.
    Restore {
        /// The file to read.
        file: PathBuf,
    },
    /// Writes an empty sheet to fill, or says what its columns are.
    Template(TemplateOptions),
    /// Writes a list or a calendar into a file, or the whole museum into a folder.
    Export(ExportOptions),
    /// Imports a file of sheets and reports what it did, exiting with 1 where a row was refused; or takes an exported
    /// folder into an empty museum.
    Import(ImportOptions),
    /// Checks the museum from end to end.
    Check,
    /// Takes figures on the museum in the folder, as JSON.
    Bench {
        /// `batches`, `print`, `search`, `import` or `commands`; all where it is left out.
        name: Option<String>,
        /// The sheet that `import` reads.
        #[arg(long)]
        file: Option<PathBuf>,
    },
}

/// Which days, or which notice.
#[derive(Debug, Args)]
pub(crate) struct CalendarOptions {
    /// First day.
    #[arg(long, required_unless_present = "read")]
    pub(crate) from: Option<NaiveDate>,
    /// Last day.
    #[arg(long, required_unless_present = "read")]
    pub(crate) to: Option<NaiveDate>,
    /// A file with a notice's text.
    #[arg(long, conflicts_with_all = ["from", "to"])]
    pub(crate) read: Option<PathBuf>,
}

/// Which file, and how it is read.
#[derive(Debug, Args)]
pub(crate) struct ImportOptions {
    /// The file, xlsx, xls or csv; or an exported folder.
    pub(crate) path: PathBuf,
    /// Of a folder: goes on although files in it were changed since the export.
    #[arg(long)]
    pub(crate) accept_changed: bool,
    /// The kind of its sheets, such as `session`; told from the content where it is left out.
    #[arg(long)]
    pub(crate) kind: Option<String>,
    /// A mapping as an earlier report has it, perhaps edited; proposed where it is left out.
    #[arg(long)]
    pub(crate) mapping: Option<PathBuf>,
    /// Only says what would happen.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Rows that clash come in as drafts, which occupy nothing.
    #[arg(long)]
    pub(crate) clashing_as_drafts: bool,
    /// Why soft clashes may pass, where whoever acts may let them; it prints.
    #[arg(long)]
    pub(crate) let_pass: Option<String>,
    /// The language of the report.
    #[arg(long, value_parser = ["zh-CN", "en"])]
    pub(crate) locale: Option<String>,
}

/// Which document, over which days.
#[derive(Debug, Args)]
pub(crate) struct PrintOptions {
    /// Its name, such as `hall-week`.
    pub(crate) document: String,
    /// First day.
    #[arg(long)]
    pub(crate) from: NaiveDate,
    /// Last day.
    #[arg(long)]
    pub(crate) to: NaiveDate,
    /// `a3`, `a4`, or `a3-tiled`: A3 on two A4 pages to be glued. The document's own where it is left out.
    #[arg(long, value_parser = ["a3", "a3-tiled", "a4"])]
    pub(crate) paper: Option<String>,
    /// One department, run or exhibition where the document can be about one: its id.
    #[arg(long)]
    pub(crate) subject: Option<String>,
    /// `zh-CN` or `en`.
    #[arg(long, value_parser = ["zh-CN", "en"])]
    pub(crate) locale: Option<String>,
    /// Issues it: what is printed becomes the next version.
    #[arg(long)]
    pub(crate) issue: bool,
    /// The file to write.
    #[arg(short, long)]
    pub(crate) output: PathBuf,
}

/// Which sheet.
#[derive(Debug, Args)]
pub(crate) struct TemplateOptions {
    /// What its rows are, such as `session`.
    pub(crate) kind: String,
    /// Says the columns as JSON instead: their stable ids, types and rules.
    #[arg(long)]
    pub(crate) describe: bool,
    /// `zh-CN` or `en`.
    #[arg(long, value_parser = ["zh-CN", "en"])]
    pub(crate) locale: Option<String>,
    /// The file to write.
    #[arg(short, long, required_unless_present = "describe")]
    pub(crate) output: Option<PathBuf>,
}

/// What is to leave.
#[derive(Debug, Args)]
pub(crate) struct ExportOptions {
    /// A kind such as `session`, or `all` for the whole museum.
    pub(crate) kind: String,
    /// First day, for what lies in time.
    #[arg(long)]
    pub(crate) from: Option<NaiveDate>,
    /// Last day.
    #[arg(long)]
    pub(crate) to: Option<NaiveDate>,
    /// `zh-CN` or `en`.
    #[arg(long, value_parser = ["zh-CN", "en"])]
    pub(crate) locale: Option<String>,
    /// The file to write, ending in `.xlsx`, `.csv` or `.ics`; the folder for `all`.
    #[arg(short, long)]
    pub(crate) output: PathBuf,
}
