//! The chain of the audit: every entry has the hash of what it tells and of the entry before it, so that whoever changes,
//! removes or moves one past Partwright is found out. `docs/guides/history-and-undo.md` describes the bytes for whoever wants
//! to compute them with other tools; what is hashed once must come out the same for ever.
//!
//! The canonical bytes are one piece after the other, each of a fixed length or with its length before it: two different
//! things never have the same. Where the entry stands comes last, so that an entry that was moved can be asked whence.

mod check;

pub use check::{ChainWalk, Chained, check_chain};

use std::borrow::Cow;
use std::fmt;

use sha2::{Digest, Sha256};

use super::{AuditEntry, AuditUnit};
use crate::error::refusals;
use crate::file::ContentHash;

refusals! {
    /// What is wrong with the chain of the audit.
    pub enum ChainError {
        Changed { entry: String } = "audit.entry_changed",
            "{entry} is not what was written: it was changed or put in past Partwright; a backup from before has what was.";
        Missing { entry: String } = "audit.entry_missing",
            "{entry} is not there: it was lost when the workspace was salvaged, or removed past Partwright; a backup from before has it.";
        Salvaged { entry: String } = "audit.salvaged",
            "{entry} says that the workspace was salvaged from a damaged file, and that the history before it is not whole; a backup from before the damage has what is missing.";
        Moved { entry: String, from: String } = "audit.entry_moved",
            "{entry} was written as another, {from}: it was moved past Partwright; a backup from before has the order.";
        Unlinked { entry: String } = "audit.entry_unlinked",
            "{entry} was written after something else than what stands before it: that was lost when the workspace was salvaged, or removed, replaced or put in past Partwright; a backup from before has what was.";
        EndMissing { entry: String, count: u64 } = "audit.end_missing",
            "The history ends with {entry}, and {count} more were written: its end was lost when the workspace was salvaged, or removed past Partwright; a backup from before has it.";
        Empty { entry: String } = "audit.change_empty",
            "{entry} is in the history and tells nothing: it was put in past Partwright, or what it told was removed; a backup from before has what was.";
        EndDiffers { entry: String } = "audit.end_differs",
            "The history ends with {entry}, which is not the end that was written down; a backup from before has what was.";
        NotedMissing { hash: String } = "audit.noted_missing",
            "Nothing in the history has the hash {hash} that was noted: it was written anew since then, or this is another workspace.";
        NotedInvalid { text: String } = "audit.noted_invalid",
            "\"{text}\" is no hash of the history; write the 64 digits, 0 to 9 and a to f, that a check told.";
        More { count: u64 } = "audit.more_wrong", "{count} more of the history are not what was written; the first are told.";
    }
}

/// What every canonical text begins with: whose it is, and in which form.
const FORM: &[u8] = b"partwright audit 1\n";

/// What the first link follows on.
pub const START: ContentHash = ContentHash([0; 32]);

/// The hash that a check told and somebody noted. What a chain begins with is the hash of nothing, and would be found in each.
pub fn parse_noted(text: &str) -> Result<ContentHash, ChainError> {
    let text = text.trim();
    ContentHash::parse(text)
        .filter(|hash| *hash != START)
        .ok_or_else(|| ChainError::NotedInvalid { text: text.chars().take(80).collect() })
}

/// Where a link stands: its unit of work, and where in it. In what was tampered with, any number may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The place of the unit in the audit.
    pub sequence: i64,
    /// The place in the unit.
    pub step: Step,
}

/// Where in its unit a link stands. That the unit undoes another is said last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// An entry, counted from 1.
    Entry(i64),
    /// What the unit undoes.
    Undo,
}

impl Place {
    /// The place of an entry.
    pub const fn entry(sequence: i64, position: i64) -> Self {
        Self { sequence, step: Step::Entry(position) }
    }

    /// The place of what a unit undoes.
    pub const fn undo(sequence: i64) -> Self {
        Self { sequence, step: Step::Undo }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sequence, step } = self;
        match step {
            Step::Entry(position) => write!(formatter, "entry {position} of change #{sequence}"),
            Step::Undo => write!(formatter, "what change #{sequence} undoes"),
        }
    }
}

/// What a link tells, as bytes: what was tampered with need not be a value any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told<'t> {
    /// When, in milliseconds.
    pub at: i64,
    /// Who; an id.
    pub person: Cow<'t, [u8]>,
    /// The verb.
    pub operation: Cow<'t, [u8]>,
    /// What.
    pub what: What<'t>,
}

/// What a link tells beside who and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What<'t> {
    /// What an entry tells.
    Entry {
        /// The room's name.
        room: Cow<'t, [u8]>,
        /// The thing's id.
        subject: Cow<'t, [u8]>,
        /// The id of the part in whose history it belongs.
        part: Option<Cow<'t, [u8]>>,
        /// The action's name.
        action: Cow<'t, [u8]>,
        /// How a reader knew the thing.
        title: Cow<'t, [u8]>,
        /// The thing before, as the text that the store keeps.
        before: Option<Cow<'t, [u8]>>,
        /// The thing after.
        after: Option<Cow<'t, [u8]>>,
    },
    /// That the unit undoes another.
    Undo {
        /// The place of that one.
        undone: i64,
    },
}

