//! The one .zip that there is of some entries, byte by byte (PKWARE's APPNOTE, sections 4.3 and 4.5.3): stored, in the order
//! in which they come, without times, comments and whatever else a .zip may have. Who writes a package writes these bytes,
//! and who looks at one expects them, so that a package has no byte that says nothing or that two programs read in two ways.

/// From this on a size or a place stands in the larger fields, and this in the small ones.
const LARGE: u64 = u32::MAX as u64;
/// The same for the number of entries.
const MANY: u64 = u16::MAX as u64;

/// How an entry begins.
pub(super) const ENTRY: [u8; 4] = *b"PK\x03\x04";
/// How the list at the end begins.
pub(super) const LIST: [u8; 4] = *b"PK\x01\x02";
/// How the end of a .zip begins that has no entries.
pub(super) const END: [u8; 4] = *b"PK\x05\x06";

/// The version of the format that is needed, in tenths: for stored entries, and for the larger fields.
const NEEDED: u16 = 10;
const NEEDED_LARGE: u16 = 45;
/// Written on a system that knows Unix's permissions.
const UNIX: u16 = 3 << 8;
/// The path is UTF-8; said where that is not ASCII.
const UTF8: u16 = 1 << 11;
/// 1980-01-01, the first day there is, at midnight.
const FIRST_DAY: u32 = 0x0021_0000;
/// A file that everybody reads and its owner writes.
const PERMISSIONS: u32 = 0o100_644 << 16;
/// The id and the size of the larger fields.
const ZIP64: u16 = 1;

/// An entry: what stands before its bytes, and in the list at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) path: String,
    /// The CRC-32 of its bytes.
    pub(super) checksum: u32,
    /// How many bytes it has.
    pub(super) size: u64,
    /// The place where it begins.
    pub(super) place: u64,
}

/// Whether an entry of that size needs the larger fields.
pub(super) const fn is_large(size: u64) -> bool {
    size >= LARGE
}

impl Placed {
    /// What stands before its bytes. Its length depends on the path, and on whether it is large.
    pub(super) fn head(&self) -> Vec<u8> {
        let large = is_large(self.size);
        let mut bytes = ENTRY.to_vec();
        self.common(&mut bytes, if large { NEEDED_LARGE } else { NEEDED });
        put16(&mut bytes, if large { 20 } else { 0 });
        bytes.extend(self.path.as_bytes());
        if large {
            put16(&mut bytes, ZIP64);
            put16(&mut bytes, 16);
            put64(&mut bytes, self.size);
            put64(&mut bytes, self.size);
        }
        bytes
    }

    /// What stands in the list at the end.
    pub(super) fn listed(&self) -> Vec<u8> {
        let mut larger = Vec::new();
        if is_large(self.size) {
            larger.extend([self.size, self.size]);
        }
        if self.place >= LARGE {
            larger.push(self.place);
        }
        let needed = if larger.is_empty() { NEEDED } else { NEEDED_LARGE };
        let mut bytes = LIST.to_vec();
        put16(&mut bytes, UNIX | needed);
        self.common(&mut bytes, needed);
        put16(&mut bytes, if larger.is_empty() { 0 } else { 4 + 8 * short(larger.len() as u64) });
        // No comment, the first of one disk, nothing of the inside.
        bytes.extend([0; 6]);
        put32(&mut bytes, PERMISSIONS);
        put32(&mut bytes, small(self.place));
        bytes.extend(self.path.as_bytes());
        if !larger.is_empty() {
            put16(&mut bytes, ZIP64);
            put16(&mut bytes, 8 * short(larger.len() as u64));
            for field in larger {
                put64(&mut bytes, field);
            }
        }
        bytes
    }

