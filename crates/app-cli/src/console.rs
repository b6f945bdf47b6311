//! What the program speaks to: two streams to write to, one to read from, what is known about them, and how it is interrupted.

use std::io::{self, BufRead, BufWriter, IsTerminal, Write};
use std::process;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use partwright_domain::cancel::Cancel;

use crate::exit::Exit;

/// Where answers go, where problems are told, and who is there to ask.
pub struct Console<'c> {
    /// Answers, and nothing else.
    pub out: Box<dyn Write + 'c>,
    /// Problems, progress and questions.
    pub err: Box<dyn Write + 'c>,
    /// Where questions are answered.
    pub input: Box<dyn BufRead + 'c>,
    /// How many columns the answers' terminal has; `None` where they go into a pipe or a file.
    pub width: Option<u16>,
    /// Whether progress is shown: problems go to a terminal.
    pub shows_progress: bool,
    /// Whether somebody is there to answer a question.
    pub is_answered: bool,
    /// How it is interrupted.
    pub interrupt: Interrupt,
}

impl std::fmt::Debug for Console<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Console").field("width", &self.width).finish_non_exhaustive()
    }
}

impl Console<'static> {
    /// The streams of this process.
    pub fn of_the_system(interrupt: Interrupt) -> Self {
        let (input, out, err) = (io::stdin(), io::stdout(), io::stderr());
        let width = if out.is_terminal() {
            terminal_size::terminal_size_of(&out).map(|(terminal_size::Width(columns), _)| columns)
        } else {
            None
        };
        Self {
            width,
            shows_progress: err.is_terminal(),
            is_answered: input.is_terminal() && err.is_terminal(),
            out: Box::new(BufWriter::new(out)),
            err: Box::new(err),
            input: Box::new(input.lock()),
            interrupt,
        }
    }
}

/// How somebody ends what runs, with Ctrl-C or by ending the process: the work is cancelled, and what it has not committed
/// did not happen.
#[derive(Debug, Clone, Default)]
pub struct Interrupt {
    cancel: Cancel,
    state: Arc<(Mutex<State>, Condvar)>,
}

#[derive(Debug, Default)]
struct State {
    happened: bool,
    /// Whether a question waits for its answer: then there is nothing to cancel, and nobody who would notice.
    asks: bool,
}

impl Interrupt {
    /// Nobody has interrupted anything yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Interrupts. Where nothing could notice, and the second time, the process ends at once; a unit of work that is not
    /// committed by then did not happen.
    pub fn interrupt(&self) {
        let mut state = self.state.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.asks || state.happened {
            process::exit(Exit::Cancelled.code().into());
        }
        state.happened = true;
        self.cancel.cancel();
        self.state.1.notify_all();
    }

    /// What long work looks at.
    pub fn cancel(&self) -> &Cancel {
        &self.cancel
    }

    /// Waits until somebody interrupts.
    pub fn wait(&self) {
        let mut state = self.state.0.lock().unwrap_or_else(PoisonError::into_inner);
        while !state.happened {
            state = self.state.1.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Says that a question waits for its answer, or that it does no longer.
    pub(crate) fn asks(&self, asks: bool) {
        self.state.0.lock().unwrap_or_else(PoisonError::into_inner).asks = asks;
    }
}