impl<'t> Told<'t> {
    /// What an entry tells. `before` and `after` are the texts that the store keeps of the entry's values.
    pub fn entry(unit: &'t AuditUnit, entry: &'t AuditEntry, before: Option<&'t str>, after: Option<&'t str>) -> Self {
        let AuditEntry { room, subject, part, action, title, before: _, after: _ } = entry;
        let text = |text: &'t str| Cow::Borrowed(text.as_bytes());
        Self::by(
            unit,
            What::Entry {
                room: text(room.name()),
                subject: Cow::Borrowed(subject.as_bytes()),
                part: part.as_ref().map(|part| Cow::Borrowed(&part.0.as_bytes()[..])),
                action: text(action.name()),
                title: text(title),
                before: before.map(text),
                after: after.map(text),
            },
        )
    }

    /// What is told of a unit that undoes the one at that place.
    pub fn undo(unit: &'t AuditUnit, undone: i64) -> Self {
        Self::by(unit, What::Undo { undone })
    }

    /// The same, borrowing nothing.
    pub fn into_owned(self) -> Told<'static> {
        fn owned(bytes: Cow<'_, [u8]>) -> Cow<'static, [u8]> {
            Cow::Owned(bytes.into_owned())
        }
        let Self { at, person, operation, what } = self;
        let what = match what {
            What::Entry { room, subject, part, action, title, before, after } => What::Entry {
                room: owned(room),
                subject: owned(subject),
                part: part.map(owned),
                action: owned(action),
                title: owned(title),
                before: before.map(owned),
                after: after.map(owned),
            },
            What::Undo { undone } => What::Undo { undone },
        };
        Told { at, person: owned(person), operation: owned(operation), what }
    }

    fn by(unit: &'t AuditUnit, what: What<'t>) -> Self {
        let AuditUnit { at, person, operation } = unit;
        let (person, operation) = (person.0.as_bytes(), operation.as_bytes());
        Self { at: at.0, person: Cow::Borrowed(person), operation: Cow::Borrowed(operation), what }
    }
}

/// A link as the store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// Where it stands.
    pub place: Place,
    /// What it tells; `None` when the head of its unit is gone.
    pub told: Option<Told<'static>>,
    /// The hash of the link before it; `None` when that is none.
    pub previous: Option<ContentHash>,
    /// Its hash; `None` when it has none.
    pub hash: Option<ContentHash>,
}

/// How the chain ends, kept beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// How many links there are.
    pub count: u64,
    /// The hash of the last one; [`START`] when there is none.
    pub hash: ContentHash,
}

impl Head {
    /// The end of a chain without links.
    pub const EMPTY: Self = Self { count: 0, hash: START };

    /// The end after one link more, which is the one of that hash.
    #[must_use]
    pub const fn and(self, hash: ContentHash) -> Self {
        Self { count: self.count.saturating_add(1), hash }
    }
}

/// The canonical bytes of a link.
pub fn canonical(previous: &ContentHash, told: &Told<'_>, place: Place) -> Vec<u8> {
    let mut bytes = without_place(previous, told);
    bytes.extend(place_bytes(place));
    bytes
}

/// The hash of a link: the SHA-256 of its canonical bytes.
pub fn link(previous: &ContentHash, told: &Told<'_>, place: Place) -> ContentHash {
    ContentHash(Sha256::digest(canonical(previous, told, place)).into())
}

/// The bytes up to where the link stands.
fn without_place(previous: &ContentHash, told: &Told<'_>) -> Vec<u8> {
    let Told { at, person, operation, what } = told;
    let mut bytes = Vec::with_capacity(512);
    bytes.extend(FORM);
    bytes.extend(previous.0);
    bytes.extend(at.to_be_bytes());
    put(&mut bytes, person);
    put(&mut bytes, operation);
    match what {
        What::Entry { room, subject, part, action, title, before, after } => {
            bytes.push(b'E');
            put(&mut bytes, room);
            put(&mut bytes, subject);
            put_or_none(&mut bytes, part.as_deref());
            put(&mut bytes, action);
            put(&mut bytes, title);
            put_or_none(&mut bytes, before.as_deref());
            put_or_none(&mut bytes, after.as_deref());
        }
        What::Undo { undone } => {
            bytes.push(b'U');
            bytes.extend(undone.to_be_bytes());
        }
    }
    bytes
}

/// The last sixteen bytes: the unit, and the entry in it; 0 for what the unit undoes.
fn place_bytes(Place { sequence, step }: Place) -> [u8; 16] {
    let position = match step {
        Step::Entry(position) => position,
        Step::Undo => 0,
    };
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&sequence.to_be_bytes());
    bytes[8..].copy_from_slice(&position.to_be_bytes());
    bytes
}

/// A text or an id: its length, and then its bytes.
fn put(bytes: &mut Vec<u8>, piece: &[u8]) {
    bytes.extend((piece.len() as u64).to_be_bytes());
    bytes.extend(piece);
}

/// One that may not be there: 0, or 1 and then as [`put`].
fn put_or_none(bytes: &mut Vec<u8>, piece: Option<&[u8]>) {
    bytes.push(u8::from(piece.is_some()));
    if let Some(piece) = piece {
        put(bytes, piece);
    }
}
