//! The desk the window stands on: save a paper, look at it in the system's viewer, name a folder.
//!
//! The page has no right to files, dialogs or the viewer. It asks for one of [`ACTIONS`]; a
//! person answers the dialog; the viewer is given only what the page itself made, and only papers.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use commands::{Failure, System};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tauri::{AppHandle, Runtime};
use tauri_plugin_dialog::{DialogExt as _, FileDialogBuilder, FilePath};
use tauri_plugin_opener::OpenerExt as _;
use tempfile::TempDir;

use crate::house::House;
use crate::options::variable;

/// How the names of these actions begin; no command of the museum does.
pub const PREFIX: &str = "window_";

/// Every action there is.
pub const ACTIONS: &[&str] = &[
    "window_save",
    "window_view",
    "window_pick_folder",
    "window_pick_backup",
    "window_open_again",
    "window_replace",
    "window_choose_place",
    "window_place",
    "window_show_museum",
    "window_quit",
];

/// What counts as a paper: documents, pictures, sheets and texts, never a program.
const EXTENSIONS: &[&str] = &["pdf", "svg", "png", "csv", "xlsx", "txt", "ics"];

/// The largest paper, in bytes.
const CONTENT_BYTES_MAX: usize = 64 * 1024 * 1024;

/// How many numbers are tried for a name that is taken.
const NAMES_MAX: u32 = 999;

/// Where papers go, and those that lie open in the viewer.
#[derive(Debug, Default)]
pub struct Desk {
    save_to: Option<PathBuf>,
    answer: Option<PathBuf>,
    viewed: Mutex<Option<TempDir>>,
}

impl Desk {
    /// A desk; with `save_to`, papers go there without asking; with `answer`, that is what a dialog would
    /// have answered.
    pub fn new(save_to: Option<PathBuf>, answer: Option<PathBuf>) -> Desk {
        Desk { save_to, answer, viewed: Mutex::default() }
    }

