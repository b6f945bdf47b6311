//! What is imported: a file by its path, or what comes out of a pipe.

use std::fs;
use std::path::Path;

use partwright_domain::import::ImportError;
use partwright_formats::read::File;

use crate::call::Call;
use crate::failure::Failure;

/// What stands for standard input.
const STANDARD_INPUT: &str = "-";

/// What standard input is called, as the name of the file that lines came from.
const NAME: &str = "standard input";

/// The file at a path. What can be read only once, as standard input and other pipes, is kept aside as long as it is needed.
pub(super) fn open(call: &mut Call<'_, '_>, path: &Path) -> Result<File, Failure> {
    let opened = if path.as_os_str() == STANDARD_INPUT {
        File::piped(NAME, &mut call.console.input)
    } else if is_piped(path) {
        fs::File::open(path)
            .map_err(|error| ImportError::FileUnreadable { detail: error.to_string() })
            .and_then(|pipe| File::piped(path.display().to_string(), pipe))
    } else {
        File::open(path)
    };
    // Whoever interrupts ends what fills the pipe as well, and what came until then is no whole file.
    call.console.interrupt.cancel().check()?;
    opened.map_err(|error| match error {
        ImportError::FileUnreadable { detail } => Failure::unreadable(path, &detail),
        other => other.into(),
    })
}

/// Whether what is there is no file on a disk.
fn is_piped(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir())
}
