//! The libraries and programs of the system: a compiler, the web view, and a virtual display.

use super::{Purpose, apt::Apt};
use crate::{failure::Result, terminal::say};

const BUILD: [&str; 3] = ["gcc", "libc6-dev", "libwebkit2gtk-4.1-dev"];
const PICTURE: [&str; 2] = ["xvfb", "imagemagick"];
/// The fonts are those that the pictures of pages are taken with.
const TEST: [&str; 5] = ["xvfb", "webkit2gtk-driver", "desktop-file-utils", "chromium", "fonts-dejavu-core"];
const PACKAGE: [&str; 3] = ["dpkg-dev", "desktop-file-utils", "appstream"];

pub(crate) fn libraries(apt: &Apt, purpose: Purpose) -> Result {
    let packages = needed(purpose);
    if matches!(apt, Apt::Absent) {
        say(elsewhere());
        return Ok(());
    }
    let missing = Apt::missing(&packages);
    if missing.is_empty() {
        say("System packages: all there.");
        return Ok(());
    }
    say(&format!("System packages missing: {}.", missing.join(", ")));
    if !matches!(apt, Apt::Forbidden) {
        apt.update()?;
    }
    apt.install(&missing)
}

fn needed(purpose: Purpose) -> Vec<&'static str> {
    let more: &[&str] = match purpose {
        Purpose::Window => &[],
        Purpose::Picture => &PICTURE,
        Purpose::Test => &TEST,
        Purpose::Package => &PACKAGE,
    };
    [&BUILD, more].concat()
}

/// Where we cannot install, we say what is needed and go on; the compiler tells if it is not there.
fn elsewhere() -> &'static str {
    if cfg!(target_os = "macos") {
        "System packages: needed are the Xcode command line tools (`xcode-select --install`)."
    } else if cfg!(windows) {
        "System packages: needed are the C++ build tools of Visual Studio and the WebView2 runtime."
    } else {
        "System packages: needed are a C compiler and the development files of WebKitGTK 4.1; \
         for a picture or the tests also Xvfb, ImageMagick, WebKitWebDriver, Chromium and the DejaVu fonts."
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_on_a_display_needs_no_virtual_one() {
        assert!(!needed(Purpose::Window).contains(&"xvfb"));
        assert!(needed(Purpose::Picture).contains(&"imagemagick"));
        assert!(needed(Purpose::Test).contains(&"webkit2gtk-driver"));
        assert!(needed(Purpose::Test).contains(&"chromium"));
    }
}
