//! The C functions that SQLite calls: each asks the notes, and then the real file system.
//!
//! What every block below rests on, said once:
//!
//! - SQLite calls a function of a file system with the `sqlite3_vfs` it was registered with, and a function of a file with a
//!   `sqlite3_file` that `open` here filled in and that was not closed yet (<https://www.sqlite.org/c3ref/vfs.html>).
//! - The room for that file is `szOsFile` bytes, which is [`File`] and behind it the room that the real file system asked
//!   for. SQLite aligns it for any C type, and [`File`] is a multiple of eight bytes, so both parts are aligned.
//! - Pointers that come with a call are valid for that call, as the real file system, which they are handed on to, asks.
//! - What is registered is never freed, and the real file system is the default one, which nobody takes away.
#![expect(unsafe_code, reason = "SQLite takes a file system as a table of C functions, and nothing else")]

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::path::Path;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};

use rusqlite::ffi::{self, sqlite3_file, sqlite3_int64, sqlite3_io_methods, sqlite3_vfs};

use crate::disk::{Call, Notes, Step};

/// What a registered file system has for its own.
struct Registered {
    real: AtomicPtr<sqlite3_vfs>,
    notes: &'static Notes,
}

/// An open file; the real one lies right behind it.
#[repr(C)]
struct File {
    base: sqlite3_file,
    notes: &'static Notes,
    /// From a `Box`, freed when the file is closed.
    named: *mut Named,
}

struct Named {
    /// `None` for what SQLite keeps for itself and removes: no power cut leaves anything of it that matters.
    name: Option<String>,
    /// Whether the next flush is also one of the folder, as the system's file system does it for a new log.
    flushes_folder: AtomicBool,
}

/// Makes a file system known to SQLite, for as long as the process lives.
#[expect(clippy::expect_used, reason = "for tests, and it says what is wrong")]
pub(crate) fn register(name: &str, notes: &'static Notes) {
    let name = CString::new(name).expect("a name without zeros");
    // SAFETY: no name asks for the default; `find` initialises SQLite by itself.
    let real = unsafe { ffi::sqlite3_vfs_find(ptr::null()) };
    assert!(!real.is_null(), "SQLite has a default file system");
    let registered = Box::leak(Box::new(Registered { real: AtomicPtr::new(real), notes }));
    // SAFETY: it was found and is not null; these fields never change once it is registered.
    let (room, longest_path) = unsafe { ((*real).szOsFile, (*real).mxPathname) };
    let ours = c_int::try_from(size_of::<File>()).expect("a small size");
    let vfs = Box::leak(Box::new(sqlite3_vfs {
        iVersion: 2,
        szOsFile: ours + room,
        mxPathname: longest_path,
        pNext: ptr::null_mut(),
        zName: name.into_raw(),
        pAppData: ptr::from_mut(registered).cast(),
        xOpen: Some(open),
        xDelete: Some(delete),
        xAccess: Some(access),
        xFullPathname: Some(full_pathname),
        xDlOpen: None,
        xDlError: None,
        xDlSym: None,
        xDlClose: None,
        xRandomness: Some(randomness),
        xSleep: Some(sleep),
        xCurrentTime: Some(current_time),
        xGetLastError: Some(get_last_error),
        xCurrentTimeInt64: Some(current_time_int64),
        xSetSystemCall: None,
        xGetSystemCall: None,
        xNextSystemCall: None,
    }));
    // SAFETY: all of it was leaked, so it outlives every connection; the functions do what SQLite asks of each.
    let answer = unsafe { ffi::sqlite3_vfs_register(vfs, 0) };
    assert_eq!(answer, ffi::SQLITE_OK, "SQLite takes a file system");
}

/// Ours, of the file system that a call is for.
///
/// # Safety
///
/// `vfs` is one that [`register`] made.
unsafe fn registered(vfs: *mut sqlite3_vfs) -> &'static Registered {
    // SAFETY: `register` put it there and leaked it.
    unsafe { &*(*vfs).pAppData.cast::<Registered>() }
}

/// Calls a function of the real file system.
macro_rules! real_vfs {
    ($vfs:expr, $function:ident ( $($argument:expr),* )) => {{
        // SAFETY: see the head of this file; the real file system has every function of version 2.
        unsafe {
            let real = registered($vfs).real.load(Ordering::Relaxed);
            match (*real).$function {
                Some(function) => function(real, $($argument),*),
                None => ffi::SQLITE_ERROR,
            }
        }
    }};
}

/// Calls a function of the real file.
macro_rules! real_file {
    ($file:expr, $function:ident ( $($argument:expr),* )) => {{
        // SAFETY: see the head of this file; the real file is open, so it has its table of functions.
        unsafe {
            let real = real_of($file);
            match (*(*real).pMethods).$function {
                Some(function) => function(real, $($argument),*),
                None => ffi::SQLITE_IOERR,
            }
        }
    }};
}

