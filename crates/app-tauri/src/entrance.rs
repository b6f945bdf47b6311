//! The workspace that is being opened: a window can say which one it is, and how far that is, before there is one.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use partwright_domain::workspace::Opening;

/// What is being opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// The file.
    pub path: PathBuf,
    /// What is done to it, once that takes long.
    pub opening: Option<Opening>,
}

/// Where at most one workspace comes in at a time.
#[derive(Debug, Default)]
pub struct Entrance(Mutex<Option<Entered>>);

impl Entrance {
    /// Notes that a file is being opened, until the answer is dropped. One that has no file is opened at once.
    pub fn enter(&self, path: Option<PathBuf>) -> Entering<'_> {
        *self.entered() = path.map(|path| Entered { path, opening: None });
        Entering(self)
    }

    /// What is being opened right now.
    pub fn now(&self) -> Option<Entered> {
        self.entered().clone()
    }

    fn entered(&self) -> MutexGuard<'_, Option<Entered>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A workspace on its way in.
#[derive(Debug)]
pub struct Entering<'e>(&'e Entrance);

impl Entering<'_> {
    /// Notes how far it is.
    pub fn tell(&self, opening: Opening) {
        if let Some(entered) = &mut *self.0.entered() {
            entered.opening = Some(opening);
        }
    }
}

impl Drop for Entering<'_> {
    fn drop(&mut self) {
        *self.0.entered() = None;
    }
}

#[cfg(test)]
mod tests {
    use partwright_domain::workspace::{Progress, Stage};

    use super::*;

    #[test]
    fn what_is_opened_is_known_with_how_far_it_is_until_it_is_open() {
        let entrance = Entrance::default();
        let entering = entrance.enter(Some(PathBuf::from("/old.partwright")));
        assert_eq!(entrance.now(), Some(Entered { path: PathBuf::from("/old.partwright"), opening: None }));
        let opening = Opening { stage: Stage::Upgrading, progress: Progress { done: 1, total: 3 } };
        entering.tell(opening);
        assert_eq!(entrance.now().and_then(|entered| entered.opening), Some(opening));
        drop(entering);
        assert_eq!(entrance.now(), None);
        entrance.enter(None).tell(opening);
        assert_eq!(entrance.now(), None);
    }
}
