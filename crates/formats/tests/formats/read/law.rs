//! Laws of reading, on random files: what was written is read, and nothing makes it fall over.

use csv::{QuoteStyle, Terminator, WriterBuilder};
use encoding_rs::{Encoding, GBK, UTF_8, WINDOWS_1252};
use partwright_domain::import::source::Reading;
use partwright_formats::read::File;
use proptest::prelude::*;

use super::{read_as, try_read};

/// Cells without white space round them, which says nothing, and without what only spreadsheets mean.
fn cell(letters: &'static str) -> impl Strategy<Value = String> {
    proptest::string::string_regex(letters).expect("a pattern").prop_map(|text| text.trim().to_owned())
}

fn rows(letters: &'static str) -> impl Strategy<Value = Vec<[String; 3]>> {
    prop::collection::vec([cell(letters), cell(letters), cell(letters)], 1..12)
}

fn written(rows: &[[String; 3]], delimiter: u8, terminator: Terminator, quotes: QuoteStyle) -> String {
    let mut writer =
        WriterBuilder::new().delimiter(delimiter).terminator(terminator).quote_style(quotes).from_writer(Vec::new());
    writer.write_record(["Reference", "Qty", "Value"]).expect("a header");
    for row in rows {
        writer.write_record(row).expect("a row");
    }
    String::from_utf8(writer.into_inner().expect("bytes")).expect("text")
}

proptest! {
    #[test]
    fn what_a_writer_wrote_is_read_again(
        rows in rows("[a-z0-9,;|\"'µ\n. ]{0,8}[a-z0-9\"]"),
        delimiter in prop::sample::select(vec![b',', b';', b'\t', b'|']),
        is_crlf in any::<bool>(),
        is_quoted in any::<bool>(),
    ) {
        let terminator = if is_crlf { Terminator::CRLF } else { Terminator::Any(b'\n') };
        let quotes = if is_quoted { QuoteStyle::Always } else { QuoteStyle::Necessary };
        let text = written(&rows, delimiter, terminator, quotes);
        let reading = Reading { delimiter: Some(char::from(delimiter)), header_row: Some(1), ..Reading::default() };
        let whole = read_as(text.as_bytes(), &reading).expect("rows");
        let read: Vec<_> = whole.rows.iter().map(|row| row.cells.clone()).collect();
        prop_assert_eq!(read, rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>());
    }

    #[test]
    fn what_was_encoded_is_decoded(
        rows in rows("[a-z]{0,3}[äöüéµ°±]{0,2}[a-z]{1,3}"),
        encoding in prop::sample::select(vec![UTF_8, WINDOWS_1252]),
    ) {
        let text = written(&rows, b',', Terminator::Any(b'\n'), QuoteStyle::Necessary);
        let whole = read_as(&encoding.encode(&text).0, &Reading::default()).expect("rows");
        let read: Vec<_> = whole.rows.iter().map(|row| row.cells.clone()).collect();
        prop_assert_eq!(read, rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>());
    }

    #[test]
    fn western_text_is_never_taken_for_chinese(text in "[a-zA-Z ,\n]{0,40}[äöüÄÖÜßéèµ°±€–„“]{1,2}[a-zA-Z ,\n]{1,40}") {
        let text = format!("Ref,Value,x\n{text}\nR1,1,é\n");
        let whole = read_as(&WINDOWS_1252.encode(&text).0, &Reading::default());
        if let Ok(whole) = whole {
            prop_assert_eq!(whole.source.encoding, Some("Windows-1252"));
        }
    }

    #[test]
    fn no_bytes_make_it_fall_over(
        begin in prop::sample::select(vec![
            &b""[..], b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"<export><components><comp ref=\"R1\">", b"{\"format\":",
            b"Ref,Value\n", b"\xFF\xFE", b"sep=", b"'Ref';'Value'\n",
        ]),
        rest in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        let bytes = [begin, &rest].concat();
        for reading in [Reading::default(), Reading { header_row: Some(0), ..Reading::default() }] {
            if let Err(error) = File::from_bytes("x", bytes.clone()).and_then(|file| try_read(&file, &reading)) {
                prop_assert!(error.code().starts_with("import."));
            }
        }
    }
}

#[test]
fn an_encoding_that_was_chosen_is_kept() {
    let encodings: [&'static Encoding; 2] = [GBK, WINDOWS_1252];
    for encoding in encodings {
        let reading = Reading { encoding: Some(encoding.name().to_owned()), ..Reading::default() };
        let whole = read_as(b"Ref,Value\nR1,\xB0\xA1\n", &reading).expect("rows");
        let expected = if encoding == GBK { "啊" } else { "°¡" };
        assert_eq!(whole.rows[0].cells[1], expected);
    }
}
