//! How a revision is released.

use std::collections::HashMap;

use super::check::{meant, refusal};
use super::verify::hash;
use super::{Exception, FORM, Release, ReleaseLine, unreleased};
use crate::Result;
use crate::change::Room;
use crate::person::Actor;
use crate::ports::{Ports, Subject};
use crate::revision::{self, Act, Aim, Revision};

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
            let missing = unreleased(&seen, &revision)?;
            if !missing.is_empty() && exception.as_str().is_empty() {
                return Err(refusal(&missing).into());
            }
            let mut known = HashMap::new();
            let mut lines = Vec::new();
            for line in change.boms().lines(id)? {
                let child = match known.get(&(line.child, line.pinned)) {
                    Some(known) => *known,
                    None => meant(&seen, &line)?,
                };
                known.insert((line.child, line.pinned), child);
                lines.push(ReleaseLine { line: line.id, child });
            }
            let exception = if missing.is_empty() { Exception::parse("")? } else { exception.clone() };
            let hash = hash(&seen, &revision, &part, &lines)?;
            let release = Release { revision: id, person: change.by(), at: change.now(), form: FORM, hash, exception };
            change.releases().insert(&release, &lines)?;
            let title = format!("{} revision {}", part.number, revision.label);
            change.created(Subject { room: Room::Release, id: id.into(), part: Some(part.id), title }, &release)?;
            revision::step(change, &part, &revision, &way)
        })
    }
}
