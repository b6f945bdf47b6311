//! What a file is, by its bytes and never by its name.

use partwright_domain::import::ImportError;
use partwright_domain::import::source::{ImportFile, Reading};
use partwright_formats::read::File;

use super::refused;

#[track_caller]
fn check(bytes: &[u8], what: &str) {
    let ImportError::NotText { detail } = refused(bytes) else { panic!("{what} is no text") };
    assert!(detail.contains(what), "{detail} says {what}");
}

#[test]
fn what_is_no_file_of_rows_is_refused_with_what_it_looks_like() {
    check(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3", "PDF");
    check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture");
    check(b"\xFF\xD8\xFF\xE0\0\x10JFIF", "picture");
    check(b"{\\rtf1\\ansi Ref}", "text document");
    check(b"\x1F\x8B\x08\0\0\0\0\0", "packed");
    check(b"SQLite format 3\0\x10\0", "database");
    check(b"<!DOCTYPE html>\n<html><table><tr><td>Ref", "web page");
    check(b"\xEF\xBB\xBF  <HTML><body>", "web page");
    check(b"<?xml version=\"1.0\"?>\n<!-- x --><eagle version=\"9\">", "EAGLE");
    check(b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>\n<Workbook xmlns=\"x\">", "Excel 2003");
    check(b"<?xml version=\"1.0\"?>\n<bom><part/></bom>", "XML");
    check(b"(kicad_sch (version 20231120)", "schematic");
    check(b"(export (version \"E\")", "netlist for boards");
    check(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "empty archive");
    check(b"PK\x03\x04\x14\0\x06\0rest", "damaged");
    check(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", "damaged");
    check(b"Ref,Qty\n\x00\x01", "NUL bytes");
}

#[test]
fn a_file_is_named_by_its_hash() {
    let file = File::from_bytes("a.csv", *b"abc,Ref\n").expect("a file");
    assert_eq!(file.name(), "a.csv");
    assert_eq!(file.sha256().len(), 64);
    let hello = File::from_bytes("b", *b"hello").expect("a file");
    assert_eq!(hello.sha256(), "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
}

#[test]
fn a_file_that_is_not_there_says_so() {
    let error = File::open("/nowhere/at/all.csv").expect_err("it is not there");
    assert_eq!(error.code(), "import.file_unreadable");
}

#[test]
fn a_path_and_its_bytes_are_the_same_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("board.pdf");
    let bytes = b"Ref,Value\nR1,1k\n";
    std::fs::write(&path, bytes).expect("a file");
    let (of_path, of_bytes) = (File::open(&path).expect("a file"), File::from_bytes("x", *bytes).expect("a file"));
    assert_eq!((of_path.name(), of_path.sha256()), ("board.pdf", of_bytes.sha256()));
    let read = |file: &File| super::try_read(file, &Reading::default()).expect("rows");
    assert_eq!(read(&of_path), read(&of_bytes));
}

#[test]
fn a_file_that_somebody_writes_to_is_read_no_further() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, before, after) in [
        ("board.csv", "Ref,Value\nR1,1k\n", "Ref,Value\nR1,1k\nR2,2k\n"),
        (
            "board.json",
            r#"{"format":"partwright-bom","version":1,"lines":[{"Ref":"R1"}]}"#,
            r#"{"format":"partwright-bom","version":1,"lines":[]}"#,
        ),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, before).expect("a file");
        let file = File::open(&path).expect("a file");
        assert!(file.verify().is_ok());
        std::fs::write(&path, after).expect("another file");
        let refused = super::try_read(&file, &Reading::default()).expect_err("the file changed");
        assert_eq!(refused.code(), "import.file_changed", "{name}");
        assert_eq!(file.verify().expect_err("the file changed").code(), "import.file_changed", "{name}");
    }
}

#[test]
fn a_file_that_shows_no_change_is_known_by_its_hash() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("board.csv");
    std::fs::write(&path, "Ref,Value\nR1,1k\n").expect("a file");
    let file = File::open(&path).expect("a file");
    let written = std::fs::metadata(&path).and_then(|found| found.modified()).expect("a time");
    // As long as before, and as old.
    std::fs::write(&path, "Ref,Value\nR1,2k\n").expect("another file");
    let other = std::fs::File::options().write(true).open(&path).expect("a file");
    other.set_modified(written).expect("a time");
    assert!(super::try_read(&file, &Reading::default()).is_ok());
    assert_eq!(file.verify().expect_err("the file changed").code(), "import.file_changed");
}
