//! Issued versions: what a sheet said when it was hung up.

use print::{Cell, Issued};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Snapshot, Value, rows, statement};
use ts_rs::TS;

use super::commands::PrintedVersion;
use super::request::{PrintArguments, Request, set};
use crate::Failure;
use crate::access::{Access, Area, Role};
use crate::gate::{Call, Command, Effect};

/// The version of a document that was issued last, with what it said.
pub(super) fn last(request: &Request, snapshot: &Snapshot<'_>) -> Result<Option<Issued>, Failure> {
    let key = [
        Value::from(request.kind.code()),
        Value::from(request.subject.as_deref().unwrap_or_default()),
        Value::from(request.from),
        Value::from(request.to),
    ];
    let found = snapshot.rows::<rows::PrintVersion>(&statement::PRINT_VERSION_LATEST, &key)?.pop();
    Ok(found.map(|row| Issued {
        number: row.number,
        issued: row.issued,
        issued_by: row.issued_by,
        // What a later program wrote and this one cannot read counts as said differently.
        cells: serde_json::from_str::<Vec<Cell>>(&row.content).unwrap_or_default(),
    }))
}

/// Issues the next version of a document: what it says now.
pub struct PrintIssue;

/// The version that was issued.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct PrintIssued {
    /// The new version.
    pub version: PrintedVersion,
    /// How many pages it has.
    pub pages: i64,
    /// How many changes it took in since the version before; none where it is the first.
    pub changes: i64,
}

impl Command for PrintIssue {
    type Arguments = PrintArguments;
    type Answer = PrintIssued;
    const NAME: &'static str = "print_issue";
    const ACCESS: Access = Access::Roles(&[Role::Planner, Role::RosterLead, Role::DutyManager, Role::Manager]);
    const EFFECT: Effect = Effect::Changes {
        areas: &[Area::Prints],
        reads: &[
            Area::Museum,
            Area::Calendar,
            Area::Spaces,
            Area::People,
            Area::Touring,
            Area::Exhibitions,
            Area::Sessions,
            Area::Runs,
            Area::Prints,
        ],
        reversible: false,
    };

    fn run(arguments: PrintArguments, call: &mut Call<'_>) -> Result<PrintIssued, Failure> {
        // Set it first: what cannot be printed is not issued.
        let job = set(&arguments, call)?;
        let content = serde_json::to_string(&job.document.cells()).map_err(|_| Failure::new("print_failed"))?;
        let version = PrintedVersion {
            number: job.masthead.issued.as_ref().map_or(0, |issued| issued.number) + 1,
            issued: call.now,
            issued_by: call.actor()?.name.clone(),
        };
        let row = rows::PrintVersion {
            id: call.new_id(),
            revision: 0,
            document: job.request.kind.code().to_owned(),
            subject: job.request.subject.clone().unwrap_or_default(),
            from_day: job.request.from,
            to_day: job.request.to,
            number: version.number,
            issued: version.issued,
            issued_by: version.issued_by.clone(),
            content,
        };
        call.batch.insert(&row);
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        Ok(PrintIssued { version, pages: count(job.printed.pages()), changes: count(job.printed.changes.len()) })
    }
}
