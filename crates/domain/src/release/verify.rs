//! Whether a release still is what it was.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::canonical::{self, Content, ContentHash, Form, HashedLine};
use super::{Release, ReleaseError, ReleaseLine};
use crate::Result;
use crate::id::{PartId, RevisionId};
use crate::part::Part;
use crate::revision::{self, Revision, RevisionError};
use crate::store::Snapshot;

/// What looking at a release, and at every release below it, found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What was written down.
    pub release: Release,
    /// How many releases were looked at, this one among them.
    pub count: usize,
    /// Those whose content is not what was hashed, in the order in which they were found.
    pub differing: Vec<(Part, Revision)>,
}

impl Verified {
    /// Whether everything is as it was.
    pub fn agrees(&self) -> bool {
        self.differing.is_empty()
    }
}

/// Hashes a released revision's content again, and that of each released revision below it, each once, and compares with
/// what was written down. A hash names its children's, so all agree or it is told which do not.
pub fn verify(seen: &dyn Snapshot, id: RevisionId) -> Result<Verified> {
    let (top, part) = revision::find(seen, id)?;
    let found = seen.releases().find(id)?;
    let release = found.ok_or_else(|| ReleaseError::NotFound { number: part.number.to_string(), label: top.label })?;
    let mut differing = Vec::new();
    let mut met = BTreeSet::from([id]);
    let mut open = vec![id];
    while let Some(next) = open.pop() {
        let (revision, part) = revision::find(seen, next)?;
        let lines = seen.releases().lines(next)?;
        let agrees = match seen.releases().find(next)? {
            Some(written) => written.hash == hash(seen, written.form, &revision, &part, &lines)?,
            None => false,
        };
        if !agrees {
            differing.push((part, revision));
        }
        open.extend(lines.iter().filter_map(|line| line.child).filter(|child| met.insert(*child)));
    }
    Ok(Verified { release, count: met.len(), differing })
}

/// What is hashed of a child: its part number, and the label and the hash of the revision that the line means.
struct Child {
    number: String,
    revision: Option<(String, ContentHash)>,
}

/// The hash of a revision's content, over the hashes that were written down for its children.
pub(super) fn hash(
    seen: &dyn Snapshot,
    form: Form,
    revision: &Revision,
    part: &Part,
    pinned: &[ReleaseLine],
) -> Result<ContentHash> {
    Ok(ContentHash::of(&text(seen, form, revision, part, pinned)?))
}

/// The canonical form of a revision's content, with the hashes that were written down for its children.
pub(crate) fn text(
    seen: &dyn Snapshot,
    form: Form,
    revision: &Revision,
    part: &Part,
    pinned: &[ReleaseLine],
) -> Result<String> {
    let pinned: HashMap<_, _> = pinned.iter().map(|line| (line.line, line.child)).collect();
    let lines = seen.boms().lines(revision.id)?;
    let mut children = BTreeMap::new();
    for line in &lines {
        let meant = pinned.get(&line.id).copied().flatten();
        if let Entry::Vacant(unknown) = children.entry((line.child, meant)) {
            unknown.insert(child(seen, line.child, meant)?);
        }
    }
    let mut known = BTreeMap::new();
    let mut substitutes = Vec::with_capacity(lines.len());
    for line in &lines {
        let numbers = line.substitutes.iter().map(|of| match known.entry(of.part) {
            Entry::Occupied(known) => Ok(String::clone(known.get())),
            Entry::Vacant(unknown) => Ok(unknown.insert(seen.parts().get(of.part)?.number.to_string()).clone()),
        });
        substitutes.push(numbers.collect::<Result<Vec<_>>>()?);
    }
    let mut hashed = Vec::with_capacity(lines.len());
    for (line, substitutes) in lines.iter().zip(&substitutes) {
        let meant = pinned.get(&line.id).copied().flatten();
        if let Some(Child { number, revision }) = children.get(&(line.child, meant)) {
            let child = revision.as_ref().map(|(label, hash)| (label.as_str(), *hash));
            hashed.push(HashedLine { line, number, child, substitutes });
        }
    }
    let (properties, files) = (seen.properties().of(revision.id)?, seen.files().of(revision.id)?);
    let (number, label) = (&*part.number.to_string(), &*revision.label);
    let content = Content { number, label, properties: &properties, files: &files, lines: &hashed };
    Ok(canonical::write(form, &content)?)
}

fn child(seen: &dyn Snapshot, part: PartId, meant: Option<RevisionId>) -> Result<Child> {
    let number = seen.parts().get(part)?.number.to_string();
    let Some(id) = meant else { return Ok(Child { number, revision: None }) };
    let label = seen.revisions().find(id)?.ok_or(RevisionError::NotFound)?.label;
    let Some(release) = seen.releases().find(id)? else { return Err(ReleaseError::NotFound { number, label }.into()) };
    Ok(Child { number, revision: Some((label, release.hash)) })
}
