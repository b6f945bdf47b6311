//! Where this machine keeps workspaces: the same folders as the desktop application.

use std::env;
use std::path::PathBuf;

/// The desktop application's name among the folders of this machine.
const APPLICATION: &str = "org.partwright.desktop";

/// The folder with the workspaces that nobody gave another place.
pub(crate) fn data() -> Option<PathBuf> {
    folder("XDG_DATA_HOME", ".local/share")
}

/// The folder with what is remembered of workspaces.
pub(crate) fn configuration() -> Option<PathBuf> {
    folder("XDG_CONFIG_HOME", ".config")
}

fn folder(variable: &str, below_home: &str) -> Option<PathBuf> {
    let base = if cfg!(windows) {
        path("APPDATA")
    } else if cfg!(target_os = "macos") {
        path("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        path(variable).or_else(|| path("HOME").map(|home| home.join(below_home)))
    };
    base.map(|base| base.join(APPLICATION))
}

/// A whole path that the environment names; what is none is no place.
fn path(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute())
}
