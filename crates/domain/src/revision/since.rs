//! What a revision says that the release before it did not.

use std::collections::BTreeMap;

use super::Revision;
use crate::Result;
use crate::file::File;
use crate::id::RevisionId;
use crate::property::{Property, PropertyValue};
use crate::store::Snapshot;

/// What is different about a revision, its BOM aside: that is compared by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Since {
    /// The newest revision before it that was released; `None` where it is the first to be.
    pub base: Option<Revision>,
    /// The properties that are not the same, by name.
    pub properties: Vec<Changed<PropertyValue>>,
    /// The files that are not the same, by name.
    pub files: Vec<Changed<File>>,
}

/// Something with a name, before and after; one of both is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed<T> {
    /// What it is called, as it is written now.
    pub name: String,
    /// What it was; `None` where it was not there.
    pub before: Option<T>,
    /// What it is; `None` where it is gone.
    pub after: Option<T>,
}

/// What a revision says that the release before it did not; all of it where nothing was released before.
pub fn since_release(seen: &dyn Snapshot, revision: RevisionId) -> Result<Since> {
    let (revision, part) = super::find(seen, revision)?;
    let before = |other: &Revision| other.ordinal < revision.ordinal && other.released.is_some();
    let base = seen.revisions().of(part.id)?.into_iter().find(before);
    let properties = |of: &Revision| seen.properties().of(of.id);
    let files = |of: &Revision| seen.files().of(of.id);
    let was = base.as_ref().map(properties).transpose()?.unwrap_or_default();
    let had = base.as_ref().map(files).transpose()?.unwrap_or_default();
    let named = |property: Property| (property.name.to_string(), property.value);
    let called = |file: File| (file.name.to_string(), file);
    Ok(Since {
        properties: changed(was.into_iter().map(named), properties(&revision)?.into_iter().map(named), PartialEq::eq),
        files: changed(had.into_iter().map(called), files(&revision)?.into_iter().map(called), |one, other| {
            one.content == other.content && one.role == other.role
        }),
        base,
    })
}

/// What is not the same in two lists of things with names, upper and lower case alike.
fn changed<T>(
    before: impl Iterator<Item = (String, T)>,
    after: impl Iterator<Item = (String, T)>,
    is_same: impl Fn(&T, &T) -> bool,
) -> Vec<Changed<T>> {
    let new = |name| Changed { name, before: None, after: None };
    let mut all: BTreeMap<String, Changed<T>> = BTreeMap::new();
    for (name, thing) in before {
        all.entry(name.to_lowercase()).or_insert_with(|| new(name)).before = Some(thing);
    }
    for (name, thing) in after {
        let entry = all.entry(name.to_lowercase()).or_insert_with(|| new(name.clone()));
        (entry.name, entry.after) = (name, Some(thing));
    }
    let is_changed = |changed: &Changed<T>| match (&changed.before, &changed.after) {
        (Some(before), Some(after)) => !is_same(before, after),
        _ => true,
    };
    all.into_values().filter(is_changed).collect()
}
