//! What we write, we read.

use std::io::Cursor;

use partwright_domain::export::{Cell, Column, Fact, Head, Kind, Row, Sink, Subject};
use partwright_domain::{Result, decimal::Decimal};
use partwright_formats::write::{Format, Options, document};

use super::read;

fn tell(sink: &mut dyn Sink) -> Result<()> {
    let columns = vec![
        Column::text("part_number", "Part number"),
        Column::text("value", "Value"),
        Column::decimal("quantity", "Quantity"),
        Column::new("designators", "Reference designators", Kind::List),
        Column::new("dnp", "DNP", Kind::Flag { yes: "DNP", no: "" }),
    ];
    let title = "A board".to_owned();
    sink.begin(&Head { subject: Subject::Bom, view: "lines", title, facts: Vec::new(), columns })?;
    let places = Cell::list(vec!["R1".to_owned(), "R2".to_owned()]);
    let quantity = Cell::number(&Decimal::parse("0.25")?);
    let minus = Cell::text("-5V \"x\", µ");
    sink.row(&Row::flat(vec![Cell::text("EL-RES-100042"), minus, quantity, places, Cell::Flag(true)]))?;
    sink.row(&Row::flat(vec![Cell::Empty, Cell::text("=1+1"), Cell::Empty, Cell::Empty, Cell::Flag(false)]))?;
    sink.end(&[Fact::count("lines", "Lines", 2)])
}

#[test]
fn a_bom_that_was_exported_is_read_with_the_cells_it_had() {
    for format in [Format::Csv, Format::Json, Format::Xlsx] {
        let mut bytes = Cursor::new(Vec::new());
        document(format, Options::default(), &mut bytes, tell).expect("a document");
        let whole = read(bytes.into_inner());
        assert_eq!(whole.header[..5], ["Part number", "Value", "Quantity", "Reference designators", "DNP"], "{format}");
        let cells: Vec<_> = whole.parts().iter().take(2).map(|row| row.cells[..].join("|")).collect();
        let first = cells[0].replace("R1 R2", "R1, R2");
        assert_eq!(first, "EL-RES-100042|-5V \"x\", µ|0.25|R1, R2|DNP", "{format}");
        assert_eq!(cells[1].trim_end_matches('|'), "|=1+1", "{format}");
    }
}
