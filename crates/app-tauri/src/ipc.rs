//! From the page to a command and back: one way for all of them.
//!
//! Commands are plain functions that may block. Tauri would run such a function on the window's main thread; here each
//! goes to the blocking pool, where it can wait for the disk without anybody else noticing. A panic becomes an error
//! code, because the page's promise would otherwise stay open for ever.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use serde_json::Value;
use tauri::ipc::{Invoke, InvokeBody, InvokeResponseBody};
use tauri::{Emitter, Manager, Runtime};

use crate::app::App;
use crate::commands::{self, Command};
use crate::error::WireError;
use crate::task::{Caller, PROGRESS};

/// The handler that Tauri calls for every command the access list lets through.
pub fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    |Invoke { message, resolver, .. }| {
        let Some(command) = commands::find(message.command()) else { return false };
        let request = match message.payload() {
            InvokeBody::Json(arguments) => arguments.get("request").cloned().unwrap_or(Value::Null),
            InvokeBody::Raw(_) => Value::Null,
        };
        let window = message.webview();
        let app = window.try_state::<Arc<App>>().map(|app| Arc::clone(&app));
        tauri::async_runtime::spawn_blocking(move || {
            let answer = match app {
                Some(app) => {
                    let tell = |progress| {
                        if let Err(error) = window.emit_to(window.label(), PROGRESS, progress) {
                            tracing::warn!(%error, "the window could not be told how far its task is");
                        }
                    };
                    answer(&Caller { app: &app, tell: &tell }, command, request)
                }
                None => Err(WireError::shell("ipc.not_ready", &[])),
            };
            match answer {
                Ok(json) => resolver.resolve(InvokeResponseBody::Json(json)),
                Err(error) => resolver.reject(error),
            }
        });
        true
    }
}

/// Runs a command and answers its JSON, whatever happens in it.
pub fn answer(caller: &Caller<'_>, command: &Command, request: Value) -> Result<String, WireError> {
    catch(|| (command.run)(caller, request)).and_then(|answer| answer)
}

/// Runs `work`, and answers a panic in it as an error.
pub(crate) fn catch<T>(work: impl FnOnce() -> T) -> Result<T, WireError> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let detail = sentence(&*panic);
        tracing::error!(detail, "a command panicked");
        WireError::shell("ipc.panicked", &[("detail", detail)])
    })
}

fn sentence(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no reason was given")
}
