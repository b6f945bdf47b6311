//! From bytes to UTF-8, a piece after the other.

use std::io::{self, Read};
use std::ops::Range;

use encoding_rs::{Decoder, DecoderResult, Encoding};
use partwright_domain::import::ImportError;

use super::survey;

const PIECE: usize = 16 * 1024;

/// The encoding of that name; any label that browsers know.
pub(super) fn by_name(name: &str) -> Result<&'static Encoding, ImportError> {
    Encoding::for_label(name.trim().as_bytes()).ok_or_else(|| ImportError::EncodingUnknown { name: name.to_owned() })
}

/// A reader of UTF-8 over bytes in any encoding. A mark at the beginning is passed over; what is no character in the
/// encoding is an error.
pub(super) struct Decoding<R> {
    bytes: R,
    decoder: Decoder,
    encoding: &'static Encoding,
    raw: Vec<u8>,
    /// What of `raw` is not decoded yet.
    raw_left: Range<usize>,
    /// Decoded text. Whoever reads may have room for less than a character, and the decoder may not.
    text: Vec<u8>,
    /// What of `text` is not handed out yet.
    text_left: Range<usize>,
    is_at_end: bool,
    is_finished: bool,
    done: u64,
    /// The line that is decoded.
    line: u64,
}

impl<R: Read> Decoding<R> {
    pub(super) fn new(bytes: R, encoding: &'static Encoding) -> Self {
        Self {
            bytes,
            decoder: encoding.new_decoder_with_bom_removal(),
            encoding,
            raw: vec![0; PIECE],
            raw_left: 0..0,
            text: vec![0; PIECE],
            text_left: 0..0,
            is_at_end: false,
            is_finished: false,
            done: 0,
            line: 1,
        }
    }

    /// How many bytes were taken.
    pub(super) fn done(&self) -> u64 {
        self.done
    }

    /// Decodes one more piece.
    fn decode(&mut self) -> io::Result<()> {
        if self.raw_left.is_empty() && !self.is_at_end {
            let read = self.bytes.read(&mut self.raw)?;
            self.raw_left = 0..read;
            self.done += read as u64;
            self.is_at_end = read == 0;
        }
        let raw = &self.raw[self.raw_left.clone()];
        let (result, taken, written) =
            self.decoder.decode_to_utf8_without_replacement(raw, &mut self.text, self.is_at_end);
        self.raw_left.start += taken;
        self.text_left = 0..written;
        self.line += self.text[..written].split(|byte| *byte == b'\n').skip(1).count() as u64;
        match result {
            DecoderResult::Malformed(..) => {
                let Self { encoding, line, .. } = self;
                let name = survey::name(encoding);
                Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!(
                        "it is taken for {name}, and line {line} has bytes that are not; where it is another, choose its encoding"
                    ),
                ))
            }
            DecoderResult::InputEmpty => {
                self.is_finished = self.is_at_end;
                Ok(())
            }
            DecoderResult::OutputFull => Ok(()),
        }
    }
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.text_left.is_empty() && !self.is_finished {
            self.decode()?;
        }
        let read = (&self.text[self.text_left.clone()]).read(into)?;
        self.text_left.start += read;
        Ok(read)
    }
}

/// What went wrong while text was read.
pub(super) fn failed(error: &io::Error) -> ImportError {
    if error.kind() == io::ErrorKind::InvalidData {
        ImportError::NotText { detail: error.to_string() }
    } else {
        ImportError::FileUnreadable { detail: error.to_string() }
    }
}
