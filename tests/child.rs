//! A process of its own: the test binary starts itself again with a job in its environment.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// What a child is to do; absent where nobody's child runs.
const JOB: &str = "ZHANCHENG_TEST_JOB";
const FOLDER: &str = "ZHANCHENG_TEST_FOLDER";

/// Starts a child on a museum's folder.
pub(crate) fn start(job: &str, folder: &Path) -> Child {
    let program = std::env::current_exe().expect("this program");
    Command::new(program)
        .args(["--exact", "child::does_its_job", "--nocapture"])
        .env(JOB, job)
        .env(FOLDER, folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a child")
}

/// What a child says, line by line.
pub(crate) fn lines(child: &mut Child) -> std::io::Lines<BufReader<ChildStdout>> {
    BufReader::new(child.stdout.take().expect("its output")).lines()
}

/// Says a line at once, so that it is out before anything else happens.
pub(crate) fn say(line: &str) {
    let mut output = std::io::stdout().lock();
    writeln!(output, "{line}").expect("somebody listens");
    output.flush().expect("somebody listens");
}

/// The child's side; as an ordinary test it checks that nobody sets its job by accident.
#[test]
fn does_its_job() {
    let (Ok(job), Ok(folder)) = (std::env::var(JOB), std::env::var(FOLDER)) else {
        assert!(std::env::var(JOB).is_err(), "a job without a folder");
        return;
    };
    let folder = Path::new(&folder);
    match job.split_once(':') {
        Some(("write", mode)) => crate::durability::write_for_ever(folder, mode == "early"),
        Some(("retry", from)) => crate::retries::make_for_ever(folder, from.parse().expect("a number")),
        Some(("import", round)) => crate::sheet_kill::import_once(folder, round.parse().expect("a number")),
        Some(("race", mode)) => crate::race::take_slots(folder, mode == "guarded"),
        _ => panic!("no job is called {job}"),
    }
}
