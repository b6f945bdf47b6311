//! Tasks that other commands run.

use serde::Deserialize;
use ts_rs::TS;

use super::Empty;
use crate::app::App;
use crate::error::WireError;

/// Cancels a task; the command that runs it then answers `store.cancelled`.
#[derive(Debug, Deserialize, TS)]
pub struct TaskCancelRequest {
    /// The name that the page gave it.
    task: String,
}

/// Cancels a task, if it still runs.
pub fn cancel(app: &App, request: TaskCancelRequest) -> Result<Empty, WireError> {
    let TaskCancelRequest { task } = request;
    app.tasks.cancel(&task);
    Ok(Empty {})
}
