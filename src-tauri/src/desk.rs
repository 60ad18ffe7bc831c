//! The desk the window stands on: save a paper, open it in the system's viewer, name a folder.
//!
//! The page has no right to files, dialogs or the viewer. It asks for one of [`ACTIONS`]; a
//! person answers the dialog; only what this process saved itself can be opened.

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

use crate::house::House;
use crate::options::variable;

/// How the names of these actions begin; no command of the museum does.
pub const PREFIX: &str = "window_";

/// Every action there is.
pub const ACTIONS: &[&str] = &[
    "window_save",
    "window_open",
    "window_pick_folder",
    "window_pick_backup",
    "window_open_again",
    "window_show_museum",
];

/// What may be saved from the page: papers, pictures, sheets and texts, never a program.
const EXTENSIONS: &[&str] = &["pdf", "svg", "png", "csv", "txt", "ics", "zhancheng"];

/// The largest thing that is saved, in bytes.
const SAVE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// How many numbers are tried for a name that is taken.
const NAMES_MAX: u32 = 999;

/// Where papers go and which of them were saved.
#[derive(Debug, Default)]
pub struct Desk {
    save_to: Option<PathBuf>,
    saved: Mutex<Vec<PathBuf>>,
}

impl Desk {
    /// A desk; with `save_to`, papers go there without asking.
    pub fn new(save_to: Option<PathBuf>) -> Desk {
        Desk { save_to, saved: Mutex::default() }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Save {
    file_name: String,
    content_base64: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Open {
    /// The number that `window_save` answered.
    file: usize,
}

/// Does one of [`ACTIONS`].
///
/// # Errors
/// `command_unknown` for any other name; `file_not_written`, `not_found`, `arguments_invalid`.
pub fn act<R: Runtime>(
    app: &AppHandle<R>,
    house: &House,
    desk: &Desk,
    name: &str,
    arguments: Value,
) -> Result<Value, Failure> {
    match name {
        "window_save" => save(app, desk, &decode(arguments)?),
        "window_open" => open(app, desk, &decode(arguments)?),
        "window_pick_folder" => {
            decode::<Nothing>(arguments)?;
            Ok(picked(dialog(app, removable()).blocking_pick_folder()))
        }
        "window_pick_backup" => {
            decode::<Nothing>(arguments)?;
            let file = dialog(app, Some(house.directory().join("backups")));
            Ok(picked(file.add_filter("展程", &["zhancheng"]).blocking_pick_file()))
        }
        "window_open_again" => {
            decode::<Nothing>(arguments)?;
            house.open_again().map(|()| Value::Null)
        }
        "window_show_museum" => {
            decode::<Nothing>(arguments)?;
            show(app, house.directory())
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

fn picked(answer: Option<FilePath>) -> Value {
    let path = answer.and_then(|path| path.into_path().ok());
    json!({ "path": path.map(|path| path.to_string_lossy().into_owned()) })
}

/// Asks where, writes, and answers the file's name and a number to open it by; `null` where the person cancels.
fn save<R: Runtime>(app: &AppHandle<R>, desk: &Desk, paper: &Save) -> Result<Value, Failure> {
    let name = System::file_name(&paper.file_name);
    if !may_be_saved(Path::new(&name)) {
        return Err(Failure::new("arguments_invalid").fact("field", "file_name"));
    }
    if paper.content_base64.len() / 4 * 3 > SAVE_BYTES_MAX {
        return Err(Failure::new("arguments_invalid").fact("field", "content_base64"));
    }
    let content = BASE64_STANDARD
        .decode(&paper.content_base64)
        .map_err(|_| Failure::new("arguments_invalid").fact("field", "content_base64"))?;
    let target = match &desk.save_to {
        Some(folder) => free_name(folder, &name),
        None => dialog(app, None).set_file_name(&name).blocking_save_file().and_then(|path| path.into_path().ok()),
    };
    let Some(target) = target else { return Ok(Value::Null) };
    write(&target, &content).map_err(|_| Failure::new("file_not_written"))?;
    let file_name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut saved = desk.saved.lock().unwrap_or_else(PoisonError::into_inner);
    saved.push(target);
    Ok(json!({ "file_name": file_name, "file": saved.len() - 1 }))
}

fn may_be_saved(name: &Path) -> bool {
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

/// Opens a paper that this process saved, in the program the system has for it.
fn open<R: Runtime>(app: &AppHandle<R>, desk: &Desk, paper: &Open) -> Result<Value, Failure> {
    let saved = desk.saved.lock().unwrap_or_else(PoisonError::into_inner);
    let path = saved.get(paper.file).filter(|path| may_be_saved(path)).ok_or_else(|| Failure::not_found("file"))?;
    show(app, path)
}

fn show<R: Runtime>(app: &AppHandle<R>, path: &Path) -> Result<Value, Failure> {
    let shown = app.opener().open_path(path.to_string_lossy(), None::<&str>);
    shown.map(|()| Value::Null).map_err(|_| Failure::new("viewer_missing"))
}
