//! Things of a plan, kept small: there are as many as rows, and hardly one is looked at twice.

use std::borrow::Cow;
use std::fmt;

use serde_json::Error;

use super::known::ChoiceKey;
use super::plan::{PlannedLine, PlannedPart};
use crate::bom::{LineContent, LineProperty};
use crate::property::Property;

/// What can be kept as a short text.
pub trait Pack: Clone {
    /// Its text.
    fn pack(&self) -> Result<String, Error>;

    /// What has that text.
    fn unpack(text: &str) -> Result<Self, Error>;
}

/// Things in their order, by their places. Those that are worked on are open; the others are kept as text, which takes a
/// small part of the memory.
#[derive(Clone)]
pub struct Packed<T> {
    kept: Vec<Kept<T>>,
    /// The places of those that were opened since others were closed.
    open: Vec<usize>,
    /// The places of those that stay open until all are closed.
    staying: Vec<usize>,
}

#[derive(Clone)]
enum Kept<T> {
    Open(Box<T>),
    Closed(Box<str>),
}

impl<T: Pack> Kept<T> {
    fn get(&self) -> Cow<'_, T> {
        match self {
            Self::Open(one) => Cow::Borrowed(one),
            Self::Closed(text) => Cow::Owned(read(text)),
        }
    }

    fn close(&mut self) {
        if let Self::Open(one) = self {
            *self = Self::Closed(write(one.as_ref()).into_boxed_str());
        }
    }
}

/// Writes what a plan has: numbers and texts, of which every one can be written.
fn write<T: Pack>(one: &T) -> String {
    one.pack().unwrap_or_else(|error| unreachable!("what a plan has can be written as text: {error}"))
}

/// Reads what was packed here, and reads back as what it was.
fn read<T: Pack>(text: &str) -> T {
    T::unpack(text).unwrap_or_else(|error| unreachable!("{text} was packed, and reads back: {error}"))
}

impl<T> Default for Packed<T> {
    fn default() -> Self {
        Self { kept: Vec::new(), open: Vec::new(), staying: Vec::new() }
    }
}

impl<T: Pack> Packed<T> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// The one at a place.
    ///
    /// # Panics
    /// Where there is no such place, as a slice does.
    pub fn get(&self, place: usize) -> Cow<'_, T> {
        self.kept[place].get()
    }

    /// All of them, in their order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Cow<'_, T>> {
        self.kept.iter().map(Kept::get)
    }

    /// Adds one, which is open.
    pub(super) fn push(&mut self, one: T) {
        self.open.push(self.kept.len());
        self.kept.push(Kept::Open(Box::new(one)));
    }

    /// The one at a place, to be worked on; it stays open until it is closed.
    pub(super) fn open(&mut self, place: usize) -> &mut T {
        let kept = &mut self.kept[place];
        if let Kept::Closed(text) = kept {
            *kept = Kept::Open(Box::new(read(text)));
            self.open.push(place);
        }
        match kept {
            Kept::Open(one) => one,
            Kept::Closed(_) => unreachable!("it was opened above"),
        }
    }

    /// Closes all.
    pub(super) fn close(&mut self) {
        let Self { kept, open, staying } = self;
        open.drain(..).chain(staying.drain(..)).for_each(|place| kept[place].close());
    }

    /// Closes those that were opened, but for what is known to be worked on again: that is not looked at any more, and stays
    /// open until all are closed.
    pub(super) fn close_but(&mut self, stays: impl Fn(&T) -> bool) {
        let Self { kept, open, staying } = self;
        for place in open.drain(..) {
            match &kept[place] {
                Kept::Open(one) if stays(one) => staying.push(place),
                _ => kept[place].close(),
            }
        }
    }
}

impl<T: Pack> PartialEq for Packed<T>
where
    T: PartialEq,
{
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<T: Pack + Eq> Eq for Packed<T> {}

/// Shows the texts as they are: a fingerprint reads all of them.
impl<T: Pack> fmt::Debug for Packed<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kept.iter().try_for_each(|kept| match kept {
            Kept::Closed(text) => writeln!(formatter, "{text}"),
            Kept::Open(one) => writeln!(formatter, "{}", one.pack().map_err(|_| fmt::Error)?),
        })
    }
}

// Fields in their order, without their names: these would be most of the text.

impl Pack for PlannedPart {
    fn pack(&self) -> Result<String, Error> {
        let Self { known, codes, name, description, gets, sets, remembers } = self;
        let sets: Vec<_> = sets.iter().map(|Property { name, value }| (name, value)).collect();
        let remembers: Vec<_> = remembers.iter().map(|ChoiceKey { kind, key }| (kind, key)).collect();
        serde_json::to_string(&(known, codes, name, description, gets, sets, remembers))
    }

    fn unpack(text: &str) -> Result<Self, Error> {
        let (known, codes, name, description, gets, sets, remembers) = serde_json::from_str(text)?;
        let (sets, remembers): (Vec<_>, Vec<_>) = (sets, remembers);
        let sets = sets.into_iter().map(|(name, value)| Property { name, value }).collect();
        let remembers = remembers.into_iter().map(|(kind, key)| ChoiceKey { kind, key }).collect();
        Ok(Self { known, codes, name, description, gets, sets, remembers })
    }
}

impl Pack for PlannedLine {
    fn pack(&self) -> Result<String, Error> {
        let Self { part, content, rows } = self;
        let LineContent { quantity, unit, designators, quantity_intended, dnp, find_number, note, properties, origin } =
            content;
        let properties: Vec<_> = properties.iter().map(|LineProperty { name, text }| (name, text)).collect();
        let what = (quantity, unit, designators, quantity_intended, dnp);
        serde_json::to_string(&(part, what, find_number, note, properties, origin, rows))
    }

    fn unpack(text: &str) -> Result<Self, Error> {
        let (part, what, find_number, note, properties, origin, rows) = serde_json::from_str(text)?;
        let (quantity, unit, designators, quantity_intended, dnp) = what;
        let properties: Vec<_> = properties;
        let properties = properties.into_iter().map(|(name, text)| LineProperty { name, text }).collect();
        let content =
            LineContent { quantity, unit, designators, quantity_intended, dnp, find_number, note, properties, origin };
        Ok(Self { part, content, rows })
    }
}
