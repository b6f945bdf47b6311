//! Documents as files: what each format makes of one, and that what is written can be read.

mod back;
mod csv;
mod destination;
mod formula;
mod html;
mod json;
mod xlsx;

use std::io::Cursor;

use partwright_domain::bom::Builds;
use partwright_domain::cancel::Cancel;
use partwright_domain::decimal::Decimal;
use partwright_domain::export::{
    self, Cell, Column, Fact, Head, Kind, Row, Shape, Sink, Stamp, Subject, Wanted, Watch,
};
use partwright_domain::id::RevisionId;
use partwright_domain::ports::Ports;
use partwright_domain::supplier_part::Currency;
use partwright_domain::time::Timestamp;
use partwright_domain::{Error, Result};
use partwright_formats::write::{Format, Options, document};
use partwright_testkit::build::{self, Lamp};

fn lamp() -> (Ports, Lamp) {
    let (ports, _) = build::workspace();
    let lamp = build::lamp(&ports);
    (ports, lamp)
}

fn bom(revision: RevisionId, shape: Shape) -> Wanted {
    Wanted::Bom { revision, shape, builds: Builds::parse("10").expect("builds"), currency: None }
}

/// What is wanted, as a file of that format.
fn exported(ports: &Ports, wanted: &Wanted, format: Format, options: Options) -> Vec<u8> {
    let stamp = Stamp { at: Timestamp(1_767_225_600_000), by: "Ada <Lovelace>".to_owned() };
    let written = ports.store.read("test", |seen| {
        written(format, options, |sink| {
            export::write(seen, wanted, &stamp, sink, &mut Watch::new(&Cancel::new(), &mut |_| {})).map(drop)
        })
    });
    written.expect("a document")
}

fn written(format: Format, options: Options, make: impl FnOnce(&mut dyn Sink) -> Result<()>) -> Result<Vec<u8>, Error> {
    let mut out = Cursor::new(Vec::new());
    document(format, options, &mut out, make)?;
    Ok(out.into_inner())
}

/// A document of a column of each kind, with these rows.
fn any(rows: Vec<Vec<Cell>>) -> impl FnOnce(&mut dyn Sink) -> Result<()> {
    let euros = Currency::parse("EUR").expect("a currency");
    let columns = vec![
        Column::text("text", "Text"),
        Column::whole("whole", "Whole"),
        Column::decimal("decimal", "Decimal"),
        Column::new("money", "Money", Kind::Money(euros)),
        Column::new("moment", "Moment", Kind::Moment),
        Column::new("flag", "Flag", Kind::Flag { yes: "DNP", no: "" }),
        Column::new("link", "Link", Kind::Link),
        Column::new("list", "List", Kind::List),
    ];
    move |sink| {
        let facts = vec![Fact::text("about", "About", "anything")];
        sink.begin(&Head { subject: Subject::Bom, view: "any", title: "Any".to_owned(), facts, columns })?;
        for cells in rows {
            sink.row(&Row::flat(cells))?;
        }
        sink.end(&[Fact::count("lines", "Lines", 2)])
    }
}

fn decimal(text: &str) -> Cell {
    Cell::Decimal(Decimal::parse(text).expect("a number"))
}

/// A row of a cell of each kind, with that text.
fn row(text: &str) -> Vec<Cell> {
    vec![
        Cell::Text(text.to_owned()),
        Cell::Whole(7),
        decimal("-0.25"),
        decimal("1234.5"),
        Cell::Moment(Timestamp(1_767_225_600_000)),
        Cell::Flag(true),
        Cell::Link("https://example.com/a?b=1&c=2".to_owned()),
        Cell::List(vec!["R1".to_owned(), "R2".to_owned()]),
    ]
}
