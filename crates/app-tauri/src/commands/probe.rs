//! Commands of test builds, to show in the real window what a slow or broken command cannot do to the others.

use std::sync::{Condvar, Mutex, PoisonError};

use super::{Command, Empty, call};

/// The probes; not in the list, because they do not ship.
pub const COMMANDS: &[Command] = &[
    Command { name: "probe_hold", run: |_, request| call("probe_hold", request, |_: Empty| Ok(hold())) },
    Command { name: "probe_release", run: |_, request| call("probe_release", request, |_: Empty| Ok(release())) },
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

/// Panics.
fn panic() -> Empty {
    panic!("a probe panicked on purpose")
}
