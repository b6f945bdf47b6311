//! The ports of people.

use super::Person;
use crate::id::PersonId;
use crate::store::StoreError;

/// Reads people.
pub trait PersonReader: Send + Sync {
    /// The person with that id.
    fn find(&self, id: PersonId) -> Result<Option<Person>, StoreError>;

    /// The person who acts in this workspace on this machine; `None` before its first unit.
    fn acting(&self) -> Result<Option<Person>, StoreError>;

    /// Everybody, by name and then by id.
    fn list(&self) -> Result<Vec<Person>, StoreError>;
}

/// Reads and writes people.
pub trait PersonRepository: PersonReader {
    /// Adds a person; the first one acts.
    fn insert(&self, person: &Person) -> Result<(), StoreError>;

    /// Replaces a person's name and role. The role of the last Admin stays: [`StoreError::LastAdmin`].
    fn update(&self, person: &Person) -> Result<(), StoreError>;

    /// Lets this person act, and nobody else.
    fn set_acting(&self, id: PersonId) -> Result<(), StoreError>;
}
