//! What the page sends: words for every command, and for a few of them bytes beside the words. And what it gets: words, or
//! the bytes of a file.
//!
//! A file's bytes would be a third longer and many times slower as text within the words, so they come and go as they are.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use ts_rs::TS;

/// A message of the page.
#[derive(Debug, Default)]
pub struct Message {
    /// The words, as JSON.
    pub request: Value,
    /// The bytes beside them; empty when there are none.
    pub bytes: Vec<u8>,
}

impl From<Value> for Message {
    fn from(request: Value) -> Self {
        Self { request, bytes: Vec::new() }
    }
}

/// What a command is asked with: words alone, or [`WithBytes`].
pub trait Asked: Sized {
    /// The type of the words, for the page.
    type Words: TS + 'static;
    /// Whether bytes come with them.
    const HAS_BYTES: bool;

    /// Takes a message for what it should be.
    fn parse(message: Message) -> serde_json::Result<Self>;
}

impl<Q: DeserializeOwned + TS + 'static> Asked for Q {
    type Words = Q;
    const HAS_BYTES: bool = false;

    fn parse(message: Message) -> serde_json::Result<Self> {
        serde_json::from_value(message.request)
    }
}

/// Words with bytes beside them.
#[derive(Debug)]
pub struct WithBytes<Q> {
    /// The words.
    pub request: Q,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl<Q: DeserializeOwned + TS + 'static> Asked for WithBytes<Q> {
    type Words = Q;
    const HAS_BYTES: bool = true;

    fn parse(message: Message) -> serde_json::Result<Self> {
        let Message { request, bytes } = message;
        Ok(Self { request: serde_json::from_value(request)?, bytes })
    }
}

/// What the page gets.
#[derive(Debug, PartialEq, Eq)]
pub enum Reply {
    /// Words, as JSON.
    Json(String),
    /// Bytes as they are.
    Bytes(Vec<u8>),
}

/// What a command answers: words, or [`FileBytes`].
pub trait Answered: TS + 'static {
    /// Writes it down for the page.
    fn reply(self) -> serde_json::Result<Reply>;
}

impl<A: Serialize + TS + 'static> Answered for A {
    fn reply(self) -> serde_json::Result<Reply> {
        serde_json::to_string(&self).map(Reply::Json)
    }
}

/// Bytes of a file.
#[derive(Debug, TS)]
#[ts(type = "ArrayBuffer")]
pub struct FileBytes(pub Vec<u8>);

impl Answered for FileBytes {
    fn reply(self) -> serde_json::Result<Reply> {
        Ok(Reply::Bytes(self.0))
    }
}
