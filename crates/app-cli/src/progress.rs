//! How far long work is: a bar on a terminal, nothing in a pipe.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use partwright_domain::workspace::Progress;

use crate::console::Console;

/// A bar, or nothing where nobody would see one.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// A bar for work of that name.
    pub(crate) fn new(console: &Console<'_>, name: &'static str) -> Self {
        let target = if console.shows_progress { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target).with_message(name);
        // The template is a constant; were it wrong, a plain bar would do as well.
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {percent:>3} %") {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// Shows how far it is.
    pub(crate) fn tell(&self, Progress { done, total }: Progress) {
        self.0.set_length(total);
        self.0.set_position(done);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
