//! What is imported: a file by its path, or what comes out of a pipe.

use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use partwright_domain::cancel::Cancel;
use partwright_domain::import::ImportError;
use partwright_formats::read::File;

use crate::call::Call;
use crate::failure::Failure;

/// What stands for standard input.
const STANDARD_INPUT: &str = "-";

/// How long a look takes at whether somebody interrupted.
const LOOK: Duration = Duration::from_millis(50);

/// What standard input is called, as the name of the file that lines came from.
const NAME: &str = "standard input";

/// The file at a path. What can be read only once, as standard input and other pipes, is kept aside as long as it is needed.
pub(super) fn open(call: &mut Call<'_, '_>, path: &Path) -> Result<File, Failure> {
    let cancel = call.console.interrupt.cancel().clone();
    let opened = if path.as_os_str() == STANDARD_INPUT {
        File::piped(NAME, Pipe { end: &mut call.console.input, cancel: &cancel })
    } else {
        match fs::metadata(path) {
            Ok(there) if is_pipe(&there) => {
                let end = open_pipe(path, &cancel);
                cancel.check()?;
                let end = end.map_err(|error| Failure::unreadable(path, &error))?;
                File::piped(path.display().to_string(), Pipe { end, cancel: &cancel })
            }
            // A device has no end.
            Ok(there) if !there.is_file() => return Err(Failure::unreadable(path, &"it is no file")),
            _ => File::open(path),
        }
    };
    // What came until somebody interrupted is no whole file.
    cancel.check()?;
    opened.map_err(|error| match error {
        ImportError::FileUnreadable { detail } => Failure::unreadable(path, &detail),
        other => other.into(),
    })
}

/// The end of a pipe, which waits for somebody to write into it: nobody may come, and whoever waits may have enough of it.
fn open_pipe(path: &Path, cancel: &Cancel) -> io::Result<fs::File> {
    let (tell, opened) = mpsc::channel();
    let path = path.to_owned();
    thread::spawn(move || {
        // Whoever waited may have gone.
        drop(tell.send(fs::File::open(path)));
    });
    loop {
        match opened.recv_timeout(LOOK) {
            Ok(end) => return end,
            Err(RecvTimeoutError::Timeout) => cancel.check().map_err(io::Error::other)?,
            Err(RecvTimeoutError::Disconnected) => return Err(io::Error::other("nobody opened it")),
        }
    }
}

#[cfg(unix)]
fn is_pipe(there: &fs::Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&there.file_type())
}

#[cfg(not(unix))]
fn is_pipe(_: &fs::Metadata) -> bool {
    false
}

/// The end of a pipe, until somebody interrupts.
struct Pipe<'c, R> {
    end: R,
    cancel: &'c Cancel,
}

impl<R: Read> Read for Pipe<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.cancel.check().map_err(io::Error::other)?;
        self.end.read(into)
    }
}
