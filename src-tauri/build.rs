//! Declares the window's one command, and says in words when the page is not built.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=../ui/dist");
    println!("cargo::rerun-if-changed=../icons");
    if !Path::new("../ui/dist/index.html").is_file() {
        println!(
            "cargo::error=The page is not built, and the window has nothing to show. \
             `cargo xtask run` builds it; by hand: `npm ci && npm run build` in ui/."
        );
        return;
    }
    let manifest = tauri_build::AppManifest::new().commands(&["call"]);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)) {
        println!("cargo::error=The window's configuration does not hold: {error:#}");
    }
}
