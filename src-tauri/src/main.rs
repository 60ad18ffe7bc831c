//! The desktop window: it opens a museum, shows the page and passes its calls on.
//!
//! It holds no rule and no SQL. What the page may do here is one command, `call`, and one
//! event, `changed`; everything else of the system (dialogs, files, the viewer) is behind the call.

#![cfg_attr(all(not(debug_assertions), windows), windows_subsystem = "windows")]

mod call;
mod desk;
#[cfg(target_os = "linux")]
mod environment;
mod house;
mod logging;
mod options;

use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser as _;
use tauri::{AppHandle, Builder, Manager as _, RunEvent, Runtime};

use crate::desk::Desk;
use crate::house::House;
use crate::options::Options;

fn main() -> ExitCode {
    #[cfg(target_os = "linux")]
    environment::settle();
    let options = Options::parse();
    let Some(place) = options.place() else {
        eprintln!("没有找到主文件夹，用 --data 指定数据文件夹。 No home folder: name one with --data.");
        return ExitCode::FAILURE;
    };
    let house = Arc::new(House::open(place, options.clock()));
    let desk = Desk::new(options.save_to.clone(), options.answer.clone());
    let builder = Builder::default()
        // First of all: a second start ends here and shows the window that is open.
        .plugin(
            tauri_plugin_single_instance::Builder::new()
                .callback(|app, _arguments, _folder| show(app))
                .dbus_id(house.instance_name())
                .build(),
        )
        .plugin(logging::plugin())
        .plugin(tauri_plugin_window_state::Builder::new().build());
    match assemble(builder, house, desk).build(tauri::generate_context!()) {
        Ok(app) => {
            app.run(|app, event| {
                if matches!(event, RunEvent::Exit) {
                    app.state::<Arc<Desk>>().clear();
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("窗口打不开。 The window does not open: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What every window has, the real one and the one under test.
fn assemble<R: Runtime>(builder: Builder<R>, house: Arc<House>, desk: Desk) -> Builder<R> {
    builder
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::Builder::new().open_js_links_on_click(false).build())
        .manage(Arc::clone(&house))
        .manage(Arc::new(desk))
        .invoke_handler(tauri::generate_handler![call::call])
        .setup(move |app| {
            house.announce_to(app.handle().clone());
            Ok(())
        })
}

/// Brings the window to the front, for whoever started the program a second time.
fn show<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window("main") {
        // A window that cannot be raised is still open; there is nobody to tell.
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}
