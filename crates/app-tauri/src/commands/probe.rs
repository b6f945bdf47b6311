//! Commands of test builds: to show in the real window what a slow or broken command cannot do to the others, and to close a
//! window as its user does.

use std::sync::{Condvar, Mutex, PoisonError};

use super::{Command, Empty, call};
use crate::error::WireError;
use crate::task::Caller;

/// The probes; not in the list, because they do not ship.
pub const COMMANDS: &[Command] = &[
    Command { name: "probe_hold", run: |_, request| call("probe_hold", request, |_: Empty| Ok(hold())) },
    Command { name: "probe_release", run: |_, request| call("probe_release", request, |_: Empty| Ok(release())) },
    Command { name: "probe_close", run: |caller, request| call("probe_close", request, |_: Empty| close(caller)) },
    Command { name: "probe_panic", run: |_, request| call("probe_panic", request, |_: Empty| Ok(panic())) },
];

static HELD: Mutex<bool> = Mutex::new(true);
static RELEASED: Condvar = Condvar::new();

/// Holds its thread until [`release`] is called.
fn hold() -> Empty {
    let held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    drop(RELEASED.wait_while(held, |held| *held).unwrap_or_else(PoisonError::into_inner));
    Empty {}
}

/// Lets every held thread go.
fn release() -> Empty {
    *HELD.lock().unwrap_or_else(PoisonError::into_inner) = false;
    RELEASED.notify_all();
    Empty {}
}

/// Closes the window that asks as its user does.
fn close(caller: &Caller<'_>) -> Result<Empty, WireError> {
    caller.app.windows.ask_to_close(caller.window)?;
    Ok(Empty {})
}

/// Panics.
fn panic() -> Empty {
    panic!("a probe panicked on purpose")
}
