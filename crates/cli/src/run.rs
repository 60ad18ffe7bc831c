//! Runs what was asked, through the gate.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use commands::{Caller, Clock, Context, Failure, Museum, dispatch, registry};
use rules::time::day_start;
use serde_json::{Value, json};

use crate::options::{Action, CalendarOptions, Options, PrintOptions};
use crate::{bench, leaving, serve, sheets};

/// A notice's text, or arguments on standard input, are never longer.
const INPUT_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// What an action came to.
pub(crate) struct Outcome {
    /// What is to be printed.
    pub(crate) answer: Option<Value>,
    /// Whether a part was refused: the exit code says so.
    pub(crate) refused: bool,
}

impl From<Value> for Outcome {
    fn from(answer: Value) -> Outcome {
        Outcome { answer: Some(answer), refused: false }
    }
}

/// Runs an action and answers what is to be printed.
pub(crate) fn run(options: Options) -> Result<Outcome, Failure> {
    if let Action::Commands = options.action {
        return Ok(commands().into());
    }
    if let Action::Print(_) = options.action {
        // While the museum is opened and looked over.
        commands::warm_printing();
    }
    let clock = options.now.unwrap_or(Clock::System);
    let museum = Museum::open(&options.data, clock)?;
    let call = |name: &str, arguments: Value| {
        let context = Context { museum: &museum, caller: Caller::Profile(options.profile.clone()), operation: None };
        dispatch(name, arguments, &context)
    };
    let answer = match options.action {
        Action::Sample { events, resources } => {
            call("sample_create", json!({ "events": events, "resources": resources }))?
        }
        Action::Commands => commands(),
        Action::Call { name, arguments } => call(&name, parsed(&arguments)?)?,
        Action::Calendar(calendar) => self::calendar(calendar, call)?,
        Action::Print(print) => self::print(print, call)?,
        Action::Backup { file } => call("backup_create", json!({ "path": absolute(&file)? }))?,
        Action::Restore { file } => call("backup_restore", json!({ "path": absolute(&file)? }))?,
        Action::Template(template) => leaving::template(template, call)?,
        Action::Export(export) => leaving::export(export, call)?,
        Action::Import(import) if import.path.is_dir() => leaving::import(import, call)?,
        Action::Import(import) => return sheets::import(&import, &museum, call),
        Action::Bench { name, file } => bench::bench(name.as_deref(), file.as_deref(), &options.data, &museum, call)?,
        Action::Check => {
            let found = call("store_check", json!({}))?;
            if found["sound"] != json!(true) {
                return Err(Failure::new("place_damaged"));
            }
            found
        }
        Action::Serve { listen } => {
            serve::serve(Arc::new(museum), listen)?;
            return Ok(Outcome { answer: None, refused: false });
        }
    };
    Ok(answer.into())
}

/// Every command with its access and its schemas.
fn commands() -> Value {
    registry()
        .iter()
        .map(|entry| {
            let (arguments, result) = entry.schemas();
            json!({ "name": entry.name, "access": entry.access.roles(), "arguments": arguments, "result": result })
        })
        .collect()
}

/// Arguments as JSON, typed or piped.
fn parsed(arguments: &str) -> Result<Value, Failure> {
    let refused = |_| Failure::new("arguments_invalid").fact("field", "");
    if arguments == "-" {
        let mut text = String::new();
        std::io::stdin().take(INPUT_BYTES_MAX).read_to_string(&mut text).map_err(|_| not_readable("arguments"))?;
        return serde_json::from_str(&text).map_err(refused);
    }
    serde_json::from_str(arguments).map_err(refused)
}

fn not_readable(what: &'static str) -> Failure {
    Failure::not_found(what)
}

/// A path that still holds where the museum's process looks from.
pub(crate) fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    std::path::absolute(path).map_err(|_| not_readable("file"))
}

fn calendar(options: CalendarOptions, call: impl Fn(&str, Value) -> Result<Value, Failure>) -> Result<Value, Failure> {
    if let Some(file) = options.read {
        let mut text = String::new();
        std::fs::File::open(file)
            .and_then(|file| file.take(INPUT_BYTES_MAX).read_to_string(&mut text))
            .map_err(|_| not_readable("notice"))?;
        let review = call("notice_read", json!({ "text": text }))?;
        // What would become of the text when it is saved is the page's question.
        return Ok(json!({ "year": review["year"], "days": review["days"], "findings": review["findings"] }));
    }
    // Both are given where no notice is: the parser has seen to it.
    call("calendar_days", json!({ "from": options.from, "to": options.to }))
}

fn print(options: PrintOptions, call: impl Fn(&str, Value) -> Result<Value, Failure>) -> Result<Value, Failure> {
    let mut arguments = json!({
        "document": options.document,
        "from": day_start(options.from),
        "to": day_start(options.to),
    });
    let paper = options.paper.map(|paper| paper.replace('-', "_"));
    for (name, value) in [("paper", paper), ("subject", options.subject), ("locale", options.locale)] {
        if let Some(value) = value {
            arguments[name] = Value::from(value);
        }
    }
    if options.issue {
        call("print_issue", arguments.clone())?;
    }
    let path = json!(absolute(&options.output)?);
    let began = Instant::now();
    let mut saved = call("print_save", json!({ "print": arguments, "path": path }))?;
    // From the question to the file on the disk, read and set and written.
    saved["milliseconds"] = json!(began.elapsed().as_millis());
    Ok(saved)
}
