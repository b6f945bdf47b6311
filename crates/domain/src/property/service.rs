//! What is done with properties.

use super::{Property, PropertyError, PropertyName, PropertyValue};
use crate::Result;
use crate::change::Room;
use crate::edit::Edit;
use crate::id::{PartId, RevisionId};
use crate::part::Part;
use crate::person::{Actor, Right};
use crate::ports::{Change, Ports, Subject};
use crate::revision::{self, Outcome, Revision, RevisionError};
use crate::store::Snapshot;
use crate::watch::{Steps, Watch};

/// Changes the properties of drafts.
#[derive(Debug, Clone)]
pub struct PropertyService {
    ports: Ports,
}

impl PropertyService {
    /// A service on these ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Sets a property of a draft.
    pub fn set(&self, actor: &Actor, revision: RevisionId, property: Property) -> Result<()> {
        self.ports.change(actor, "property.set", move |change| {
            let (revision, part) = revision::open_for_editing(&**change, revision)?;
            set(change, &part, &revision, &property)
        })
    }

    /// Sets a property of a draft in place of the value that was seen, or of none.
    pub fn set_over(
        &self,
        actor: &Actor,
        revision: RevisionId,
        seen: Option<PropertyValue>,
        property: Property,
    ) -> Result<()> {
        let Property { name, value } = property;
        let edit = Edit::new(Some(seen), Some(value));
        self.ports.change(actor, "property.set", move |change| {
            let (revision, part) = revision::open_for_editing(&**change, revision)?;
            let now = change.properties().find(revision.id, &name)?.map(|property| property.value);
            let said = |value: &Option<PropertyValue>| value.as_ref().map(ToString::to_string).unwrap_or_default();
            match edit.over_as(name.as_str(), &now, said)? {
                Some(value) => set(change, &part, &revision, &Property { name: name.clone(), value }),
                // Whoever left it as it was has nothing to say about somebody else's removal.
                None => Ok(()),
            }
        })
    }

    /// Sets some properties of a draft and removes others, all of that or nothing.
    pub fn change(
        &self,
        actor: &Actor,
        revision: RevisionId,
        set: Vec<Property>,
        remove: Vec<PropertyName>,
    ) -> Result<()> {
        self.ports.change(actor, "property.change", move |change| {
            let (revision, part) = revision::open_for_editing(&**change, revision)?;
            remove
                .iter()
                .try_for_each(|name| self::remove(change, &part, &revision, &get(change, &revision, name)?))?;
            set.iter().try_for_each(|property| self::set(change, &part, &revision, property))
        })
    }

    /// What [`PropertyService::set_on_all`] would do. Changes nothing.
    pub fn look_at_all(&self, parts: &[PartId], property: &Property, watch: &Watch) -> Result<Vec<Outcome>> {
        self.ports.store.read_until("property.look_at_all", watch.cancel(), |snapshot| {
            outcomes(snapshot, parts, property, &mut watch.steps(parts.len()))
        })
    }

    /// Sets a property of many parts, on the newest revision of each, as one unit. A part whose newest revision is no draft keeps
    /// what it says, and one that is gone is passed over; the answer tells of each part that is there what became of it.
    pub fn set_on_all(
        &self,
        actor: &Actor,
        parts: Vec<PartId>,
        property: Property,
        watch: Watch,
    ) -> Result<Vec<Outcome>> {
        let until = watch.cancel().clone();
        self.ports.change_until(actor, Right::Edit, ("property.set_on_all", &until), move |change| {
            let mut steps = watch.steps(2 * parts.len());
            let outcomes = outcomes(&change.seen(), &parts, &property, &mut steps)?;
            for Outcome { part, said } in &outcomes {
                if let Ok(Some(revision)) = said {
                    set(change, part, revision, &property)?;
                }
                steps.next()?;
            }
            Ok(outcomes)
        })
    }

    /// Removes a property of a draft.
    pub fn remove(&self, actor: &Actor, revision: RevisionId, name: PropertyName) -> Result<()> {
        self.ports.change(actor, "property.remove", move |change| {
            let (revision, part) = revision::open_for_editing(&**change, revision)?;
            remove(change, &part, &revision, &get(change, &revision, &name)?)
        })
    }
}

/// Removes every property inside a unit that is already open, of a revision known to be a draft.
pub(crate) fn clear(change: &Change<'_>, part: &Part, revision: &Revision) -> Result<()> {
    change.properties().of(revision.id)?.iter().try_for_each(|property| remove(change, part, revision, property))
}

/// What becomes of each of these parts, by number, where a property is set on all of them.
fn outcomes(seen: &dyn Snapshot, parts: &[PartId], property: &Property, steps: &mut Steps<'_>) -> Result<Vec<Outcome>> {
    let mut parts = seen.parts().find_all(parts)?;
    parts.sort_by(|one, other| one.number.cmp(&other.number));
    let outcome = |part: Part| {
        steps.next()?;
        let newest = seen.revisions().newest(part.id)?.ok_or(RevisionError::NotFound)?;
        if let Err(refused) = newest.require_draft(&part) {
            return Ok(Outcome { part, said: Err(refused.into()) });
        }
        let is_there = seen.properties().find(newest.id, &property.name)?.as_ref() == Some(property);
        let said = Ok((!is_there).then_some(newest));
        Ok(Outcome { part, said })
    };
    parts.into_iter().map(outcome).collect()
}

/// A revision's property, which must be there.
fn get(change: &Change<'_>, revision: &Revision, name: &PropertyName) -> Result<Property> {
    let found = change.properties().find(revision.id, name)?;
    Ok(found.ok_or_else(|| PropertyError::NotFound { name: name.to_string() })?)
}

fn remove(change: &Change<'_>, part: &Part, revision: &Revision, property: &Property) -> Result<()> {
    change.properties().remove(revision.id, &property.name)?;
    change.removed(subject(part, revision, property), property)
}

/// Sets a property inside a unit that is already open, on a revision known to be a draft.
pub(crate) fn set(change: &Change<'_>, part: &Part, revision: &Revision, property: &Property) -> Result<()> {
    let before = change.properties().find(revision.id, &property.name)?;
    if before.as_ref() == Some(property) {
        return Ok(());
    }
    change.properties().set(revision.id, property)?;
    match before {
        Some(before) => change.changed(subject(part, revision, property), &before, property),
        None => change.created(subject(part, revision, property), property),
    }
}

fn subject(part: &Part, revision: &Revision, property: &Property) -> Subject {
    Subject {
        room: Room::Property,
        id: revision.id.into(),
        part: Some(part.id),
        title: format!("{} revision {}: {}", part.number, revision.label, property.name),
    }
}
