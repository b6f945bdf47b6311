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
}

/// Reads and writes people.
pub trait PersonRepository: PersonReader {
    /// Adds a person; the first one acts.
    fn insert(&self, person: &Person) -> Result<(), StoreError>;

    /// Replaces a person's name and role.
    fn update(&self, person: &Person) -> Result<(), StoreError>;
}
