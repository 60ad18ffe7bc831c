//! What a refused call says: a code, the rule behind it and its facts. The page makes the words.

use serde::Serialize;
use serde_json::{Map, Value};
use store::{BackupError, OpenRefusal, StoreError};

/// A refused call. Serialises to `{"code": …, "rule": …, …facts}`.
///
/// A code exists only where somebody acts on it: the page has words for each, a test holds
/// them together. Facts never carry SQL or a path of this machine.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Failure {
    /// A stable word the page has a message for.
    pub code: &'static str,
    /// The rule that refused, where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<&'static str>,
    /// The facts its message needs.
    #[serde(flatten)]
    pub facts: Map<String, Value>,
}

/// Every code a call can fail with. The page has a message `failure_<code>` for each.
pub const FAILURE_CODES: &[&str] = &[
    "command_unknown",
    "arguments_invalid",
    "not_allowed",
    "profile_unknown",
    "pin_wrong",
    "not_found",
    "stale",
    "busy",
    "clash",
    "override_not_allowed",
    "reason_required",
    "wrong_state",
    "not_yet",
    "past",
    "text_empty",
    "text_too_long",
    "text_control_character",
    "number_out_of_range",
    "time_invalid",
    "span_invalid",
    "name_taken",
    "in_use",
    "nothing_to_undo",
    "nothing_to_redo",
    "undo_changed_since",
    "operation_reused",
    "museum_not_empty",
    "outcome_unknown",
    "disk_full",
    "store_failed",
    "place_newer",
    "place_network",
    "place_synced",
    "place_read_only",
    "place_damaged",
    "place_not_a_museum",
    "place_gone",
    "backup_differs",
    "backup_not_written",
    "glyphs_missing",
    "print_failed",
    "document_unknown",
    "file_not_written",
    "viewer_missing",
    "space_ring",
    "last_administrator",
    "travel_time_unknown",
    "run_incomplete",
    "folder_not_exported",
    "folder_newer",
    "folder_changed",
    "folder_file_unfit",
    "folder_column_unfit",
    "folder_cell_unfit",
    "sheet_unreadable",
    "sheet_gone",
    "stopped",
    "mapping_invalid",
];

impl Failure {
    /// A failure with a code and nothing else yet.
    pub fn new(code: &'static str) -> Failure {
        debug_assert!(FAILURE_CODES.contains(&code), "{code} is not listed");
        Failure { code, rule: None, facts: Map::new() }
    }

    /// Names the rule that refused.
    #[must_use]
    pub fn rule(mut self, rule: &'static str) -> Failure {
        self.rule = Some(rule);
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn fact(mut self, name: &str, value: impl Into<Value>) -> Failure {
        self.facts.insert(name.to_owned(), value.into());
        self
    }

    /// Something that was named is not there.
    pub fn not_found(what: &'static str) -> Failure {
        Failure::new("not_found").fact("what", what)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        match error {
            StoreError::Stale | StoreError::AlreadyApplied { .. } => Failure::new("stale"),
            StoreError::Rejected { code } => rejected(&code),
            StoreError::OperationReused => Failure::new("operation_reused"),
            StoreError::Unknown => Failure::new("outcome_unknown"),
            StoreError::DiskFull => Failure::new("disk_full"),
            StoreError::Busy => Failure::new("busy"),
            // The text of a fatal error may hold SQL: it goes to the log, the page gets the code.
            StoreError::Fatal(_) => Failure::new("store_failed"),
        }
    }
}

/// A schema net refused what a rule should have: the code says which kind of net.
fn rejected(code: &str) -> Failure {
    let kind = if code.starts_with("unique_") {
        "name_taken"
    } else if code.starts_with("foreign_key") {
        "in_use"
    } else if code.ends_with("_span") || code.ends_with("_days") || code.ends_with("_phases") {
        "span_invalid"
    } else {
        "stale"
    };
    Failure::new(kind)
}

impl From<OpenRefusal> for Failure {
    fn from(refusal: OpenRefusal) -> Failure {
        match refusal {
            OpenRefusal::Newer { found, known } => {
                Failure::new("place_newer").fact("found", found).fact("known", known)
            }
            OpenRefusal::NetworkFolder => Failure::new("place_network"),
            OpenRefusal::SyncedFolder { service } => Failure::new("place_synced").fact("service", service),
            OpenRefusal::ReadOnly => Failure::new("place_read_only"),
            OpenRefusal::Damaged => Failure::new("place_damaged"),
            OpenRefusal::NotAMuseum => Failure::new("place_not_a_museum"),
            OpenRefusal::DiskFull => Failure::new("disk_full"),
            OpenRefusal::Other(_) => Failure::new("store_failed"),
        }
    }
}

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Failure {
        match error {
            BackupError::Refused(refusal) => refusal.into(),
            BackupError::Differs => Failure::new("backup_differs"),
            BackupError::NotWritten(_) => Failure::new("backup_not_written"),
            BackupError::Store(error) => error.into(),
        }
    }
}
