//! The one command of the window: `call(name, arguments, key, operation)`.
//!
//! It decodes the request itself, so that a malformed one is answered with a typed failure like
//! everything else, and runs the museum's command away from the window's own thread.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use commands::{Caller, Context, Failure};
use serde::Deserialize;
use serde_json::Value;
use tauri::ipc::{InvokeBody, Request};
use tauri::{AppHandle, Manager as _, Runtime};

use crate::desk::{self, Desk};
use crate::house::House;
use crate::logging;

/// What the page sends.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// The command's name, or one of the desk's.
    name: String,
    /// Its arguments.
    #[serde(default)]
    arguments: Value,
    /// The key that `profile_enter` answered; none before that.
    #[serde(default)]
    key: Option<String>,
    /// The operation id of a change, so that a retry has one effect.
    #[serde(default)]
    operation: Option<String>,
}

/// Runs a command of the museum, or an action of the desk the window stands on.
///
/// # Errors
/// A [`Failure`] as JSON: a code, the rule, the facts.
#[tauri::command]
pub async fn call<R: Runtime>(app: AppHandle<R>, request: Request<'_>) -> Result<Value, Failure> {
    let asked = decode(request.body())?;
    let work = move || {
        let started = Instant::now();
        let name = asked.name.clone();
        let outcome = std::panic::catch_unwind(AssertUnwindSafe(|| run(&app, asked)))
            // A broken command is a bug of ours; the person keeps the window and the museum.
            .unwrap_or_else(|_| Err(Failure::new("store_failed")));
        logging::called(&name, outcome.as_ref().err().map(|failure| failure.code), started.elapsed());
        outcome
    };
    tauri::async_runtime::spawn_blocking(work).await.unwrap_or_else(|_| Err(Failure::new("store_failed")))
}

fn decode(body: &InvokeBody) -> Result<Asked, Failure> {
    match body {
        InvokeBody::Json(value) => {
            Asked::deserialize(value).map_err(|_| Failure::new("arguments_invalid").fact("field", "call"))
        }
        InvokeBody::Raw(_) => Err(Failure::new("arguments_invalid").fact("field", "call")),
    }
}

