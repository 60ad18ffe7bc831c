//! Files that were handed in and read, kept for as long as somebody looks at them: a mapping is tried several times, and
//! the file is parsed once. They live in this process and never touch the museum.

use std::sync::{Arc, Mutex, PoisonError};

use exchange::{Unreadable, Workbook};
use sha2::{Digest as _, Sha256};

use crate::Failure;

/// Files kept at once; the oldest goes first.
const KEPT_MAX: usize = 4;

/// A file that was read.
#[derive(Debug)]
pub(crate) struct Staged {
    /// The SHA-256 of its bytes: the same file is the same stage, in any process.
    pub(crate) id: String,
    /// Its name, without any folder.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) workbook: Workbook,
}

fn refused(unreadable: &Unreadable) -> Failure {
    Failure::new("sheet_unreadable").fact("unreadable", unreadable.code()).fact("facts", unreadable.facts())
}

/// The files that are kept.
#[derive(Debug, Default)]
pub(crate) struct Stage(Mutex<Vec<Arc<Staged>>>);

impl Stage {
    /// Reads a file and keeps it.
    ///
    /// # Errors
    /// `sheet_unreadable`, with the reader's code and facts.
    pub(crate) fn keep(&self, name: &str, bytes: &[u8]) -> Result<Arc<Staged>, Failure> {
        let id: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        if let Ok(staged) = self.find(&id) {
            return Ok(staged);
        }
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
        let workbook = exchange::read::workbook(bytes, &name).map_err(|unreadable| refused(&unreadable))?;
        let staged = Arc::new(Staged { id, name, workbook });
        self.push(Arc::clone(&staged));
        Ok(staged)
    }

    /// Keeps a block of cells from the clipboard.
    ///
    /// # Errors
    /// As [`Stage::keep`].
    pub(crate) fn paste(&self, text: &str) -> Result<Arc<Staged>, Failure> {
        let id: String = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
        let workbook = exchange::read::paste(text).map_err(|unreadable| refused(&unreadable))?;
        let staged = Arc::new(Staged { id, name: String::new(), workbook });
        self.push(Arc::clone(&staged));
        Ok(staged)
    }

    /// The file of that id.
    ///
    /// # Errors
    /// `sheet_gone` where it is not kept any more: whoever has the file hands it in again.
    pub(crate) fn find(&self, id: &str) -> Result<Arc<Staged>, Failure> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|staged| staged.id == id).cloned().ok_or_else(|| Failure::new("sheet_gone"))
    }

    fn push(&self, staged: Arc<Staged>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|known| known.id != staged.id);
        if kept.len() >= KEPT_MAX {
            kept.remove(0);
        }
        kept.push(staged);
    }
}
