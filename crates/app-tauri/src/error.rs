//! What the page is told when something cannot be done: a code, a sentence, and the values the sentence names.

use std::collections::BTreeMap;

use partwright_domain::Error;
use partwright_domain::store::StoreError;
use serde::Serialize;
use ts_rs::TS;

/// What every command answers when it cannot do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct WireError {
    /// The stable code, as listed in `docs/ERRORS.md`.
    pub code: String,
    /// What is wrong, and what is allowed.
    pub message: String,
    /// The values that the sentence names.
    pub fields: BTreeMap<String, String>,
}

/// The shell's own codes, beside the domain's.
pub const CODES: &[(&str, &str)] = &[
    (
        "ipc.request_invalid",
        "The window asked {command} in a way the program does not understand ({detail}). This is a mistake in Partwright.",
    ),
    (
        "ipc.answer_invalid",
        "The program could not write its answer to {command} ({detail}); look at the page again to see what was done. This is a mistake in Partwright.",
    ),
    (
        "ipc.panicked",
        "The program failed while it did this ({detail}); look at the page again to see what was done. This is a mistake in Partwright.",
    ),
    ("ipc.done_not_shown", "This was done and is saved, but could not be shown ({detail}). Open the page again."),
    ("ipc.not_ready", "The program is still starting; try again in a moment."),
    (
        "ipc.task_taken",
        "The window started the task {task} while it was still running; nothing was begun. This is a mistake in Partwright.",
    ),
    ("window.not_opened", "A window could not be opened or closed ({detail})."),
    ("file.not_opened", "{name} could not be handed to a program of the system ({detail})."),
    ("import.content_invalid", "The file did not arrive whole; choose it again."),
];

impl WireError {
    /// One of the shell's own errors.
    pub fn shell(code: &'static str, values: &[(&str, &str)]) -> Self {
        let sentence = CODES.iter().find(|(known, _)| *known == code).map_or(code, |(_, sentence)| sentence);
        let message =
            values.iter().fold(sentence.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value));
        let fields = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { code: code.to_owned(), message, fields }
    }
}

impl From<Error> for WireError {
    fn from(error: Error) -> Self {
        let fields = error.fields().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { code: error.code().to_owned(), message: error.to_string(), fields }
    }
}

impl From<StoreError> for WireError {
    fn from(error: StoreError) -> Self {
        Error::from(error).into()
    }
}
