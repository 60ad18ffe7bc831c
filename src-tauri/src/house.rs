//! The museum behind the window, or why it could not be opened.
//!
//! A refused museum does not end the program: the page opens, every call answers the refusal,
//! and the page has the words and the ways out.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use commands::{Clock, Failure, Museum};
use tauri::{AppHandle, Emitter as _, EventTarget, Runtime};

use crate::options::Place;

/// The window's name, here and in the capability.
pub const WINDOW: &str = "main";

/// The event that tells the page which areas changed.
pub const CHANGED: &str = "changed";

/// The refusals that the folder is to blame for, and not what lies in it.
const PLACES_REFUSED: &[&str] = &["place_network", "place_synced", "place_read_only"];

type Announce = Box<dyn Fn(Arc<Museum>) + Send>;

/// A museum's folder and what came of opening it.
pub struct House {
    state: RwLock<State>,
    clock: Clock,
    remembered_in: Option<PathBuf>,
    announce: Mutex<Option<Announce>>,
}

struct State {
    directory: PathBuf,
    opened: Result<Arc<Museum>, Failure>,
}

impl House {
    /// Opens the museum in its place, or keeps the reason why not.
    pub fn open(place: Place, clock: Clock) -> House {
        let Place { directory, chosen, remembered_in } = place;
        // A drive that is not plugged in must not look like an empty museum.
        let opened = if chosen && !directory.is_dir() {
            Err(Failure::new("place_gone"))
        } else {
            Museum::open(&directory, clock).map(Arc::new)
        };
        House { state: RwLock::new(State { directory, opened }), clock, remembered_in, announce: Mutex::default() }
    }

    /// The museum.
    ///
    /// # Errors
    /// The refusal, as long as it stands.
    pub fn museum(&self) -> Result<Arc<Museum>, Failure> {
        self.state.read().unwrap_or_else(PoisonError::into_inner).opened.clone()
    }

    /// The museum's folder.
    pub fn directory(&self) -> PathBuf {
        self.state.read().unwrap_or_else(PoisonError::into_inner).directory.clone()
    }

    /// Tries again, after somebody removed the reason; an open museum stays as it is.
    ///
    /// # Errors
    /// The refusal of this attempt.
    pub fn open_again(&self) -> Result<(), Failure> {
        self.mend(|state| {
            let gone = matches!(&state.opened, Err(failure) if failure.code == "place_gone");
            if gone && !state.directory.is_dir() { Err(Failure::new("place_gone")) } else { Ok(()) }
        })
    }

    /// Puts a backup in the place of a museum that cannot be read, and opens it.
    ///
    /// # Errors
    /// What stands against it; the museum is as it was then.
    pub fn replace(&self, backup: &Path) -> Result<(), Failure> {
        self.mend(|state| Museum::replace(&state.directory, backup))
    }

    /// Goes on in another folder: with the museum that is there, with a copy of this one where its own place is
    /// all that stands against it, or from empty. The next start without a named folder begins there too.
    ///
    /// # Errors
    /// What stands against the other folder; this one stays the place then.
    pub fn move_to(&self, folder: &Path) -> Result<(), Failure> {
        self.mend(|state| {
            if PLACES_REFUSED.contains(&state.opened.as_ref().err().map_or("", |failure| failure.code)) {
                Museum::carry(&state.directory, folder)?;
            }
            // Opened once to see that it can be; the house keeps the second opening.
            Museum::open(folder, self.clock)?;
            state.directory = folder.to_owned();
            self.remember(folder)
        })
    }

    fn remember(&self, folder: &Path) -> Result<(), Failure> {
        let Some(file) = &self.remembered_in else { return Ok(()) };
        let written = file.parent().map_or(Ok(()), std::fs::create_dir_all);
        let path = folder.to_string_lossy().into_owned();
        written.and_then(|()| std::fs::write(file, path)).map_err(|_| Failure::new("file_not_written"))
    }

    /// Does something about a refusal and opens again; an open museum is left alone.
    fn mend(&self, remove: impl FnOnce(&mut State) -> Result<(), Failure>) -> Result<(), Failure> {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if state.opened.is_ok() {
            return Ok(());
        }
        remove(&mut state)?;
        state.opened = Museum::open(&state.directory, self.clock).map(Arc::new);
        let museum = state.opened.as_ref().map_err(Clone::clone)?;
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
        let directory = self.directory();
        let full = std::path::absolute(&directory).unwrap_or(directory);
        let mut hasher = DefaultHasher::new();
        full.hash(&mut hasher);
        format!("cn.zhancheng.desktop.m{:016x}", hasher.finish())
    }
}
