//! From the page to a command and back: one way for all of them.
//!
//! Commands are plain functions that may block. Tauri would run such a function on the window's main thread; here each
//! goes to the blocking pool, where it can wait for the disk without anybody else noticing. A panic becomes an error
//! code, because the page's promise would otherwise stay open for ever.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use tauri::http::HeaderMap;
use tauri::ipc::{Invoke, InvokeBody, InvokeResponseBody};
use tauri::{Emitter, Manager, Runtime};

use crate::app::App;
use crate::commands::{self, Command};
use crate::error::WireError;
use crate::message::{Message, Reply};
use crate::task::{Caller, PROGRESS};

/// The header with the words of a message whose body is bytes.
pub const WORDS: &str = "partwright-request";

/// The handler that Tauri calls for every command the access list lets through.
pub fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    |Invoke { message, resolver, .. }| {
        let Some(command) = commands::find(message.command()) else { return false };
        let sent = match message.payload() {
            InvokeBody::Json(arguments) => arguments.get("request").cloned().unwrap_or(Value::Null).into(),
            InvokeBody::Raw(bytes) => Message { request: words(message.headers()), bytes: bytes.clone() },
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
                    answer(&Caller { app: &app, window: window.label(), tell: &tell }, command, sent)
                }
                None => Err(WireError::shell("ipc.not_ready", &[])),
            };
            match answer {
                Ok(Reply::Json(json)) => resolver.resolve(InvokeResponseBody::Json(json)),
                Ok(Reply::Bytes(bytes)) => resolver.resolve(InvokeResponseBody::Raw(bytes)),
                Err(error) => resolver.reject(error),
            }
        });
        true
    }
}

/// The words beside bytes: JSON as base64, because a header holds nothing but ASCII. What is not that is no request.
pub fn words(headers: &HeaderMap) -> Value {
    let decoded = headers.get(WORDS).and_then(|words| STANDARD.decode(words.as_bytes()).ok());
    decoded.and_then(|json| serde_json::from_slice(&json).ok()).unwrap_or(Value::Null)
}

/// Runs a command and answers what the page gets, whatever happens in it.
pub fn answer(caller: &Caller<'_>, command: &Command, message: impl Into<Message>) -> Result<Reply, WireError> {
    let message = message.into();
    catch(|| (command.run)(caller, message)).and_then(|answer| answer)
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
