//! From bytes to text: which encoding a file is in.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::ImportError;

/// The largest file that is read whole.
pub const MOST_MEGABYTES: usize = 64;

/// A file's text, and the encoding it was in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without its mark.
    pub text: String,
    /// The encoding's name, as people know it.
    pub encoding: &'static str,
}

/// Decodes a file: by its byte order mark, else as UTF-8 when it is that, else as Windows-1252, in which every byte is a
/// character and spreadsheets on Windows write µ, ° and ±.
pub fn decode(bytes: &[u8]) -> Result<Decoded, ImportError> {
    let megabytes = bytes.len().div_ceil(1 << 20);
    if megabytes > MOST_MEGABYTES {
        return Err(ImportError::FileTooLarge { megabytes, most: MOST_MEGABYTES });
    }
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((guess(bytes), 0));
    if mark == 0 && bytes.contains(&0) {
        let detail = if bytes.starts_with(b"PK") { "it is a spreadsheet or an archive" } else { "it has zero bytes" };
        return Err(ImportError::NotText { detail: detail.to_owned() });
    }
    let (text, broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
    if broken {
        return Err(ImportError::NotText { detail: format!("it is marked as {} and is not", name(encoding)) });
    }
    Ok(Decoded { text: text.into_owned(), encoding: name(encoding) })
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { WINDOWS_1252 }
}

fn name(encoding: &'static Encoding) -> &'static str {
    match encoding {
        found if found == UTF_8 => "UTF-8",
        found if found == UTF_16LE => "UTF-16LE",
        found if found == UTF_16BE => "UTF-16BE",
        _ => "Windows-1252",
    }
}
