//! The museum behind the window, or why it could not be opened.
//!
//! A refused museum does not end the program: the page opens, every call answers the refusal,
//! and the page has the words and the ways out.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use commands::{Clock, Failure, Museum};
use tauri::{AppHandle, Emitter as _, EventTarget, Runtime};

/// The window's name, here and in the capability.
pub const WINDOW: &str = "main";

/// The event that tells the page which areas changed.
pub const CHANGED: &str = "changed";

type Announce = Box<dyn Fn(Arc<Museum>) + Send>;

/// A museum's folder and what came of opening it.
pub struct House {
    directory: PathBuf,
    clock: Clock,
    opened: RwLock<Result<Arc<Museum>, Failure>>,
    announce: Mutex<Option<Announce>>,
}

impl House {
    /// Opens the museum in `directory`, or keeps the reason why not.
    pub fn open(directory: PathBuf, clock: Clock) -> House {
        let opened = RwLock::new(Museum::open(&directory, clock).map(Arc::new));
        House { directory, clock, opened, announce: Mutex::default() }
    }

    /// The museum.
    ///
    /// # Errors
    /// The refusal, as long as it stands.
    pub fn museum(&self) -> Result<Arc<Museum>, Failure> {
        self.opened.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The museum's folder.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Tries again, after somebody removed the reason; an open museum stays as it is.
    ///
    /// # Errors
    /// The refusal of this attempt.
    pub fn open_again(&self) -> Result<(), Failure> {
        let mut opened = self.opened.write().unwrap_or_else(PoisonError::into_inner);
        if opened.is_ok() {
            return Ok(());
        }
        *opened = Museum::open(&self.directory, self.clock).map(Arc::new);
        let museum = opened.as_ref().map_err(Clone::clone)?;
        if let Some(announce) = self.announce.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            announce(Arc::clone(museum));
        }
        Ok(())
    }

    /// Tells the page of every change from now on, whichever process made it.
    pub fn announce_to<R: Runtime>(&self, app: AppHandle<R>) {
        let announce = move |museum: Arc<Museum>| {
            let changes = museum.changes();
            let app = app.clone();
            // Ends with the store.
            std::thread::spawn(move || {
                for change in changes {
                    if app.emit_to(EventTarget::webview_window(WINDOW), CHANGED, change).is_err() {
                        return;
                    }
                }
            });
        };
        if let Ok(museum) = self.museum() {
            announce(museum);
        }
        *self.announce.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(announce));
    }

    /// A name by which a second start on the same museum finds the first; another museum has another.
    pub fn instance_name(&self) -> String {
        let full = std::path::absolute(&self.directory).unwrap_or_else(|_| self.directory.clone());
        let mut hasher = DefaultHasher::new();
        full.hash(&mut hasher);
        format!("cn.zhancheng.desktop.m{:016x}", hasher.finish())
    }
}
