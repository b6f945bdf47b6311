//! One look at all of a file: its length, its hash, its first bytes, and how its text is written.

use std::io::Read;

use encoding_rs::{BIG5, Encoding, GBK, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251, WINDOWS_1252};
use partwright_domain::file::ContentHash;
use partwright_domain::import::ImportError;
use sha2::{Digest, Sha256};

use super::origin::unreadable;

/// How many first bytes are kept, to tell what the file is.
const HEAD: usize = 8 * 1024;
const CHUNK: usize = 64 * 1024;

/// How many characters are UTF-8 for each place that is not, where a text is meant as that.
const FEW_BROKEN: u64 = 10;

/// What a file's bytes say about it.
#[derive(Debug, Clone)]
pub(super) struct Survey {
    pub(super) length: u64,
    /// In lower-case hexadecimal digits.
    pub(super) sha256: String,
    /// The first bytes.
    pub(super) head: Vec<u8>,
    /// The encoding of its text, if it is text.
    pub(super) encoding: &'static Encoding,
    /// Whether it has zero bytes that no encoding explains.
    pub(super) has_zeros: bool,
}

impl Survey {
    pub(super) fn of(bytes: impl Read) -> Result<Self, ImportError> {
        let mut hash = Sha256::new();
        let (mut length, mut head, mut signs) = (0_u64, Vec::new(), Signs::default());
        chunks(bytes, |chunk| {
            hash.update(chunk);
            head.extend_from_slice(&chunk[..chunk.len().min(HEAD - head.len())]);
            signs.see(chunk);
            length += chunk.len() as u64;
        })?;
        let sha256 = written(hash);
        let marked = Encoding::for_bom(&head).map(|(encoding, _)| encoding);
        let zeros = signs.zeros;
        let encoding = marked.unwrap_or_else(|| signs.encoding());
        let is_wide = encoding == UTF_16LE || encoding == UTF_16BE;
        Ok(Self { length, sha256, head, encoding, has_zeros: !is_wide && zeros != [0, 0] })
    }
}

/// The hash of a file's bytes, in lower-case hexadecimal digits.
pub(super) fn hash(bytes: impl Read) -> Result<String, ImportError> {
    let mut hash = Sha256::new();
    chunks(bytes, |chunk| hash.update(chunk))?;
    Ok(written(hash))
}

fn written(hash: Sha256) -> String {
    ContentHash(hash.finalize().into()).to_string()
}

/// Reads a file from its first byte to its last.
fn chunks(mut bytes: impl Read, mut each: impl FnMut(&[u8])) -> Result<(), ImportError> {
    let mut chunk = vec![0; CHUNK];
    loop {
        let read = bytes.read(&mut chunk).map_err(unreadable)?;
        if read == 0 {
            return Ok(());
        }
        each(&chunk[..read]);
    }
}

/// What is counted of a file's bytes to tell its encoding.
#[derive(Default)]
struct Signs {
    at: u64,
    /// Zero bytes at even and at odd places.
    zeros: [u64; 2],
    utf_8: Utf8,
    /// The bytes above 127 that stand together now.
    run: Vec<u8>,
    /// Whether an ASCII letter stands before them.
    after_letter: bool,
    runs: Runs,
    shift_jis: ShiftJis,
}

impl Signs {
    fn see(&mut self, bytes: &[u8]) {
        let is_between = self.utf_8.pending.is_empty() && self.run.is_empty() && !self.shift_jis.after_lead;
        if is_between && bytes.is_ascii() && !bytes.contains(&0) {
            self.at += bytes.len() as u64;
            self.after_letter = bytes.last().is_some_and(u8::is_ascii_alphabetic);
            return;
        }
        self.utf_8.see(bytes);
        for &byte in bytes {
            if byte == 0 {
                self.zeros[usize::from(self.at % 2 == 1)] += 1;
            }
            self.at += 1;
            self.shift_jis.see(byte);
            if byte >= 0x80 {
                // A longer run says nothing more.
                if self.run.len() < CHUNK {
                    self.run.push(byte);
                }
            } else {
                if !self.run.is_empty() {
                    self.runs.count(&self.run, self.after_letter || byte.is_ascii_alphabetic());
                    self.run.clear();
                }
                self.after_letter = byte.is_ascii_alphabetic();
            }
        }
    }

    fn encoding(mut self) -> &'static Encoding {
        self.runs.count(&self.run, self.after_letter);
        // ASCII in UTF-16 has a zero in each pair, always on the same side.
        let [even, odd] = self.zeros;
        let is_wide = |zeros: u64, others: u64| {
            self.at.is_multiple_of(2) && zeros >= 4 && zeros * 8 >= self.at && zeros > 10 * others
        };
        if is_wide(odd, even) {
            UTF_16LE
        } else if is_wide(even, odd) {
            UTF_16BE
        } else if self.utf_8.is_meant() {
            UTF_8
        } else if self.runs.is_chinese() {
            GBK
        } else if self.shift_jis.is_likely() {
            SHIFT_JIS
        } else if self.runs.is_russian() {
            WINDOWS_1251
        } else {
            WINDOWS_1252
        }
    }
}

