//! What a fresh machine lacks: Debian packages, npm packages, the built page.
//!
//! Nothing is downloaded but from Debian, the npm registry and crates.io, and nothing at all
//! where it is there already.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::Outcome;
use crate::program::{find, output, program, run};

/// What the window needs to be built and shown.
pub const TO_BUILD: &[&str] = &["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev", "fonts-noto-cjk"];

/// What the tests need beside that: a screen of their own, a driver for the window, a second browser.
pub const TO_TEST: &[&str] = &["webkit2gtk-driver", "xvfb", "dbus", "chromium", "poppler-utils"];

/// What the figures need for the peers beside that.
pub const TO_COMPARE: &[&str] = &["python3", "python3-venv"];

/// The oldest Node.js that builds the page.
const NODE_MAJOR_MIN: u32 = 20;

/// Installs the Debian packages that are missing.
///
/// # Errors
/// Which packages to install, where this program may not.
pub fn debian_packages(wanted: &[&str]) -> Outcome {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if find("dpkg-query").is_none() {
        println!("This is no Debian. What a Debian calls {} must be there.", wanted.join(", "));
        return Ok(());
    }
    let missing: Vec<&str> = wanted.iter().copied().filter(|name| !is_installed(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = format!("sudo apt-get update && sudo apt-get install -y {}", missing.join(" "));
    let root = output(program("id", &["-u"], Path::new("/"))).is_ok_and(|id| id.trim() == "0");
    let sudo = !root
        && find("sudo").is_some()
        && program("sudo", &["-n", "true"], Path::new("/")).output().is_ok_and(|output| output.status.success());
    if !root && !sudo {
        return Err(format!("Debian packages are missing, and installing them needs root:\n  {by_hand}"));
    }
    println!("installing {}", missing.join(", "));
    let apt = |arguments: &[&str]| -> Outcome {
        let mut command = if sudo {
            let mut words = vec!["-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
            words.extend(arguments);
            program("sudo", &words, Path::new("/"))
        } else {
            program("apt-get", arguments, Path::new("/"))
        };
        command.env("DEBIAN_FRONTEND", "noninteractive");
        run(command)
    };
    let mut install = vec!["install", "-y", "--no-install-recommends"];
    install.extend(&missing);
    // An outdated list is the usual reason for a package not to be found; a missing network is the other.
    apt(&["update"]).and_then(|()| apt(&install)).map_err(|reason| format!("{reason}\nBy hand: {by_hand}"))
}

fn is_installed(package: &str) -> bool {
    output(program("dpkg-query", &["-W", "-f", "${db:Status-Status}", package], Path::new("/")))
        .is_ok_and(|status| status.trim() == "installed")
}

/// Makes sure that Node.js is there and new enough.
///
/// # Errors
/// What to install.
pub fn node() -> Outcome {
    let advice = format!("Node.js {NODE_MAJOR_MIN} or newer with npm is needed to build the page: https://nodejs.org");
    let version = output(program("node", &["--version"], Path::new("."))).map_err(|_| advice.clone())?;
    if find_npm().is_none() {
        return Err(advice);
    }
    match major(&version) {
        Some(found) if found >= NODE_MAJOR_MIN => Ok(()),
        _ => Err(format!("{advice}; this is {}", version.trim())),
    }
}

fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

fn find_npm() -> Option<&'static str> {
    ["npm", "npm.cmd"].into_iter().find(|name| find(name).is_some())
}

/// npm in a folder of the repository.
pub fn npm(arguments: &[&str], folder: &str) -> std::process::Command {
    program(find_npm().unwrap_or("npm"), arguments, &crate::root().join(folder))
}

/// Installs the npm packages of a folder, unless those of its lock file are there.
///
/// # Errors
/// When npm fails.
pub fn npm_packages(folder: &str) -> Outcome {
    node()?;
    let place = crate::root().join(folder);
    let lock =
        fs::read(place.join("package-lock.json")).map_err(|error| format!("{folder}/package-lock.json: {error}"))?;
    let stamp = place.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    run(npm(&["ci", "--no-audit", "--no-fund", "--prefer-offline"], folder))?;
    fs::write(&stamp, lock).map_err(|error| format!("{}: {error}", stamp.display()))
}

/// Builds the page.
///
/// # Errors
/// When npm fails.
pub fn page() -> Outcome {
    npm_packages("ui")?;
    run(npm(&["run", "build"], "ui"))
}

/// Builds the page unless it is newer than everything it is made from.
///
/// # Errors
/// When npm fails.
pub fn page_if_stale() -> Outcome {
    npm_packages("ui")?;
    let ui = crate::root().join("ui");
    let built = modified(&ui.join("dist/index.html"));
    let sources = newest(&ui, &["node_modules", "dist", "paraglide"]);
    if built.is_some() && built >= sources { Ok(()) } else { page() }
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}

/// When the newest file below a folder was written, certain folders left out.
fn newest(folder: &Path, without: &[&str]) -> Option<SystemTime> {
    let entries = fs::read_dir(folder).ok()?;
    entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path: &PathBuf| !path.file_name().is_some_and(|name| without.iter().any(|left_out| name == *left_out)))
        .filter_map(|path| if path.is_dir() { newest(&path, without) } else { modified(&path) })
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_tells_its_age() {
        for (version, found) in [("v20.20.2\n", Some(20)), ("v9.1.0", Some(9)), ("20", None), ("", None)] {
            assert_eq!(major(version), found, "{version:?}");
        }
    }

    #[test]
    fn the_newest_file_is_found_without_what_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("src/deep")).unwrap();
        fs::create_dir_all(folder.path().join("dist")).unwrap();
        let old = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000);
        let new = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(2_000);
        let newer = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(3_000);
        for (path, time) in [("src/a", old), ("src/deep/b", new), ("dist/c", newer)] {
            let file = fs::File::create(folder.path().join(path)).unwrap();
            file.set_modified(time).unwrap();
        }
        assert_eq!(newest(folder.path(), &["dist"]), Some(new));
        assert_eq!(newest(folder.path(), &[]), Some(newer));
        assert_eq!(newest(&folder.path().join("none"), &[]), None);
    }
}
