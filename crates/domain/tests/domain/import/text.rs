//! From bytes to text.

use partwright_domain::import::ImportError;
use partwright_domain::import::text::{MOST_MEGABYTES, decode};

#[track_caller]
fn check(bytes: &[u8], encoding: &str, text: &str) {
    let decoded = decode(bytes).expect("a text");
    assert_eq!((decoded.encoding, decoded.text.as_str()), (encoding, text));
}

fn utf16(text: &str, mark: [u8; 2], bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect()
}

#[test]
fn utf_8_is_taken_with_and_without_a_mark() {
    check("Wert;µ Ω 🦀".as_bytes(), "UTF-8", "Wert;µ Ω 🦀");
    check(b"\xEF\xBB\xBFRef,Qty", "UTF-8", "Ref,Qty");
    check(b"", "UTF-8", "");
}

#[test]
fn utf_16_is_taken_by_its_mark() {
    let text = "Ref,Wert\r\nR1,10 kΩ 🦀\r\n";
    check(&utf16(text, [0xFF, 0xFE], u16::to_le_bytes), "UTF-16LE", text);
    check(&utf16(text, [0xFE, 0xFF], u16::to_be_bytes), "UTF-16BE", text);
}

#[test]
fn what_is_no_utf_8_is_windows_1252() {
    check(b"10 \xB5F \xB11 % 85 \xB0C \x80 \x96", "Windows-1252", "10 µF ±1 % 85 °C € –");
    check(b"\x81\x8D", "Windows-1252", "\u{81}\u{8d}");
}

#[test]
fn spreadsheets_archives_and_binaries_are_refused() {
    let refused = |bytes: &[u8]| decode(bytes).expect_err("no text");
    let detail = |detail: &str| ImportError::NotText { detail: detail.to_owned() };
    assert_eq!(refused(b"PK\x03\x04\x14\x00\x06\x00rest"), detail("it is a spreadsheet or an archive"));
    assert_eq!(refused(b"Ref,Qty\n\x00\x01"), detail("it has zero bytes"));
    assert_eq!(refused(b"\xD0\xCF\x11\xE0\x00\x00"), detail("it has zero bytes"));
    assert_eq!(refused(b"\xEF\xBB\xBFRef\xFF"), detail("it is marked as UTF-8 and is not"));
    assert_eq!(refused(b"\xFF\xFE\x00\xD8"), detail("it is marked as UTF-16LE and is not"));
}

#[test]
fn a_file_that_is_too_large_is_refused_before_it_is_read() {
    let error = decode(&vec![b'x'; (MOST_MEGABYTES << 20) + 1]).expect_err("too large");
    assert_eq!(error, ImportError::FileTooLarge { megabytes: MOST_MEGABYTES + 1, most: MOST_MEGABYTES });
}
