//! What several rows say of one part: the first that says something is taken, and a later one that differs is told.

use std::collections::HashSet;

use super::ImportError;
use super::column::Role;
use super::plan::PlannedPart;
use super::register::{Notice, is_same_value};
use crate::part::Description;
use crate::property::Property;

/// Something that a row says of its part.
#[derive(Debug)]
pub(super) struct Statement {
    /// What it is called.
    pub(super) name: String,
    /// The column that says so.
    pub(super) role: Role,
    /// What the row says.
    pub(super) here: String,
    /// What the part has; empty where it has nothing of that name.
    pub(super) there: String,
    /// What the part gets by it; `None` where it has that already.
    pub(super) gives: Option<Gives>,
}

/// What a part gets.
#[derive(Debug)]
pub(super) enum Gives {
    Description(Description),
    Property(Property),
}

impl Gives {
    fn give(self, part: &mut PlannedPart) {
        match self {
            Self::Description(description) => part.description = Some(description),
            Self::Property(property) => part.sets.push(property),
        }
    }
}

/// What rows said of parts that have it already, by the part's place and the place of the name: no later row changes it.
#[derive(Debug, Default)]
pub(super) struct Stands {
    names: Vec<String>,
    confirmed: HashSet<(usize, usize)>,
}

impl Stands {
    /// Gives the part at a place what a row says of it, unless a row before said something else; whether it gets anything.
    /// `first` is the row that named it first.
    pub(super) fn settle(
        &mut self,
        place: usize,
        part: &mut PlannedPart,
        first: &str,
        statements: Vec<Statement>,
        notices: &mut Vec<Notice>,
    ) -> bool {
        let mut is_given = false;
        for Statement { name, role, here, there, gives } in statements {
            let key = (place, self.place_of(&name));
            let before = taken(part, role, &name).or_else(|| self.confirmed.contains(&key).then_some(there));
            match (before, gives) {
                (Some(before), _) if before == here || (role == Role::Value && is_same_value(&before, &here)) => {}
                (Some(there), _) => {
                    notices.push((
                        Some(role),
                        ImportError::RowDiffers { place: first.to_owned(), column: name, here, there },
                    ));
                }
                (None, Some(gives)) => {
                    gives.give(part);
                    is_given = true;
                }
                (None, None) => {
                    self.confirmed.insert(key);
                }
            }
        }
        is_given
    }

    fn place_of(&mut self, name: &str) -> usize {
        self.names.iter().position(|known| known.eq_ignore_ascii_case(name)).unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        })
    }
}

/// What the part gets by an earlier row under that name.
fn taken(part: &PlannedPart, role: Role, name: &str) -> Option<String> {
    if role == Role::Description {
        return description(part);
    }
    part.sets.iter().find(|set| set.name.as_str().eq_ignore_ascii_case(name)).map(|set| set.value.to_string())
}

/// The description that the part gets; none where it stays empty.
fn description(part: &PlannedPart) -> Option<String> {
    part.description.as_ref().map(ToString::to_string).filter(|description| !description.is_empty())
}
