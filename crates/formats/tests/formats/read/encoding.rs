//! From bytes to text.

use encoding_rs::{Encoding, GB18030, GBK, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};
use partwright_domain::import::ImportError;
use partwright_domain::import::source::Reading;

use super::{read, read_as, refused};

/// Reads a file whose header is `Ref,Value,<name>` and looks at what became of the name.
#[track_caller]
fn check(bytes: &[u8], encoding: &str, third: &str) {
    let whole = read(bytes);
    assert_eq!((whole.source.encoding, whole.header[2].as_str()), (Some(encoding), third));
}

fn utf_16(text: &str, mark: &[u8], bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    mark.iter().copied().chain(text.encode_utf16().flat_map(bytes)).collect()
}

fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let (bytes, _, broken) = encoding.encode(text);
    assert!(!broken, "{text} is in {}", encoding.name());
    bytes.into_owned()
}

#[test]
fn utf_8_is_taken_with_and_without_a_mark() {
    check("Ref,Value,µ Ω 🦀\nR1,1,x\n".as_bytes(), "UTF-8", "µ Ω 🦀");
    check("\u{feff}Ref,Value,µ\nR1,1,x\n".as_bytes(), "UTF-8", "µ");
    assert_eq!(read("\u{feff}Ref,Value,µ\nR1,1,x\n").header[0], "Ref", "the mark is no part of the first name");
    check(b"Ref,Value,plain\nR1,1,x\n", "UTF-8", "plain");
}

#[test]
fn utf_16_is_taken_with_and_without_a_mark() {
    let text = "Ref,Value,Wért 🦀\r\nR1,10 kΩ,x\r\n";
    check(&utf_16(text, &[0xFF, 0xFE], u16::to_le_bytes), "UTF-16LE", "Wért 🦀");
    check(&utf_16(text, &[0xFE, 0xFF], u16::to_be_bytes), "UTF-16BE", "Wért 🦀");
    check(&utf_16(text, &[], u16::to_le_bytes), "UTF-16LE", "Wért 🦀");
    check(&utf_16(text, &[], u16::to_be_bytes), "UTF-16BE", "Wért 🦀");
}

#[test]
fn utf_32_is_told_apart_from_utf_16_and_refused() {
    let wide =
        |bytes: fn(u32) -> [u8; 4]| "\u{feff}Ref,Value\nR1,x\n".chars().flat_map(|sign| bytes(sign.into())).collect();
    for text in [wide(u32::to_le_bytes), wide(u32::to_be_bytes)] {
        let text: Vec<u8> = text;
        let detail = "its text is UTF-32, which is not read; save it as UTF-8".to_owned();
        assert_eq!(refused(&text), ImportError::NotText { detail });
    }
}

#[test]
fn what_is_no_utf_8_is_windows_1252() {
    check(b"Ref,Value,\xB5F \xB11 % 85 \xB0C \x80 \x96\n", "Windows-1252", "µF ±1 % 85 °C € –");
    check(b"Ref,Value,\x81\x8D\n", "Windows-1252", "\u{81}\u{8d}");
    let german = "Ref,Value,Größe\nR1,1,\u{201c}ähnlich\u{201d} für Gehäuse\nR2,2,– ±5 µm\n";
    check(&encoded(german, WINDOWS_1252), "Windows-1252", "Größe");
}

