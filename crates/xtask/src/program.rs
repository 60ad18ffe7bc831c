//! Starting other programs: their words pass through and are kept, their failure is told in one line.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;

use crate::Outcome;

/// A program to start in a folder.
pub fn program<S: AsRef<OsStr>>(name: &str, arguments: &[S], folder: &Path) -> Command {
    let mut command = Command::new(name);
    command.args(arguments).current_dir(folder);
    command
}

/// Cargo, the one that started this tool.
pub fn cargo<S: AsRef<OsStr>>(arguments: &[S]) -> Command {
    program(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()), arguments, &crate::root())
}

/// Runs a program to its end, its output shown.
pub fn run(mut command: Command) -> Outcome {
    let name = words(&command);
    let status = command.status().map_err(|error| format!("`{name}` does not start: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{name}` failed ({status})")) }
}

/// Runs a program to its end, its output shown and answered.
pub fn run_kept(mut command: Command) -> Outcome<String> {
    let name = words(&command);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| format!("`{name}` does not start: {error}"))?;
    let (sender, lines) = channel();
    let pipes: [Option<Box<dyn Read + Send>>; 2] = [
        child.stdout.take().map(|pipe| Box::new(pipe) as Box<dyn Read + Send>),
        child.stderr.take().map(|pipe| Box::new(pipe) as Box<dyn Read + Send>),
    ];
    for pipe in pipes.into_iter().flatten() {
        let sender = sender.clone();
        std::thread::spawn(move || {
            let mut reader = BufReader::new(pipe);
            let mut line = Vec::new();
            while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
                // The other side is gone only when this tool ends.
                let _ = sender.send(String::from_utf8_lossy(&line).into_owned());
                line.clear();
            }
        });
    }
    drop(sender);
    let mut kept = String::new();
    for line in lines {
        print!("{line}");
        kept.push_str(&line);
    }
    // A closed standard output is no reason to stop a test run.
    let _ = std::io::stdout().flush();
    let status = child.wait().map_err(|error| format!("`{name}`: {error}"))?;
    if status.success() { Ok(kept) } else { Err(format!("`{name}` failed ({status})")) }
}

/// Runs a program silently and answers its standard output.
pub fn output(mut command: Command) -> Outcome<String> {
    let name = words(&command);
    let output = command.output().map_err(|error| format!("`{name}` does not start: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!("`{name}` failed ({})\n{}", output.status, String::from_utf8_lossy(&output.stderr)))
    }
}

/// The first place of a program on the path.
pub fn find(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.is_file())
}

fn words(command: &Command) -> String {
    let all = std::iter::once(command.get_program()).chain(command.get_args());
    all.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_fails_is_named() {
        let here = Path::new(".");
        assert!(run(program("false", &[] as &[&str], here)).unwrap_err().contains("`false` failed"));
        assert!(run_kept(program("no-such-program", &["x"], here)).unwrap_err().contains("`no-such-program x`"));
        assert_eq!(run_kept(program("echo", &["一", "二"], here)).unwrap(), "一 二\n");
        assert_eq!(output(program("echo", &["三"], here)).unwrap(), "三\n");
    }
}