/// Whether bytes are meant as UTF-8, a piece after the other.
#[derive(Default)]
struct Utf8 {
    pending: Vec<u8>,
    /// The characters of more than one byte.
    characters: u64,
    /// The places that are no UTF-8: all of them, and those where somebody wrote half of a UTF-16 pair as if it were one.
    broken: u64,
    halves: u64,
}

impl Utf8 {
    fn see(&mut self, bytes: &[u8]) {
        let joined = [&std::mem::take(&mut self.pending), bytes].concat();
        let mut bytes = joined.as_slice();
        while let Err(error) = std::str::from_utf8(bytes) {
            let (valid, rest) = bytes.split_at(error.valid_up_to());
            self.count(valid);
            let is_half = matches!(rest, [0xED, 0xA0..=0xBF, 0x80..=0xBF, ..]);
            if error.error_len().is_none() || matches!(rest, [0xED, 0xA0..=0xBF]) {
                self.pending = rest.to_vec();
                return;
            }
            self.broken += 1;
            self.halves += u64::from(is_half);
            bytes = &rest[if is_half { 3 } else { 1 }..];
        }
        self.count(bytes);
    }

    fn count(&mut self, text: &[u8]) {
        self.characters += text.iter().filter(|byte| **byte >= 0xC0).count() as u64;
    }

    /// Whether it is UTF-8 all through, or so much of it is that the rest is damage: in other encodings, hardly anything is
    /// UTF-8 by chance. What reads it then says where the damage is.
    fn is_meant(&self) -> bool {
        let broken = self.broken + u64::from(!self.pending.is_empty());
        broken == self.halves || self.characters >= FEW_BROKEN * broken
    }
}

/// What the bytes above 127 say that stand together. In western text they stand alone: a µ, an é.
#[derive(Default)]
struct Runs {
    /// Pairs as GB 2312 has them, and those of them that are among its common characters.
    pairs: u64,
    common: u64,
    /// Runs of another shape.
    misfits: u64,
    /// Bytes in runs of three and more that are Cyrillic letters in Windows-1251, and the small ones among them.
    cyrillic: u64,
    small: u64,
    /// Bytes in other runs.
    others: u64,
}

impl Runs {
    /// Counts a run; `in_word` where an ASCII letter stands beside it, which no Russian word has.
    fn count(&mut self, run: &[u8], in_word: bool) {
        let is_pair = |pair: &[u8]| matches!(pair, [0xA1..=0xF7, 0xA1..=0xFE]);
        if run.len() % 2 == 1 || !run.chunks(2).all(is_pair) {
            self.misfits += 1;
        }
        self.pairs += run.len() as u64 / 2;
        self.common += run.chunks(2).filter(|pair| matches!(pair[0], 0xA1..=0xA3 | 0xB0..=0xD7)).count() as u64;
        if !in_word && run.len() >= 3 && run.iter().all(|byte| matches!(byte, 0xC0..=0xFF | 0xA8 | 0xB8 | 0xB9)) {
            self.cyrillic += run.len() as u64;
            self.small += run.iter().filter(|byte| **byte >= 0xE0).count() as u64;
        } else {
            self.others += run.len() as u64;
        }
    }

    fn is_chinese(&self) -> bool {
        // A character that GB 2312 lacks, such as ↔, has another shape.
        self.misfits * 20 <= self.pairs && self.pairs >= 4 && self.common * 10 >= self.pairs * 9
    }

    fn is_russian(&self) -> bool {
        self.cyrillic >= 9 && self.cyrillic >= 2 * self.others && 2 * self.small > self.cyrillic
    }
}

/// Whether bytes can be Shift JIS: characters of two bytes that begin, most of them, where western text has nothing.
#[derive(Default)]
struct ShiftJis {
    leads: u64,
    /// Leading bytes below 0xA0.
    low_leads: u64,
    after_lead: bool,
    is_broken: bool,
}

impl ShiftJis {
    fn see(&mut self, byte: u8) {
        if std::mem::take(&mut self.after_lead) {
            self.is_broken |= !matches!(byte, 0x40..=0x7E | 0x80..=0xFC);
            return;
        }
        match byte {
            0x81..=0x9F => {
                self.leads += 1;
                self.low_leads += 1;
                self.after_lead = true;
            }
            0xE0..=0xEF => {
                self.leads += 1;
                self.after_lead = true;
            }
            0x80 | 0xA0 | 0xF0.. => self.is_broken = true,
            _ => {}
        }
    }

    fn is_likely(&self) -> bool {
        !self.is_broken && !self.after_lead && self.leads >= 4 && self.low_leads * 2 >= self.leads
    }
}

/// The name of an encoding, as people know it.
pub(super) fn name(encoding: &'static Encoding) -> &'static str {
    if encoding == WINDOWS_1252 {
        "Windows-1252"
    } else if encoding == WINDOWS_1251 {
        "Windows-1251"
    } else if encoding == BIG5 {
        "Big5"
    } else {
        encoding.name()
    }
}
