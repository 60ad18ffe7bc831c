//! SQLite's door: a file system that asks the disk before each step and hands the rest to the system's own.
#![allow(unsafe_code)]

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::mem::size_of;
use std::path::{Path, PathBuf};
use std::ptr::{null, null_mut};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::ffi;

use crate::disk::{State, Verdict};

/// A file as SQLite holds it: ours first, the system's behind it in the same piece of memory.
#[repr(C)]
struct Handle {
    base: ffi::sqlite3_file,
    disk: *const Mutex<State>,
    /// Its number on the disk; none for a temporary file, which no cut needs to know.
    file: Option<usize>,
}

/// Registers a file system over a disk and answers its name.
pub(crate) fn register(state: &'static Mutex<State>) -> &'static str {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let name = format!("power-{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    let name: &'static CStr = Box::leak(CString::new(name).expect("no NUL in it").into_boxed_c_str());
    // SAFETY: SQLite's default file system lives as long as the process. The copy keeps its functions, which use
    // the structure they are handed for its longest path alone; `open` hands the original to the original.
    unsafe {
        assert_eq!(ffi::sqlite3_initialize(), ffi::SQLITE_OK, "SQLite starts");
        let real = ffi::sqlite3_vfs_find(null());
        assert!(!real.is_null(), "SQLite has a file system");
        let mut mine = *real;
        mine.pNext = null_mut();
        mine.zName = name.as_ptr();
        mine.pAppData = std::ptr::from_ref(state).cast_mut().cast();
        mine.szOsFile = (*real).szOsFile + c_int::try_from(size_of::<Handle>()).expect("small");
        mine.xOpen = Some(open);
        mine.xDelete = Some(delete);
        let registered = ffi::sqlite3_vfs_register(Box::leak(Box::new(mine)), 0);
        assert_eq!(registered, ffi::SQLITE_OK, "SQLite takes the disk");
    }
    name.to_str().expect("ASCII")
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

unsafe fn path_of(name: *const c_char) -> PathBuf {
    PathBuf::from(unsafe { CStr::from_ptr(name) }.to_string_lossy().into_owned())
}

/// SQLite's number for a verdict; `failed` is how a failure of this kind of step is called.
fn code(verdict: Verdict, failed: c_int) -> c_int {
    match verdict {
        Verdict::Done => ffi::SQLITE_OK,
        Verdict::Full => ffi::SQLITE_FULL,
        Verdict::Failed => failed,
    }
}

unsafe extern "C" fn open(
    vfs: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    opened: *mut c_int,
) -> c_int {
    // SAFETY: SQLite hands in the structure that was registered and memory of the size that it states.
    unsafe {
        (*file).pMethods = null();
        let state = (*vfs).pAppData.cast::<Mutex<State>>();
        let disk = lock(&*state);
        if disk.is_cut() {
            return ffi::SQLITE_CANTOPEN;
        }
        let path = if name.is_null() { None } else { Some(path_of(name)) };
        // An empty file is one that a program has just made for SQLite to fill.
        let there = path.as_deref().filter(|path| path.exists()).map(|path| std::fs::read(path).unwrap_or_default());
        let real = ffi::sqlite3_vfs_find(null());
        let Some(real_open) = (*real).xOpen else { return ffi::SQLITE_CANTOPEN };
        let answer = real_open(real, name, real_of(file), flags, opened);
        if answer != ffi::SQLITE_OK {
            return answer;
        }
        let mut disk = disk;
        let journals = ffi::SQLITE_OPEN_WAL | ffi::SQLITE_OPEN_MAIN_JOURNAL | ffi::SQLITE_OPEN_SUPER_JOURNAL;
        let number = path.map(|path: PathBuf| disk.open(Path::new(&path), there, flags & journals != 0));
        let handle = file.cast::<Handle>();
        (*handle).disk = state;
        (*handle).file = number;
        (*handle).base.pMethods = &raw const METHODS;
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn delete(vfs: *mut ffi::sqlite3_vfs, name: *const c_char, settles: c_int) -> c_int {
    // SAFETY: as in `open`.
    unsafe {
        let state = (*vfs).pAppData.cast::<Mutex<State>>();
        let verdict = lock(&*state).delete(&path_of(name), settles != 0);
        if verdict != Verdict::Done {
            return code(verdict, ffi::SQLITE_IOERR);
        }
        let real = ffi::sqlite3_vfs_find(null());
        (*real).xDelete.map_or(ffi::SQLITE_ERROR, |real_delete| real_delete(real, name, 0))
    }
}

/// The system's file behind ours.
unsafe fn real_of(file: *mut ffi::sqlite3_file) -> *mut ffi::sqlite3_file {
    unsafe { file.cast::<u8>().add(size_of::<Handle>()).cast() }
}

/// Asks the disk; a temporary file is always well.
unsafe fn ask(file: *mut ffi::sqlite3_file, question: impl FnOnce(&mut State, usize) -> Verdict) -> Verdict {
    let handle = unsafe { &*file.cast::<Handle>() };
    match handle.file {
        Some(number) => question(&mut lock(unsafe { &*handle.disk }), number),
        None => Verdict::Done,
    }
}

/// A method that the system's file has, called on it.
macro_rules! handed_on {
    ($($name:ident $method:ident ($($argument:ident: $kind:ty),*) -> $answer:ty, $absent:expr;)*) => {
        $(unsafe extern "C" fn $name(file: *mut ffi::sqlite3_file $(, $argument: $kind)*) -> $answer {
            // SAFETY: SQLite calls methods of files that were opened; the system's file was opened with ours.
            unsafe {
                let real = real_of(file);
                match (*(*real).pMethods).$method {
                    Some(method) => method(real $(, $argument)*),
                    None => $absent,
                }
            }
        })*
    };
}

handed_on! {
    close xClose () -> c_int, ffi::SQLITE_OK;
    read xRead (into: *mut c_void, count: c_int, at: ffi::sqlite3_int64) -> c_int, ffi::SQLITE_IOERR;
    real_write xWrite (from: *const c_void, count: c_int, at: ffi::sqlite3_int64) -> c_int, ffi::SQLITE_IOERR;
    real_truncate xTruncate (size: ffi::sqlite3_int64) -> c_int, ffi::SQLITE_IOERR;
    file_size xFileSize (size: *mut ffi::sqlite3_int64) -> c_int, ffi::SQLITE_IOERR;
    take_lock xLock (level: c_int) -> c_int, ffi::SQLITE_IOERR;
    give_lock xUnlock (level: c_int) -> c_int, ffi::SQLITE_IOERR;
    check_lock xCheckReservedLock (answer: *mut c_int) -> c_int, ffi::SQLITE_IOERR;
    control xFileControl (operation: c_int, argument: *mut c_void) -> c_int, ffi::SQLITE_NOTFOUND;
    sector_size xSectorSize () -> c_int, 512;
    characteristics xDeviceCharacteristics () -> c_int, 0;
    shared_map xShmMap (page: c_int, size: c_int, extend: c_int, into: *mut *mut c_void) -> c_int, ffi::SQLITE_IOERR;
    shared_lock xShmLock (offset: c_int, count: c_int, flags: c_int) -> c_int, ffi::SQLITE_IOERR;
    shared_barrier xShmBarrier () -> (), ();
    shared_unmap xShmUnmap (remove: c_int) -> c_int, ffi::SQLITE_OK;
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    from: *const c_void,
    count: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite hands in `count` bytes.
    unsafe {
        let bytes = std::slice::from_raw_parts(from.cast::<u8>(), usize::try_from(count).unwrap_or(0));
        let place = usize::try_from(at).unwrap_or(0);
        match ask(file, |disk, number| disk.write(number, place, bytes)) {
            Verdict::Done => real_write(file, from, count, at),
            verdict => code(verdict, ffi::SQLITE_IOERR_WRITE),
        }
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: ffi::sqlite3_int64) -> c_int {
    // SAFETY: as in `handed_on`.
    unsafe {
        match ask(file, |disk, number| disk.resize(number, usize::try_from(size).unwrap_or(0))) {
            Verdict::Done => real_truncate(file, size),
            verdict => code(verdict, ffi::SQLITE_IOERR_TRUNCATE),
        }
    }
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _flags: c_int) -> c_int {
    // SAFETY: as in `handed_on`.
    code(unsafe { ask(file, State::sync) }, ffi::SQLITE_IOERR_FSYNC)
}

/// Version 2: with shared memory, without files mapped into memory, which would pass the disk by.
static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(take_lock),
    xUnlock: Some(give_lock),
    xCheckReservedLock: Some(check_lock),
    xFileControl: Some(control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(characteristics),
    xShmMap: Some(shared_map),
    xShmLock: Some(shared_lock),
    xShmBarrier: Some(shared_barrier),
    xShmUnmap: Some(shared_unmap),
    xFetch: None,
    xUnfetch: None,
};
