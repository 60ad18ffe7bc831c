//! Sessions: what the museum offers, one row a start time.

mod candidates;
mod check;
mod draft;
mod read;
mod save;
mod shift;
mod state;

pub use candidates::SessionCandidates;
pub use check::{SessionCheck, Verdict};
pub use draft::{Override, PostDraft, SessionDraft};
pub use read::{FindingView, SessionRead, SessionView};
pub use save::{ReasonGiven, SessionMove, SessionSave, SessionSaveArguments};
pub use shift::SessionShift;
pub use state::{SessionDelete, SessionTransition};

pub(crate) use check::verdict;
pub(crate) use draft::proposal;
pub(crate) use read::{Sheet, finding_view, load_between};
pub(crate) use save::{
    NewSession, SESSION_READS, Settled, allowed_roles, claim, difference, insert_findings, insert_session,
    leaves_a_trace, move_away, moves, occupy, rewrite, save, settle, write_findings,
};

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
