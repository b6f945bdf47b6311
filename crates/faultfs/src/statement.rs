//! The statements that a process runs, so that a test can end it before any of them.
//!
//! What both blocks rest on: SQLite calls a function that was registered for new connections with the connection that it
//! just opened, and what that one asks to be called before each statement with arguments that this one does not look at
//! (<https://www.sqlite.org/c3ref/auto_extension.html>, <https://www.sqlite.org/c3ref/trace_v2.html>). Neither opens nor
//! closes a connection.
#![expect(unsafe_code, reason = "SQLite takes what it is to call as C functions, and nothing else")]

use std::ffi::{c_char, c_int, c_uint, c_void};
use std::ptr;
use std::sync::OnceLock;

use rusqlite::ffi::{self, sqlite3, sqlite3_api_routines};

static TOLD: OnceLock<fn()> = OnceLock::new();

/// Calls `told` before each statement on any connection that this process opens from now on, those of triggers included.
/// The first one that is named stays.
///
/// # Panics
///
/// When SQLite does not take it, which only happens without memory.
pub fn before_each_statement(told: fn()) {
    TOLD.get_or_init(|| told);
    // SAFETY: `watch` has the signature that is asked for, and opens and closes nothing.
    let answer = unsafe { ffi::sqlite3_auto_extension(Some(watch)) };
    assert_eq!(answer, ffi::SQLITE_OK, "SQLite takes it");
}

unsafe extern "C" fn watch(db: *mut sqlite3, _: *mut *mut c_char, _: *const sqlite3_api_routines) -> c_int {
    // SAFETY: the connection is SQLite's, just opened; `tell` looks at none of what it is given.
    unsafe { ffi::sqlite3_trace_v2(db, ffi::SQLITE_TRACE_STMT as c_uint, Some(tell), ptr::null_mut()) }
}

unsafe extern "C" fn tell(_: c_uint, _: *mut c_void, _: *mut c_void, _: *mut c_void) -> c_int {
    if let Some(told) = TOLD.get() {
        told();
    }
    0
}
