//! How a revision is released.

use super::check::{meaningless, meanings, refusal};
use super::verify::hash;
use super::{Exception, FORM, Member, Release, ReleaseError, ReleaseLine, together};
use crate::Result;
use crate::change::Room;
use crate::id::RevisionId;
use crate::part::Part;
use crate::person::Actor;
use crate::ports::{Change, Ports, Subject};
use crate::revision::{self, Act, Aim, Revision, Way};

/// Releases revisions.
#[derive(Debug, Clone)]
pub struct ReleaseService {
    ports: Ports,
}

impl ReleaseService {
    /// A service on these ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Releases a revision in review that has what it needs: it is frozen for ever, the revision that each line meant is
    /// written down, and so is the hash of it all. With an exception, parts it is made of may be without a released
    /// revision; it is kept only where one is.
    pub fn release(&self, actor: &Actor, aim: impl Into<Aim>, exception: Exception) -> Result<Revision> {
        let Aim { revision: id, to } = aim.into();
        self.ports.change_by(actor, Act::Release.right(), "release.release", move |change| {
            let seen = change.seen();
            let (revision, part) = revision::find(&seen, id)?;
            let way = Act::Release.way(&seen, change.by(), &revision, &part, to.as_ref())?;
            release(change, (&revision, &part), &way, &exception)
        })
    }

    /// Releases a revision and what is ready below it as one unit, from below upwards, if these are still the revisions
    /// that [`together`] says would be released, in its order; all of them, or none. Answers the topmost one.
    pub fn release_together(&self, actor: &Actor, top: RevisionId, expected: Vec<RevisionId>) -> Result<Revision> {
        self.ports.change_by(actor, Act::Release.right(), "release.together", move |change| {
            let members = together(&change.seen(), change.by(), top)?;
            if let Some(refusal) = members.iter().find_map(|member| member.refusal.clone()) {
                return Err(refusal);
            }
            if !members.iter().map(|member| member.revision.id).eq(expected.iter().copied()) {
                return Err(ReleaseError::PlanChanged.into());
            }
            let none = Exception::parse("")?;
            let mut released = Err(ReleaseError::PlanChanged.into());
            for member in &members {
                let Member { revision, part, refusal: _ } = member;
                let way = Act::Release.way(&change.seen(), change.by(), revision, part, None)?;
                released = Ok(release(change, (revision, part), &way, &none)?);
            }
            released
        })
    }
}

/// Releases a revision that may be released, inside a unit that is already open.
pub(crate) fn release(
    change: &Change<'_>,
    (revision, part): (&Revision, &Part),
    way: &Way,
    exception: &Exception,
) -> Result<Revision> {
    let (seen, id) = (change.seen(), revision.id);
    let lines = change.boms().lines(id)?;
    let meanings = meanings(&seen, &lines)?;
    let missing = meaningless(&seen, &lines, &meanings)?;
    if !missing.is_empty() && exception.as_str().is_empty() {
        return Err(refusal(&missing).into());
    }
    let lines = lines.iter().zip(meanings).map(|(line, child)| ReleaseLine { line: line.id, child });
    let lines: Vec<ReleaseLine> = lines.collect();
    let exception = if missing.is_empty() { Exception::parse("")? } else { exception.clone() };
    let hash = hash(&seen, FORM, revision, part, &lines)?;
    let release = Release { revision: id, person: change.by(), at: change.now(), form: FORM, hash, exception };
    change.releases().insert(&release, &lines)?;
    let title = format!("{} revision {}", part.number, revision.label);
    change.created(Subject { room: Room::Release, id: id.into(), part: Some(part.id), title }, &release)?;
    revision::step(change, part, revision, way)
}