    /// Takes the papers away that were only looked at: a run sheet holds telephone numbers.
    pub fn clear(&self) {
        self.viewed.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// A paper that the page made.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Paper {
    file_name: String,
    content_base64: String,
}

impl Paper {
    /// Its name, as every system holds it, and its content.
    fn read(&self) -> Result<(String, Vec<u8>), Failure> {
        let invalid = |field: &str| Failure::new("arguments_invalid").fact("field", field);
        let name = System::file_name(&self.file_name);
        if !is_paper(Path::new(&name)) {
            return Err(invalid("file_name"));
        }
        if self.content_base64.len() / 4 * 3 > CONTENT_BYTES_MAX {
            return Err(invalid("content_base64"));
        }
        let content = BASE64_STANDARD.decode(&self.content_base64).map_err(|_| invalid("content_base64"))?;
        Ok((name, content))
    }
}

/// Does one of [`ACTIONS`].
///
/// # Errors
/// `command_unknown` for any other name; `file_not_written`, `viewer_missing`, `arguments_invalid`.
pub fn act<R: Runtime>(
    app: &AppHandle<R>,
    house: &House,
    desk: &Desk,
    name: &str,
    arguments: Value,
) -> Result<Value, Failure> {
    match name {
        "window_save" => save(app, desk, &decode(arguments)?),
        "window_view" => view(app, desk, &decode(arguments)?),
        "window_pick_folder" => {
            decode::<Nothing>(arguments)?;
            Ok(named(ask_folder(app, desk, removable())))
        }
        "window_pick_backup" => {
            decode::<Nothing>(arguments)?;
            Ok(named(ask_backup(app, house, desk)))
        }
        "window_open_again" => {
            decode::<Nothing>(arguments)?;
            house.open_again().map(|()| Value::Null)
        }
        "window_replace" => {
            decode::<Nothing>(arguments)?;
            let Some(backup) = ask_backup(app, house, desk) else { return Ok(named(None)) };
            house.replace(&backup).map(|()| named(Some(backup)))
        }
        "window_choose_place" => {
            decode::<Nothing>(arguments)?;
            let Some(folder) = ask_folder(app, desk, None) else { return Ok(named(None)) };
            house.move_to(&folder).map(|()| named(Some(folder)))
        }
        "window_place" => {
            decode::<Nothing>(arguments)?;
            Ok(named(Some(house.directory())))
        }
        "window_show_museum" => {
            decode::<Nothing>(arguments)?;
            show(app, &house.directory())
        }
        "window_quit" => {
            decode::<Nothing>(arguments)?;
            app.exit(0);
            Ok(Value::Null)
        }
        _ => Err(Failure::new("command_unknown")),
    }
}

fn decode<A: DeserializeOwned>(arguments: Value) -> Result<A, Failure> {
    serde_json::from_value(arguments).map_err(|_| Failure::new("arguments_invalid").fact("field", "arguments"))
}

/// A dialog that begins in `folder`, where there is such a folder.
fn dialog<R: Runtime>(app: &AppHandle<R>, folder: Option<PathBuf>) -> FileDialogBuilder<R> {
    let dialog = app.dialog().file();
    match folder.filter(|folder| folder.is_dir()) {
        Some(folder) => dialog.set_directory(folder),
        None => dialog,
    }
}

/// The folder in which the first stick appears, or would.
fn removable() -> Option<PathBuf> {
    System::HERE.removable_folders(&variable).into_iter().map(PathBuf::from).find(|folder| folder.is_dir())
}

/// A folder that the person names, or none.
fn ask_folder<R: Runtime>(app: &AppHandle<R>, desk: &Desk, from: Option<PathBuf>) -> Option<PathBuf> {
    desk.answer.clone().or_else(|| picked(dialog(app, from).blocking_pick_folder()))
}

/// A backup that the person names, or none.
fn ask_backup<R: Runtime>(app: &AppHandle<R>, house: &House, desk: &Desk) -> Option<PathBuf> {
    desk.answer.clone().or_else(|| {
        let file = dialog(app, Some(house.directory().join("backups")));
        picked(file.add_filter("展程", &["zhancheng"]).blocking_pick_file())
    })
}

fn picked(answer: Option<FilePath>) -> Option<PathBuf> {
    answer.and_then(|path| path.into_path().ok())
}

fn named(path: Option<PathBuf>) -> Value {
    json!({ "path": path.map(|path| path.to_string_lossy().into_owned()) })
}

/// Asks where, writes, and answers the file's name; `null` where the person turns back.
fn save<R: Runtime>(app: &AppHandle<R>, desk: &Desk, paper: &Paper) -> Result<Value, Failure> {
    let (name, content) = paper.read()?;
    let target = match &desk.save_to {
        Some(folder) => free_name(folder, &name),
        None => dialog(app, None).set_file_name(&name).blocking_save_file().and_then(|path| path.into_path().ok()),
    };
    let Some(target) = target else { return Ok(Value::Null) };
    write(&target, &content).map_err(|_| Failure::new("file_not_written"))?;
    Ok(json!({ "file_name": target.file_name().map(|name| name.to_string_lossy().into_owned()) }))
}

/// Shows a paper in the program the system has for it; the copy goes when the window closes.
fn view<R: Runtime>(app: &AppHandle<R>, desk: &Desk, paper: &Paper) -> Result<Value, Failure> {
    let (name, content) = paper.read()?;
    let mut viewed = desk.viewed.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = match viewed.take() {
        Some(folder) => folder,
        None => {
            tempfile::Builder::new().prefix("zhancheng-").tempdir().map_err(|_| Failure::new("file_not_written"))?
        }
    };
    let path = free_name(folder.path(), &name);
    *viewed = Some(folder);
    let path = path.ok_or_else(|| Failure::new("file_not_written"))?;
    write(&path, &content).map_err(|_| Failure::new("file_not_written"))?;
    show(app, &path)
}

fn is_paper(name: &Path) -> bool {
    name.extension().is_some_and(|end| EXTENSIONS.iter().any(|known| end.eq_ignore_ascii_case(known)))
}

/// The name, or the name with the first free number; none where the folder holds too many of them.
fn free_name(folder: &Path, name: &str) -> Option<PathBuf> {
    let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
    std::iter::once(name.to_owned())
        .chain((2..=NAMES_MAX).map(|number| format!("{stem} ({number}).{end}")))
        .map(|name| folder.join(name))
        .find(|path| !path.exists())
}

/// Writes beside the target first, so that a full disk leaves no half of a paper under its name.
fn write(target: &Path, content: &[u8]) -> std::io::Result<()> {
    let folder = target.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut partial_name = target.file_name().unwrap_or_default().to_owned();
    partial_name.push(".part");
    let partial = folder.join(partial_name);
    let written = std::fs::write(&partial, content).and_then(|()| std::fs::rename(&partial, target));
    if written.is_err() {
        // What is left of the attempt; if it cannot go either, the write error is the one to tell.
        let _ = std::fs::remove_file(&partial);
    }
    written
}

fn show<R: Runtime>(app: &AppHandle<R>, path: &Path) -> Result<Value, Failure> {
    let shown = app.opener().open_path(path.to_string_lossy(), None::<&str>);
    shown.map(|()| Value::Null).map_err(|_| Failure::new("viewer_missing"))
}
