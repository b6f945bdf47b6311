//! An edit: what somebody wants to say in place of what they saw. Others may have said something else meanwhile, and what
//! they said is not lost without anybody noticing.

use std::fmt::Display;

use crate::error::refusals;

refusals! {
    /// Why an edit was not taken.
    pub enum EditError {
        ChangedMeanwhile { field: String, seen: String, now: String } = "edit.changed_meanwhile",
            "The field {field} was changed by somebody else meanwhile: it was \"{seen}\" and is \"{now}\" now. Look at it, and save again what it is to say.";
    }
}

/// What a field, or a thing with several, is to say; and what whoever says so saw there, where that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit<T> {
    seen: Option<T>,
    wanted: T,
}

impl<T> From<T> for Edit<T> {
    /// Says it whatever is there.
    fn from(wanted: T) -> Self {
        Self { seen: None, wanted }
    }
}

impl<T> Edit<T> {
    /// Says it in place of what was seen.
    pub fn new(seen: Option<T>, wanted: T) -> Self {
        Self { seen, wanted }
    }

    /// The same of one of its fields.
    pub fn field<F>(&self, of: impl Fn(&T) -> F) -> Edit<F> {
        Edit { seen: self.seen.as_ref().map(&of), wanted: of(&self.wanted) }
    }
}

impl<T: Clone + PartialEq> Edit<T> {
    /// What it says from here on, where `now` is what is there. Who left it as they saw it says nothing about it, and it
    /// stays; who changed it is refused if somebody else did too, and not to the same.
    pub fn over(&self, field: &str, now: &T) -> Result<T, EditError>
    where
        T: Display,
    {
        self.over_as(field, now, ToString::to_string)
    }

    /// Like [`Edit::over`], for what has no text of its own.
    pub fn over_as(&self, field: &str, now: &T, say: impl Fn(&T) -> String) -> Result<T, EditError> {
        self.over_by(field, now, T::eq, say)
    }
}

impl<T: Clone> Edit<T> {
    /// Like [`Edit::over_as`], for what may say the same in two ways.
    pub fn over_by(
        &self,
        field: &str,
        now: &T,
        same: impl Fn(&T, &T) -> bool,
        say: impl Fn(&T) -> String,
    ) -> Result<T, EditError> {
        match &self.seen {
            Some(seen) if same(seen, &self.wanted) => Ok(now.clone()),
            Some(seen) if !same(seen, now) && !same(&self.wanted, now) => {
                Err(EditError::ChangedMeanwhile { field: field.to_owned(), seen: say(seen), now: say(now) })
            }
            _ => Ok(self.wanted.clone()),
        }
    }
}
