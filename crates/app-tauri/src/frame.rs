//! Where the window stood when it was closed last, so that the next start has it there again. It is a machine's and no
//! workspace's. That it could not be noted is said in the log and stops nobody.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

const NAME: &str = "window.json";

/// How much of a window's upper edge must be on a screen for somebody to get hold of it.
const GRIP: f64 = 120.0;

/// A place on the screens, in pixels as a page counts them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// From the left.
    pub x: f64,
    /// From above.
    pub y: f64,
    /// Without its borders.
    pub width: f64,
    /// Without its title bar.
    pub height: f64,
    /// Whether it fills the screen; then the rest says where it stands when it does not.
    pub maximized: bool,
}

impl Frame {
    /// The frame as it is shown on these screens: where it was, if somebody could get hold of it there. A screen may be gone
    /// since.
    #[must_use]
    pub fn within_reach(self, screens: &[Frame]) -> Option<Self> {
        let reachable = |screen: &&Frame| {
            let across = (self.x + self.width).min(screen.x + screen.width) - self.x.max(screen.x);
            let above = (screen.y..screen.y + screen.height - GRIP).contains(&self.y);
            above && across >= GRIP.min(self.width)
        };
        screens.iter().find(reachable).map(|_| self)
    }

    /// A window beside this one: a little lower and to the right, so that both are seen.
    #[must_use]
    pub fn beside(self) -> Self {
        const STEP: f64 = 32.0;
        Self { x: self.x + STEP, y: self.y + STEP, maximized: false, ..self }
    }
}

/// The file in which it is noted.
#[derive(Debug, Clone)]
pub struct Frames {
    folder: PathBuf,
}

impl Frames {
    /// The file in this folder, which is made when something is noted.
    pub fn within(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Where the window stood; nothing where that is not known.
    pub fn read(&self) -> Option<Frame> {
        let read = fs::read(self.folder.join(NAME))
            .and_then(|text| serde_json::from_slice(&text).map_err(io::Error::from))
            .map(Some);
        read.unwrap_or_else(|error| {
            if error.kind() != ErrorKind::NotFound {
                tracing::warn!(%error, "it is not known where the window stood");
            }
            None
        })
    }

    /// Notes where it stands. Of one that fills its screen the place before that is kept.
    pub fn note(&self, frame: Frame) {
        let frame = match self.read() {
            Some(before) if frame.maximized => Frame { maximized: true, ..before },
            _ => frame,
        };
        if let Err(error) = self.write(frame) {
            tracing::warn!(%error, "it is not noted where the window stands");
        }
    }

    fn write(&self, frame: Frame) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let mut unfinished = tempfile::NamedTempFile::new_in(&self.folder)?;
        unfinished.write_all(&serde_json::to_vec_pretty(&frame)?)?;
        unfinished.persist(self.folder.join(NAME))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Frame = Frame { x: 0.0, y: 0.0, width: 1920.0, height: 1080.0, maximized: false };
    const FRAME: Frame = Frame { x: 300.0, y: 200.0, width: 1280.0, height: 800.0, maximized: false };

    #[test]
    fn a_window_comes_back_where_somebody_can_get_hold_of_it() {
        assert_eq!(FRAME.within_reach(&[SCREEN]), Some(FRAME));
        let partly = Frame { x: 1700.0, ..FRAME };
        assert_eq!(partly.within_reach(&[SCREEN]), Some(partly));
        let second = Frame { x: 1920.0, ..SCREEN };
        for lost in [Frame { x: 1900.0, ..FRAME }, Frame { y: -40.0, ..FRAME }, Frame { y: 1000.0, ..FRAME }] {
            assert_eq!(lost.within_reach(&[SCREEN]), None);
        }
        assert!(Frame { x: 1900.0, ..FRAME }.within_reach(&[SCREEN, second]).is_some());
    }

    #[test]
    fn what_is_noted_is_read_again_and_a_full_screen_forgets_no_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let frames = Frames::within(&folder.path().join("not there yet"));
        assert_eq!(frames.read(), None);
        frames.note(FRAME);
        assert_eq!(frames.read(), Some(FRAME));
        frames.note(Frame { maximized: true, ..SCREEN });
        assert_eq!(frames.read(), Some(Frame { maximized: true, ..FRAME }));
    }

    #[test]
    fn a_broken_note_is_none() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(NAME), "{").expect("a file");
        assert_eq!(Frames::within(folder.path()).read(), None);
    }
}