#[test]
fn chinese_japanese_and_russian_are_told_from_western_text() {
    let chinese = "位号,数量,封装,备注\nR1,1,0402,不要焊接\n";
    let whole = read(encoded(chinese, GBK));
    assert_eq!((whole.source.encoding, whole.header.join(",")), (Some("GBK"), "位号,数量,封装,备注".to_owned()));
    let rare = format!("位号,数量,备注\nU1,1,1.8V↔3.3V\n{}", "U2,1,电平转换合宙官方\n".repeat(9));
    assert_eq!(read(encoded(&rare, GB18030)).source.encoding, Some("GBK"), "a character of its own shape says nothing");
    let japanese = "リファレンス,数量,型番,メーカー\nR1,1,X1,日本電産\n";
    let whole = read(encoded(japanese, SHIFT_JIS));
    assert_eq!((whole.source.encoding, whole.header[3].as_str()), (Some("Shift_JIS"), "メーカー"));
    let russian = "Обозначение;Номинал;Количество\nR1;10к;1\n";
    let whole = read(encoded(russian, WINDOWS_1251));
    assert_eq!((whole.source.encoding, whole.header[0].as_str()), (Some("Windows-1251"), "Обозначение"));
}

#[test]
fn whoever_knows_better_says_the_encoding() {
    let reading = |name: &str| Reading { encoding: Some(name.to_owned()), ..Reading::default() };
    let polish = b"Ref,Value,Ilo\xB6\xE6\nR1,1,2\n";
    let whole = read_as(polish, &reading("iso-8859-2")).expect("rows");
    assert_eq!((whole.source.encoding, whole.header[2].as_str()), (Some("ISO-8859-2"), "Ilość"));
    let error = read_as(polish, &reading("klingon")).expect_err("no such encoding");
    assert_eq!(error, ImportError::EncodingUnknown { name: "klingon".to_owned() });
    let error = read_as(polish, &reading("UTF-8")).expect_err("it is not");
    assert_eq!(error, not_as_taken("UTF-8", 1));
}

#[test]
fn text_that_is_not_what_its_mark_says_is_refused() {
    for (bytes, name) in [(&b"\xEF\xBB\xBFRef,Value\xFF\n"[..], "UTF-8"), (&b"\xFF\xFE\x00\xD8"[..], "UTF-16LE")] {
        assert_eq!(refused(bytes), not_as_taken(name, 1));
    }
}

#[test]
fn utf_8_with_a_damaged_place_is_refused_with_the_line_and_not_read_as_something_else() {
    // Half of a UTF-16 pair, which some programs write as if it were a character.
    assert_eq!(refused(b"Ref,Value\nR1,\xED\xA0\x80\n"), not_as_taken("UTF-8", 2));
    let mut damaged = format!("Ref,Value\n{}", "R1,10 k\u{3a9} \u{b1}1 %\n".repeat(9)).into_bytes();
    damaged.extend(b"R2,\xFF\nR3,x\n");
    assert_eq!(refused(&damaged), not_as_taken("UTF-8", 11));
    let reading = Reading { encoding: Some("Windows-1252".to_owned()), ..Reading::default() };
    assert_eq!(read_as(&damaged, &reading).expect("what somebody chose").rows.len(), 11);
}

#[test]
fn half_a_pair_is_known_wherever_the_file_is_cut() {
    // What is looked at at once ends before it, within it and behind it.
    for before in 64 * 1024 - 4..64 * 1024 + 2 {
        let mut bytes = format!("Ref,Value\nR1,{}", "x".repeat(before - 13)).into_bytes();
        bytes.extend(b"\xED\xBF\xBF\n");
        assert_eq!(refused(&bytes), not_as_taken("UTF-8", 2), "{before}");
    }
}

fn not_as_taken(name: &str, line: u64) -> ImportError {
    let detail = format!(
        "it is taken for {name}, and line {line} has bytes that are not; where it is another, choose its encoding"
    );
    ImportError::NotText { detail }
}

#[test]
fn a_character_may_be_cut_anywhere() {
    // Longer than what is decoded at once, with a character of three bytes at every place.
    let text = format!("Ref,Value\n{}", "R1,ΩΩΩ€€€🦀x\n".repeat(4000));
    let whole = read(&text);
    assert_eq!(whole.rows.len(), 4000);
    assert!(whole.rows.iter().all(|row| row.cells == ["R1", "ΩΩΩ€€€🦀x"]));
}
