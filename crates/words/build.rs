//! Turns the page's message files into functions; any fault stops the build
//! and names its key.

use std::path::Path;
use std::{env, fs, io};

#[path = "src/catalogue.rs"]
mod catalogue;

fn main() -> io::Result<()> {
    let root = Path::new("../../ui/messages");
    let mut areas = Vec::new();
    let mut faults = Vec::new();
    for locale in ["zh-CN", "en"] {
        println!("cargo::rerun-if-changed={}", root.join(locale).display());
    }
    for entry in fs::read_dir(root.join("zh-CN"))? {
        let path = entry?.path();
        let Some(area) = path.file_name().and_then(|n| n.to_str()?.strip_suffix(".json")) else {
            continue;
        };
        match fs::read_to_string(root.join("en").join(format!("{area}.json"))) {
            Ok(en) => areas.push((area.to_owned(), fs::read_to_string(&path)?, en)),
            Err(_) => faults.push(format!("en lacks the area {area}.json")),
        }
    }
    for entry in fs::read_dir(root.join("en"))? {
        let name = entry?.file_name();
        if !root.join("zh-CN").join(&name).exists() {
            faults.push(format!("zh-CN lacks the area {}", name.display()));
        }
    }
    areas.sort();
    match catalogue::read(&areas) {
        Ok(messages) => {
            let out = Path::new(&env::var_os("OUT_DIR").unwrap_or_default()).join("messages.rs");
            fs::write(out, catalogue::source(&messages))?;
        }
        Err(found) => faults.extend(found),
    }
    for fault in faults {
        println!("cargo::error={fault}");
    }
    Ok(())
}
