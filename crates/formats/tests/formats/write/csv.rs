//! CSV: what stands in it byte by byte, and that it reads back as what it was.

use partwright_domain::export::{Cell, Column, Head, Preset, Row, Shape, Subject, Wanted};
use partwright_formats::formula;
use partwright_formats::write::{Format, Options};
use proptest::prelude::*;

use super::{any, bom, exported, lamp, row, written};

fn text(options: Options, rows: Vec<Vec<Cell>>) -> String {
    String::from_utf8(written(Format::Csv, options, any(rows)).expect("a document")).expect("UTF-8")
}

#[test]
fn a_table_has_a_header_and_lines_that_end_in_carriage_return_and_line_feed() {
    let told = text(Options::default(), vec![row("a, \"b\"\nc"), vec![const { Cell::Empty }; 8]]);
    assert_eq!(
        told,
        "Text,Whole,Decimal,Money (EUR),Moment,Flag,Link,List\r\n\
         \"a, \"\"b\"\"\nc\",7,-0.25,1234.5,2026-01-01 00:00 UTC,DNP,https://example.com/a?b=1&c=2,\"R1, R2\"\r\n\
         ,,,,,,,\r\n"
    );
}

#[test]
fn a_text_that_a_spreadsheet_would_run_is_escaped_and_a_number_is_not() {
    let first = |options, cell: &str| {
        let told = text(options, vec![row(cell)]);
        let mut reader = csv::ReaderBuilder::new().from_reader(told.as_bytes());
        reader.records().next().expect("a row").expect("CSV")[0].to_owned()
    };
    for formula in ["=1+1", "+5V", "-x", "@A1", "\tx", "\rx", "=cmd|' /C calc'!A0", "-1e5", "'=1"] {
        assert_eq!(first(Options::default(), formula), format!("'{formula}"));
        assert_eq!(first(Options { plain: true, ..Options::default() }, formula), formula);
    }
    for harmless in ["-5", "-0.25", "1-2", "R1", "'quoted'", "0402"] {
        assert_eq!(first(Options::default(), harmless), harmless);
    }
}

#[test]
fn a_mark_stands_before_everything_when_it_is_asked_for() {
    let told = text(Options { mark: true, ..Options::default() }, Vec::new());
    assert!(told.starts_with("\u{feff}Text,"), "{told}");
    assert!(text(Options::default(), Vec::new()).starts_with("Text,"));
}

#[test]
fn a_layout_that_is_read_by_a_program_is_quoted_and_plain() {
    let (ports, lamp) = lamp();
    let preset = Preset::parse("kicad").expect("a layout");
    let wanted = Wanted::Layout { revision: lamp.board.revision.id, preset, supplier: None, ranges: None };
    let told = exported(&ports, &wanted, Format::Csv, Options::default().for_layout(preset));
    assert_eq!(
        String::from_utf8(told).expect("UTF-8"),
        "\"Reference\",\"Value\",\"Datasheet\",\"Footprint\",\"Qty\",\"DNP\"\r\n\
         \"R1,R2,R3,R5\",\"10k\",\"https://example.com/rc.pdf?a=1&b=2\",\"R_0402\",\"4\",\"\"\r\n\
         \"C1\",\"-100nF\",\"\",\"C_0402\",\"1\",\"\"\r\n\
         \"D1\",\"2700K\",\"\",\"\",\"1\",\"DNP\"\r\n"
    );
}

#[test]
fn the_bom_of_a_lamp_is_a_row_a_line() {
    let (ports, lamp) = lamp();
    let told = exported(&ports, &bom(lamp.board.revision.id, Shape::OneLevel), Format::Csv, Options::default());
    let mut reader = csv::ReaderBuilder::new().from_reader(told.as_slice());
    let header = reader.headers().expect("a header").clone();
    let name = header.iter().position(|name| name == "Name").expect("a name");
    let names: Vec<_> = reader.records().map(|row| row.expect("CSV")[name].to_owned()).collect();
    assert_eq!(names, ["Resistor 10k", "'=SUM(A1) & <b>100nF</b>", "LED, \"warm\" white"]);
}

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same(
        rows in prop::collection::vec(prop::collection::vec("[\u{20}-\u{7e}\r\n\tµ=@+'\"-]{0,12}", 3), 0..8),
        mark: bool,
        quoted: bool,
    ) {
        let columns = vec![Column::text("a", "A"), Column::text("b", "B"), Column::text("c", "C")];
        let told = written(Format::Csv, Options { mark, quoted, plain: false }, |sink| {
            sink.begin(&Head { subject: Subject::Bom, view: "any", title: String::new(), facts: Vec::new(), columns })?;
            for row in &rows {
                sink.row(&Row::flat(row.iter().map(|text| Cell::Text(text.clone())).collect()))?;
            }
            sink.end(&[])
        });
        let told = String::from_utf8(told.expect("a document")).expect("UTF-8");
        let table = told.strip_prefix('\u{feff}').unwrap_or(&told);
        let mut reader = csv::ReaderBuilder::new().from_reader(table.as_bytes());
        let read: Vec<Vec<String>> = reader
            .records()
            .map(|row| row.expect("CSV").iter().map(|cell| formula::unescaped(cell).into_owned()).collect())
            .collect();
        prop_assert_eq!(read, rows);
    }
}
