//! A window on an explosion: as many of its lines as are asked for, from where one was, without reading the rest.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::{BomReader, Dnp, Explosion, Levels};
use crate::id::{BomLineId, RevisionId};
use crate::store::StoreError;

impl Levels {
    /// Reads what an [`Explosion`] needs for `limit` lines after the line with that path, or from the first line on: the
    /// BOMs on the way down to it and those that it opens, each once. Takes a time that grows with the window, not with
    /// what stands before and behind it.
    pub fn window(
        boms: &dyn BomReader,
        root: RevisionId,
        dnp: Dnp,
        after: Option<&[BomLineId]>,
        limit: usize,
    ) -> Result<Self, StoreError> {
        let mut window = Self { root, boms: HashMap::from([(root, boms.counting(root)?)]) };
        let mut path = after.map(<[_]>::to_vec);
        let mut way = root;
        for id in after.unwrap_or_default() {
            let counts = window.lines(way).iter().find(|entry| entry.line.id == *id).and_then(|entry| entry.counts);
            let Some(counts) = counts else { return Ok(window) };
            way = counts.revision;
            window.open(boms, way)?;
        }
        let mut left = limit;
        loop {
            let rest = match &path {
                None => Some(Explosion::new(&window, dnp)),
                Some(path) => Explosion::after(&window, dnp, path),
            };
            // Whether something stands below a line is known only when that has been read; then the explosion goes on there.
            let mut unread = None;
            for line in rest.into_iter().flatten().take(left) {
                left -= 1;
                unread = line.counts.map(|counts| counts.revision).filter(|below| !window.boms.contains_key(below));
                if unread.is_some() {
                    path = Some(line.path);
                    break;
                }
            }
            match unread {
                Some(revision) => window.open(boms, revision)?,
                None => return Ok(window),
            }
        }
    }

    fn open(&mut self, boms: &dyn BomReader, revision: RevisionId) -> Result<(), StoreError> {
        if let Entry::Vacant(unread) = self.boms.entry(revision) {
            unread.insert(boms.counting(revision)?);
        }
        Ok(())
    }
}
