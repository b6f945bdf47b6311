//! What the bytes of a file are, as far as they can be shown: by what stands in them, not by what the file is called.

/// The largest file that is shown.
pub const MOST_SHOWN: u64 = 24 << 20;

/// How much of a text is shown.
const MOST_TEXT: usize = 512 << 10;

/// What can be shown of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    /// A picture of that media type.
    Image(&'static str),
    /// Pages.
    Pdf,
    /// A text, and whether it goes on beyond what is shown.
    Text(String, bool),
    /// Nothing that can be shown.
    Other,
}

/// How pictures begin.
const IMAGES: [(&[u8], &str); 6] = [
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xFF\xD8\xFF", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"<svg", "image/svg+xml"),
    (b"RIFF", "image/webp"),
];

impl Look {
    /// What these bytes can be shown as.
    pub fn of(bytes: &[u8]) -> Self {
        let begins = |magic: &[u8]| bytes.starts_with(magic);
        if begins(b"%PDF-") {
            return Self::Pdf;
        }
        let is_image = |magic: &[u8]| begins(magic) && (magic != b"RIFF" || bytes.get(8..12) == Some(b"WEBP"));
        if let Some((_, media)) = IMAGES.iter().find(|(magic, _)| is_image(magic)) {
            return Self::Image(media);
        }
        let (shown, is_cut) = match bytes.get(..MOST_TEXT) {
            Some(shown) => (shown, bytes.len() > MOST_TEXT),
            None => (bytes, false),
        };
        // A character may be cut at the end of what is shown.
        let whole = match std::str::from_utf8(shown) {
            Ok(text) => text,
            Err(error) if is_cut && error.error_len().is_none() => {
                std::str::from_utf8(&shown[..error.valid_up_to()]).unwrap_or_default()
            }
            Err(_) => return Self::Other,
        };
        let text = whole.trim_start_matches('\u{feff}');
        if text.contains('\0') {
            Self::Other
        } else if is_drawing(text) {
            Self::Image("image/svg+xml")
        } else {
            Self::Text(text.to_owned(), is_cut)
        }
    }
}

/// Whether a text is a drawing behind what XML begins with.
fn is_drawing(text: &str) -> bool {
    let Some(behind) = text.trim_start().strip_prefix("<?xml") else { return false };
    let begin: String = behind.chars().take(2000).collect();
    begin.contains("<svg")
}