    /// What both say alike, up to the length of the path.
    fn common(&self, bytes: &mut Vec<u8>, needed: u16) {
        put16(bytes, needed);
        put16(bytes, if self.path.is_ascii() { 0 } else { UTF8 });
        // Stored.
        put16(bytes, 0);
        put32(bytes, FIRST_DAY);
        put32(bytes, self.checksum);
        put32(bytes, small(self.size));
        put32(bytes, small(self.size));
        put16(bytes, short(self.path.len() as u64));
    }
}

/// The end of a .zip of so many entries, whose list begins at a place and has so many bytes.
pub(super) fn end(entries: u64, place: u64, size: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if entries >= MANY || place >= LARGE || size >= LARGE {
        bytes.extend(b"PK\x06\x06");
        put64(&mut bytes, 44);
        put16(&mut bytes, UNIX | NEEDED_LARGE);
        put16(&mut bytes, NEEDED_LARGE);
        bytes.extend([0; 8]);
        for field in [entries, entries, size, place] {
            put64(&mut bytes, field);
        }
        bytes.extend(b"PK\x06\x07");
        put32(&mut bytes, 0);
        put64(&mut bytes, place + size);
        put32(&mut bytes, 1);
    }
    bytes.extend(END);
    bytes.extend([0; 4]);
    put16(&mut bytes, short(entries));
    put16(&mut bytes, short(entries));
    put32(&mut bytes, small(size));
    put32(&mut bytes, small(place));
    put16(&mut bytes, 0);
    bytes
}

/// What a small field says of a number: all ones for one that stands in a larger field.
fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn short(number: u64) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

fn put16(bytes: &mut Vec<u8>, number: u16) {
    bytes.extend(number.to_le_bytes());
}

fn put32(bytes: &mut Vec<u8>, number: u32) {
    bytes.extend(number.to_le_bytes());
}

fn put64(bytes: &mut Vec<u8>, number: u64) {
    bytes.extend(number.to_le_bytes());
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use partwright_domain::cancel::Cancel;
    use zip::ZipArchive;

    use super::super::pack::Packer;
    use super::super::unpack::Unpacker;
    use super::*;

    #[test]
    fn many_entries_are_counted_in_the_larger_fields_and_others_read_them() {
        let mut bytes = Cursor::new(Vec::new());
        let mut packer = Packer::new(&mut bytes);
        for entry in 0..70_000 {
            packer.entry(&format!("files/{entry:05}"), 0, |_| Ok(())).expect("an entry");
        }
        packer.finish().expect("a package");
        let bytes = bytes.into_inner();
        assert_eq!(ZipArchive::new(Cursor::new(&bytes)).expect("a zip").len(), 70_000);
        let mut unpacker = Unpacker::new(&*bytes);
        while let Some(entry) = unpacker.next().expect("an entry") {
            assert!(unpacker.read(&entry, &Cancel::new(), &mut |_| {}).expect("its bytes"));
        }
        unpacker.finish().expect("our own end");
    }

    #[test]
    fn a_large_entry_far_away_is_told_in_the_larger_fields() {
        let (size, place) = (5_u64 << 30, 6_u64 << 30);
        let placed = Placed { path: "a".to_owned(), checksum: 0, size, place };
        let larger = |fields: &[u64]| fields.iter().flat_map(|field| field.to_le_bytes()).collect::<Vec<_>>();
        let head = placed.head();
        assert_eq!(head[18..26], [0xff; 8]);
        assert_eq!(head[28..], [&[20, 0, b'a', 1, 0, 16, 0], &*larger(&[size, size])].concat());
        let listed = placed.listed();
        assert_eq!((&listed[20..28], &listed[42..46]), (&[0xff; 8][..], &[0xff; 4][..]));
        assert_eq!(listed[46..], [&[b'a', 1, 0, 24, 0], &*larger(&[size, size, place])].concat());
        let end = end(1, place, 90);
        assert_eq!(end[..4], *b"PK\x06\x06");
        assert_eq!(end[24..56], *larger(&[1, 1, 90, place]));
        assert_eq!(end[64..72], (place + 90).to_le_bytes());
        assert_eq!(end[92..96], [0xff; 4]);
    }
}
