//! What only the engine does on its connections: it begins and ends transactions, and it sets the connection up.
//!
//! A unit that ended its transaction by itself would leave one half of what it does on the disk and the other open; one that
//! turned off flushing would lose what others are told is kept. SQLite asks before it compiles a statement, so such a one is
//! refused before it has done anything.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

/// Pragmas that take a value and only ask.
const QUESTIONS: &[&str] = &[
    "foreign_key_check",
    "foreign_key_list",
    "index_info",
    "index_list",
    "index_xinfo",
    "integrity_check",
    "quick_check",
    "table_info",
    "table_list",
    "table_xinfo",
];

/// Pragmas that do something without a value.
const DEEDS: &[&str] = &["incremental_vacuum", "optimize", "wal_checkpoint"];

/// A statement of the engine's own. What SQLite compiled is kept by its text; with the comment, work that says the same is not
/// handed what was compiled for the engine, past the guard.
macro_rules! own {
    ($sql:literal) => {
        concat!($sql, " -- the engine's own")
    };
}
pub(super) use own;

/// Stands before a connection, and refuses what is the engine's while others work with it.
#[derive(Debug)]
pub(super) struct Guard(Arc<AtomicBool>);

impl Guard {
    /// Lets everything through until it is told that others work.
    pub(super) fn before(connection: &Connection) -> rusqlite::Result<Self> {
        let guards = Arc::<AtomicBool>::default();
        let looks = Arc::clone(&guards);
        connection.authorizer(Some(move |context: AuthContext<'_>| {
            let is_refused = looks.load(Ordering::Relaxed) && is_reserved(context.action);
            if is_refused { Authorization::Deny } else { Authorization::Allow }
        }))?;
        Ok(Self(guards))
    }

    /// Runs what others do.
    pub(super) fn others<T>(&self, work: impl FnOnce() -> T) -> T {
        self.set(true, work)
    }

    /// Runs what the engine does, also in the middle of what others do.
    pub(super) fn own<T>(&self, work: impl FnOnce() -> T) -> T {
        self.set(false, work)
    }

    fn set<T>(&self, guards: bool, work: impl FnOnce() -> T) -> T {
        // Set back also when it panics: the engine has the transaction to undo then.
        let _back = Back { guards: &self.0, before: self.0.swap(guards, Ordering::Relaxed) };
        work()
    }
}

struct Back<'g> {
    guards: &'g AtomicBool,
    before: bool,
}

impl Drop for Back<'_> {
    fn drop(&mut self) {
        self.guards.store(self.before, Ordering::Relaxed);
    }
}

fn is_reserved(action: AuthAction<'_>) -> bool {
    let is_in = |list: &[&str], name: &str| list.iter().any(|known| known.eq_ignore_ascii_case(name));
    match action {
        AuthAction::Transaction { .. }
        | AuthAction::Savepoint { .. }
        | AuthAction::Attach { .. }
        | AuthAction::Detach { .. } => true,
        AuthAction::Pragma { pragma_name, pragma_value: Some(_) } => !is_in(QUESTIONS, pragma_name),
        AuthAction::Pragma { pragma_name, pragma_value: None } => is_in(DEEDS, pragma_name),
        _ => false,
    }
}
