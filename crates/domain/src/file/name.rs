//! A file's name: one that every system can keep, so that a workspace can be carried from one to another.

use std::fmt;

use serde::Serialize;

use super::FileError;
use crate::text::read_back;

/// What a file is called: a name without folders.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct FileName(String);

impl FileName {
    /// What a disk keeps of a name, in bytes of UTF-8; the shortest limit among the systems we run on.
    pub const MOST_BYTES: usize = 255;

    /// Takes a name, without the white space round it. A path is refused and never shortened to its last part: whoever
    /// sends one means something else than we would make of it.
    pub fn parse(text: &str) -> Result<Self, FileError> {
        let text = text.trim();
        match fault(text) {
            None => Ok(Self(text.to_owned())),
            Some(found) => Err(FileError::NameInvalid { found }),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name by which it is told apart in its revision: some disks do not know upper from lower case.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }

    /// What stands behind the last dot, in lower case; nothing where there is no dot, or nothing before it.
    pub fn extension(&self) -> Option<String> {
        let (stem, extension) = self.0.rsplit_once('.')?;
        (!stem.is_empty()).then(|| extension.to_lowercase())
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

read_back!(FileName: String => |text| Self::parse(&text));

/// What Windows reads into a name, beside the separators that every system has.
const RESERVED_CHARACTERS: [char; 9] = ['/', '\\', '<', '>', ':', '"', '|', '?', '*'];

/// Devices of Windows, whatever stands behind a dot.
const RESERVED_NAMES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

fn fault(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some("it is empty".to_owned());
    }
    if text.len() > FileName::MOST_BYTES {
        return Some(format!("it has {} bytes", text.len()));
    }
    if let Some(bad) = text.chars().find(|character| character.is_control() || is_unseen(*character)) {
        return Some(format!("it contains the invisible character U+{:04X}", u32::from(bad)));
    }
    if let Some(bad) = text.chars().find(|character| RESERVED_CHARACTERS.contains(character)) {
        return Some(format!("it contains the character {bad}"));
    }
    // This is also what keeps `.` and `..` out.
    if text.ends_with('.') {
        return Some("it ends with a dot".to_owned());
    }
    let stem = text.split('.').next().unwrap_or_default().trim_end();
    is_device(stem).then(|| format!("{stem} is a device on Windows"))
}

/// Characters that turn the direction of text: with them `fdp.exe` can be shown as `exe.pdf`. And those that end a line or a
/// paragraph: with them what stands before an ending can be all that is shown.
fn is_unseen(character: char) -> bool {
    matches!(character, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn is_device(stem: &str) -> bool {
    let stem = stem.to_uppercase();
    let numbered = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    let mut number = numbered.unwrap_or_default().chars();
    let is_number = |digit: char| digit.is_ascii_digit() || matches!(digit, '¹' | '²' | '³');
    RESERVED_NAMES.contains(&stem.as_str()) || (number.next().is_some_and(is_number) && number.next().is_none())
}