fn run<R: Runtime>(app: &AppHandle<R>, asked: Asked) -> Result<Value, Failure> {
    let house = Arc::clone(&app.state::<Arc<House>>());
    if asked.name.starts_with(desk::PREFIX) {
        let desk = Arc::clone(&app.state::<Arc<Desk>>());
        return desk::act(app, &house, &desk, &asked.name, asked.arguments);
    }
    let museum = house.museum()?;
    let caller = Caller::Key(asked.key.unwrap_or_default());
    let context = Context { museum: &museum, caller, operation: asked.operation };
    commands::dispatch(&asked.name, asked.arguments, &context)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::json;
    use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
    use tauri::webview::InvokeRequest;
    use tauri::{App, WebviewWindow, WebviewWindowBuilder};

    use super::*;
    use crate::options::Place;

    /// A window without a screen, under the real configuration and its capability.
    fn window(directory: &Path, label: &str) -> (App<MockRuntime>, WebviewWindow<MockRuntime>) {
        let place = Place { directory: directory.to_owned(), chosen: false, remembered_in: None };
        let house = Arc::new(House::open(place, commands::Clock::Fixed(1_777_855_800_000)));
        let desk = Desk::new(Some(directory.join("papers")), None);
        let mut context = tauri::generate_context!(test = true);
        // The configured window is made below, under the label that a test asks for.
        context.config_mut().app.windows.clear();
        let app = crate::assemble(mock_builder(), house, desk).build(context).unwrap();
        let window = WebviewWindowBuilder::new(&app, label, Default::default()).build().unwrap();
        (app, window)
    }

    fn send(window: &WebviewWindow<MockRuntime>, command: &str, body: Value) -> Result<Value, Value> {
        let request = InvokeRequest {
            cmd: command.to_owned(),
            callback: tauri::ipc::CallbackFn(0),
            error: tauri::ipc::CallbackFn(1),
            url: if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" }.parse().unwrap(),
            body: InvokeBody::Json(body),
            headers: Default::default(),
            invoke_key: INVOKE_KEY.to_owned(),
        };
        get_ipc_response(window, request).map(|body| body.deserialize().unwrap())
    }

    #[test]
    fn a_call_reaches_the_museum_and_answers() {
        let folder = tempfile::tempdir().unwrap();
        let (_app, window) = window(folder.path(), "main");
        let profiles = send(&window, "call", json!({"name": "profile_list", "arguments": {}})).unwrap();
        let id = profiles[0]["id"].as_str().unwrap();
        let entered = send(&window, "call", json!({"name": "profile_enter", "arguments": {"id": id, "pin": null}}));
        let key = entered.unwrap()["key"].clone();
        let settings = send(&window, "call", json!({"name": "setting_read", "arguments": {}, "key": key})).unwrap();
        assert_eq!(settings["museum"]["sample"], false);
    }

    #[test]
    fn a_malformed_call_is_answered_with_a_code() {
        let folder = tempfile::tempdir().unwrap();
        let (_app, window) = window(folder.path(), "main");
        for (body, code) in [
            (json!({}), "arguments_invalid"),
            (json!([1, 2]), "arguments_invalid"),
            (json!({"name": 7, "arguments": {}}), "arguments_invalid"),
            (json!({"name": "profile_list", "arguments": {}, "sql": "DROP"}), "arguments_invalid"),
            (json!({"name": "profile_list", "arguments": {"extra": 1}}), "arguments_invalid"),
            (json!({"name": "profile_list"}), "arguments_invalid"),
            (json!({"name": "no_such_command", "arguments": {}}), "command_unknown"),
            (json!({"name": "window_no_such_action", "arguments": {}}), "command_unknown"),
            (json!({"name": "setting_read", "arguments": {}}), "profile_unknown"),
            (json!({"name": "setting_read", "arguments": {}, "key": "guessed"}), "profile_unknown"),
        ] {
            let failure = send(&window, "call", body.clone()).unwrap_err();
            assert_eq!(failure["code"], code, "{body}");
        }
    }

    #[test]
    fn a_refused_museum_still_answers_why() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("museum.zhancheng");
        std::fs::write(&file, b"this is no database, and it is long enough to be taken for one").unwrap();
        let before = std::fs::read(&file).unwrap();
        let (_app, window) = window(folder.path(), "main");
        let failure = send(&window, "call", json!({"name": "profile_list", "arguments": {}})).unwrap_err();
        assert!(failure["code"].as_str().unwrap().starts_with("place_"), "{failure}");
        assert_eq!(std::fs::read(&file).unwrap(), before);

        // Somebody moves the file away and tries again.
        std::fs::rename(&file, folder.path().join("aside")).unwrap();
        send(&window, "call", json!({"name": "window_open_again", "arguments": {}})).unwrap();
        send(&window, "call", json!({"name": "profile_list", "arguments": {}})).unwrap();
    }

    #[test]
    fn only_the_main_window_may_call_and_only_that() {
        let folder = tempfile::tempdir().unwrap();
        let body = json!({"name": "profile_list", "arguments": {}});
        let (_app, other) = window(folder.path(), "other");
        assert!(send(&other, "call", body).is_err_and(|refusal| refusal.to_string().contains("not allowed")));
        let second = tempfile::tempdir().unwrap();
        let (_app, main) = window(second.path(), "main");
        for command in [
            "plugin:opener|open_path",
            "plugin:opener|open_url",
            "plugin:dialog|open",
            "plugin:dialog|save",
            "plugin:window|close",
            "plugin:webview|create_webview_window",
            "plugin:event|emit",
            "plugin:path|resolve_directory",
        ] {
            let refusal = send(&main, command, json!({"path": "/etc/passwd", "url": "http://x"})).unwrap_err();
            assert!(refusal.to_string().contains("not allowed"), "{command}: {refusal}");
        }
    }

    #[test]
    fn papers_are_saved_under_a_name_that_every_system_holds() {
        let folder = tempfile::tempdir().unwrap();
        let (_app, window) = window(folder.path(), "main");
        let arguments = json!({"file_name": "../2026-05-04 馆周:表.pdf", "content_base64": "JVBERi0="});
        let saved = send(&window, "call", json!({"name": "window_save", "arguments": arguments})).unwrap();
        assert_eq!(saved["file_name"], "2026-05-04 馆周 表.pdf");
        let papers = folder.path().join("papers");
        assert_eq!(std::fs::read(papers.join("2026-05-04 馆周 表.pdf")).unwrap(), b"%PDF-");
        let again = send(&window, "call", json!({"name": "window_save", "arguments": arguments})).unwrap();
        assert_eq!(again["file_name"], "2026-05-04 馆周 表 (2).pdf", "nothing is written over unasked");
        for bad in [
            json!({"file_name": "a.pdf", "content_base64": "%%%"}),
            json!({"file_name": "a.exe", "content_base64": "JVBERi0="}),
            json!({"file_name": "a", "content_base64": "JVBERi0="}),
            json!({"file_name": "a.pdf", "content_base64": "JVBERi0=", "open_with": "sh"}),
        ] {
            for action in ["window_save", "window_view"] {
                let refusal = send(&window, "call", json!({"name": action, "arguments": bad})).unwrap_err();
                assert_eq!(refusal["code"], "arguments_invalid", "{action} {bad}");
            }
        }
    }
}