/// The real file behind ours.
///
/// # Safety
///
/// `file` points to room of the size that [`register`] asked for.
unsafe fn real_of(file: *mut sqlite3_file) -> *mut sqlite3_file {
    // SAFETY: the room is as large as both, so one behind ours is still in it.
    unsafe { file.cast::<File>().add(1).cast() }
}

/// Notes and name of an open file.
///
/// # Safety
///
/// `file` was opened by [`open`] and is not closed; what is answered is not kept past the call.
unsafe fn parts<'a>(file: *mut sqlite3_file) -> (&'static Notes, &'a Named) {
    // SAFETY: `open` filled it in, and only `close` takes it away.
    unsafe {
        let file = &*file.cast::<File>();
        (file.notes, &*file.named)
    }
}

/// The last part of a path.
///
/// # Safety
///
/// `path` is a C string, or null.
unsafe fn name_of(path: *const c_char) -> Option<String> {
    if path.is_null() {
        return None;
    }
    // SAFETY: it is no null, and so a C string.
    let path = unsafe { CStr::from_ptr(path) }.to_string_lossy();
    Path::new(&*path).file_name().map(|name| name.to_string_lossy().into_owned())
}

const METHODS: &sqlite3_io_methods = &sqlite3_io_methods {
    // Version 3 would hand out mapped memory, past us.
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

unsafe extern "C" fn open(
    vfs: *mut sqlite3_vfs,
    path: ffi::sqlite3_filename,
    file: *mut sqlite3_file,
    flags: c_int,
    flags_got: *mut c_int,
) -> c_int {
    const LOGS: c_int = ffi::SQLITE_OPEN_WAL | ffi::SQLITE_OPEN_MAIN_JOURNAL | ffi::SQLITE_OPEN_SUPER_JOURNAL;
    // SAFETY: it is one of ours.
    let notes = unsafe { registered(vfs) }.notes;
    // SAFETY: the room is SQLite's, and without functions SQLite takes it for a file that is not open.
    unsafe { (*file).pMethods = ptr::null() };
    if let Some(answer) = notes.answer(Call::Open) {
        return answer;
    }
    // SAFETY: SQLite gives a path, or null for a file of its own.
    let name = unsafe { name_of(path) }.filter(|_| flags & ffi::SQLITE_OPEN_DELETEONCLOSE == 0);
    let mut is_there = 1;
    if name.is_some() {
        let looked = real_vfs!(vfs, xAccess(path, ffi::SQLITE_ACCESS_EXISTS, &raw mut is_there));
        if looked != ffi::SQLITE_OK {
            return looked;
        }
    }
    // SAFETY: the room behind ours is large enough for the real file.
    let real = unsafe { real_of(file) };
    let answer = real_vfs!(vfs, xOpen(path, real, flags, flags_got));
    if answer != ffi::SQLITE_OK {
        // SAFETY: the real file system left it null, or a table of functions, one of which closes what is half open.
        unsafe {
            if let Some(close) = (*real).pMethods.as_ref().and_then(|methods| methods.xClose) {
                close(real);
            }
        }
        return answer;
    }
    let is_made = is_there == 0;
    if let Some(file) = name.clone().filter(|_| is_made) {
        notes.write_down(|| Step::Make { file });
    }
    let flushes_folder = AtomicBool::new(is_made && flags & LOGS != 0);
    let named = Box::into_raw(Box::new(Named { name, flushes_folder }));
    // SAFETY: the room is large enough and aligned; nothing in it has to be dropped.
    unsafe { file.cast::<File>().write(File { base: sqlite3_file { pMethods: METHODS }, notes, named }) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn delete(vfs: *mut sqlite3_vfs, path: *const c_char, flush_folder: c_int) -> c_int {
    // SAFETY: it is one of ours.
    let notes = unsafe { registered(vfs) }.notes;
    if let Some(answer) = notes.answer(Call::Delete) {
        return answer;
    }
    // SAFETY: SQLite gives a path.
    let file = unsafe { name_of(path) }.unwrap_or_default();
    let folder = flush_folder != 0 && !notes.is_deaf();
    notes.write_down_if_done(|| real_vfs!(vfs, xDelete(path, flush_folder)), || Step::Delete { file, folder })
}

unsafe extern "C" fn access(vfs: *mut sqlite3_vfs, path: *const c_char, flags: c_int, answer: *mut c_int) -> c_int {
    real_vfs!(vfs, xAccess(path, flags, answer))
}

unsafe extern "C" fn full_pathname(
    vfs: *mut sqlite3_vfs,
    path: *const c_char,
    room: c_int,
    full: *mut c_char,
) -> c_int {
    real_vfs!(vfs, xFullPathname(path, room, full))
}

unsafe extern "C" fn randomness(vfs: *mut sqlite3_vfs, room: c_int, bytes: *mut c_char) -> c_int {
    real_vfs!(vfs, xRandomness(room, bytes))
}

unsafe extern "C" fn sleep(vfs: *mut sqlite3_vfs, microseconds: c_int) -> c_int {
    real_vfs!(vfs, xSleep(microseconds))
}

unsafe extern "C" fn current_time(vfs: *mut sqlite3_vfs, now: *mut f64) -> c_int {
    real_vfs!(vfs, xCurrentTime(now))
}

unsafe extern "C" fn current_time_int64(vfs: *mut sqlite3_vfs, now: *mut sqlite3_int64) -> c_int {
    real_vfs!(vfs, xCurrentTimeInt64(now))
}

unsafe extern "C" fn get_last_error(vfs: *mut sqlite3_vfs, room: c_int, text: *mut c_char) -> c_int {
    real_vfs!(vfs, xGetLastError(room, text))
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    let answer = real_file!(file, xClose());
    // SAFETY: `open` made it from a box, and SQLite closes a file once and does not use it afterwards.
    drop(unsafe { Box::from_raw((*file.cast::<File>()).named) });
    answer
}

unsafe extern "C" fn read(file: *mut sqlite3_file, to: *mut c_void, amount: c_int, offset: sqlite3_int64) -> c_int {
    real_file!(file, xRead(to, amount, offset))
}

unsafe extern "C" fn write(
    file: *mut sqlite3_file,
    from: *const c_void,
    amount: c_int,
    offset: sqlite3_int64,
) -> c_int {
    // SAFETY: the file is open.
    let (notes, named) = unsafe { parts(file) };
    if let Some(answer) = notes.answer(Call::Write) {
        return answer;
    }
    let done = || real_file!(file, xWrite(from, amount, offset));
    let (Some(name), Ok(amount_there), Ok(place)) = (&named.name, usize::try_from(amount), usize::try_from(offset))
    else {
        return done();
    };
    notes.write_down_if_done(done, || {
        // SAFETY: SQLite gives so many bytes there, and nobody changes them during the call.
        let bytes = unsafe { std::slice::from_raw_parts(from.cast::<u8>(), amount_there) }.to_vec();
        Step::Write { file: name.clone(), offset: place, bytes }
    })
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, length: sqlite3_int64) -> c_int {
    // SAFETY: the file is open.
    let (notes, named) = unsafe { parts(file) };
    if let Some(answer) = notes.answer(Call::Truncate) {
        return answer;
    }
    let done = || real_file!(file, xTruncate(length));
    let (Some(name), Ok(there)) = (&named.name, usize::try_from(length)) else { return done() };
    notes.write_down_if_done(done, || Step::Truncate { file: name.clone(), length: there })
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: the file is open.
    let (notes, named) = unsafe { parts(file) };
    if let Some(answer) = notes.answer(Call::Sync) {
        return answer;
    }
    if notes.is_deaf() {
        return ffi::SQLITE_OK;
    }
    let done = || real_file!(file, xSync(flags));
    let Some(name) = &named.name else { return done() };
    notes.write_down_if_done(done, || {
        let folder = named.flushes_folder.swap(false, Ordering::Relaxed);
        Step::Sync { file: name.clone(), folder }
    })
}

unsafe extern "C" fn file_size(file: *mut sqlite3_file, size: *mut sqlite3_int64) -> c_int {
    real_file!(file, xFileSize(size))
}

unsafe extern "C" fn lock(file: *mut sqlite3_file, level: c_int) -> c_int {
    real_file!(file, xLock(level))
}

unsafe extern "C" fn unlock(file: *mut sqlite3_file, level: c_int) -> c_int {
    real_file!(file, xUnlock(level))
}

unsafe extern "C" fn check_reserved_lock(file: *mut sqlite3_file, answer: *mut c_int) -> c_int {
    real_file!(file, xCheckReservedLock(answer))
}

unsafe extern "C" fn file_control(file: *mut sqlite3_file, what: c_int, argument: *mut c_void) -> c_int {
    real_file!(file, xFileControl(what, argument))
}

unsafe extern "C" fn sector_size(file: *mut sqlite3_file) -> c_int {
    real_file!(file, xSectorSize())
}

unsafe extern "C" fn device_characteristics(file: *mut sqlite3_file) -> c_int {
    real_file!(file, xDeviceCharacteristics())
}

unsafe extern "C" fn shm_map(
    file: *mut sqlite3_file,
    region: c_int,
    size: c_int,
    extend: c_int,
    memory: *mut *mut c_void,
) -> c_int {
    real_file!(file, xShmMap(region, size, extend, memory))
}

unsafe extern "C" fn shm_lock(file: *mut sqlite3_file, offset: c_int, count: c_int, flags: c_int) -> c_int {
    real_file!(file, xShmLock(offset, count, flags))
}

unsafe extern "C" fn shm_barrier(file: *mut sqlite3_file) {
    // SAFETY: as in `real_file`, for the one function that answers nothing.
    unsafe {
        let real = real_of(file);
        if let Some(function) = (*(*real).pMethods).xShmBarrier {
            function(real);
        }
    }
}

unsafe extern "C" fn shm_unmap(file: *mut sqlite3_file, delete: c_int) -> c_int {
    real_file!(file, xShmUnmap(delete))
}
