//! Sessions: what the museum offers, one row a start time.

mod candidates;
mod check;
mod draft;
mod holding;
mod read;
mod save;
mod settle;
mod shift;
mod state;
mod write;

pub use candidates::SessionCandidates;
pub use check::{SessionCheck, Verdict};
pub use draft::{Override, PostDraft, SessionDraft};
pub use read::{FindingView, SessionRead, SessionView};
pub use save::{ReasonGiven, SessionMove, SessionSave, SessionSaveArguments};
pub use shift::SessionShift;
pub use state::{SessionDelete, SessionTransition};

pub(crate) use check::verdict_around;
pub(crate) use draft::proposal;
pub(crate) use holding::{claim, difference, insert_findings, occupy, write_findings};
pub(crate) use read::{Sheet, finding_view, load_between, load_wanting};
pub(crate) use save::{SESSION_READS, leaves_a_trace, moves, save};
pub(crate) use settle::{Settled, allowed_roles, check_words, settle};
pub(crate) use write::{NewSession, insert_session, move_away, rewrite};

use crate::gate::Entry;

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] = &[
    Entry::of::<SessionCheck>(),
    Entry::of::<SessionRead>(),
    Entry::of::<SessionSave>(),
    Entry::of::<SessionMove>(),
    Entry::of::<SessionShift>(),
    Entry::of::<SessionCandidates>(),
    Entry::of::<SessionTransition>(),
    Entry::of::<SessionDelete>(),
];
