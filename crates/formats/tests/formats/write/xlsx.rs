//! Workbooks, opened again with another library than the one that wrote them.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use partwright_domain::export::{Cell, Column, Head, Row, Shape, Subject};
use partwright_formats::write::{Format, MOST_TEXT, Options};

use zip::ZipArchive;

use super::{any, bom, decimal, exported, lamp, row, written};

fn open(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).expect("a workbook")
}

fn sheet(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str) -> Vec<Vec<Data>> {
    book.worksheet_range(name).expect("a sheet").rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn a_workbook_has_the_rows_on_one_sheet_and_what_is_said_of_the_whole_on_another() {
    let mut book = open(written(Format::Xlsx, Options::default(), any(vec![row("=1+1")])).expect("a workbook"));
    let rows = sheet(&mut book, "BOM");
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0][3], Data::String("Money (EUR)".to_owned()));
    assert_eq!(rows[1][0], Data::String("=1+1".to_owned()), "a text, and no formula");
    assert_eq!((&rows[1][1], &rows[1][2], &rows[1][3]), (&Data::Float(7.0), &Data::Float(-0.25), &Data::Float(1234.5)));
    assert_eq!(rows[1][4].to_string(), "46023", "2026-01-01 in days since 1900");
    assert_eq!(rows[1][5], Data::String("DNP".to_owned()));
    assert_eq!(rows[1][6], Data::String("https://example.com/a?b=1&c=2".to_owned()));
    assert_eq!(rows[1][7], Data::String("R1, R2".to_owned()));
    let about = sheet(&mut book, "About");
    let said: Vec<_> = about.iter().map(|row| format!("{}: {}", row[0], row[1])).collect();
    assert_eq!(said, ["Title: Any", "About: anything", "Lines: 2"]);
}

#[test]
fn texts_that_look_like_formulas_are_quoted_and_moments_say_that_they_are_in_utc() {
    let bytes = written(Format::Xlsx, Options::default(), any(vec![row("=cmd|' /C calc'!A0")])).expect("a workbook");
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut entry = |path| std::io::read_to_string(zip.by_name(path).expect("an entry")).expect("UTF-8");
    let styles = entry("xl/styles.xml");
    assert!(styles.contains("quotePrefix=\"1\"") && styles.contains("yyyy-mm-dd hh:mm &quot;UTC&quot;"), "{styles}");
    let sheet = entry("xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>") && sheet.contains("state=\"frozen\""), "{sheet}");
}

#[test]
fn a_number_that_a_double_cannot_hold_is_written_as_a_text() {
    for (number, written_as) in [
        ("123456789012345", Data::Float(123_456_789_012_345.0)),
        ("0.000000123456789", Data::Float(0.000_000_123_456_789)),
        ("1234567890123456", Data::String("1234567890123456".to_owned())),
        ("0.1234567890123456", Data::String("0.1234567890123456".to_owned())),
    ] {
        let mut cells = row("x");
        cells[2] = decimal(number);
        let mut book = open(written(Format::Xlsx, Options::default(), any(vec![cells])).expect("a workbook"));
        assert_eq!(sheet(&mut book, "BOM")[1][2], written_as);
    }
}

#[test]
fn the_same_document_is_the_same_workbook_to_the_last_byte() {
    let book = || written(Format::Xlsx, Options::default(), any(vec![row("a"), row("b")])).expect("a workbook");
    assert_eq!(book(), book());
}

#[test]
fn the_bom_of_a_lamp_opens_again_with_the_same_cells() {
    let (ports, lamp) = lamp();
    let wanted = bom(lamp.lamp.revision.id, Shape::Indented);
    let mut book = open(exported(&ports, &wanted, Format::Xlsx, Options::default()));
    let told = exported(&ports, &wanted, Format::Csv, Options { plain: true, ..Options::default() });
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(told.as_slice());
    let rows: Vec<Vec<String>> =
        reader.records().map(|row| row.expect("CSV").iter().map(str::to_owned).collect()).collect();
    let cells: Vec<Vec<String>> =
        sheet(&mut book, "BOM").iter().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(cells, rows);
}

#[test]
fn a_text_that_no_cell_can_hold_is_refused() {
    let mut cells = row("x");
    cells[0] = Cell::Text("x".repeat(MOST_TEXT + 1));
    let refused = written(Format::Xlsx, Options::default(), any(vec![cells])).expect_err("too long a text");
    assert_eq!(refused.code(), "export.text_too_long");
}

#[test]
fn many_rows_are_written_and_read_again() {
    let columns = vec![Column::whole("a", "A"), Column::text("b", "B")];
    let book = written(Format::Xlsx, Options::default(), |sink| {
        sink.begin(&Head { subject: Subject::Parts, view: "any", title: String::new(), facts: Vec::new(), columns })?;
        for number in 0..5000 {
            sink.row(&Row::flat(vec![Cell::Whole(number), Cell::Text(format!("row {number}"))]))?;
        }
        sink.end(&[])
    });
    let rows = sheet(&mut open(book.expect("a workbook")), "Parts");
    assert_eq!((rows.len(), &rows[5000]), (5001, &vec![Data::Float(4999.0), Data::String("row 4999".to_owned())]));
}
