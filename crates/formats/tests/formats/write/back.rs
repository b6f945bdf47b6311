//! What is written here is read here: the same cells, under columns whose roles are known.

use partwright_domain::export::{Preset, Shape, Wanted};
use partwright_domain::import::Role;
use partwright_domain::import::column::columns;
use partwright_domain::import::source::{ImportFile, Reading};
use partwright_formats::read::File;
use partwright_formats::write::{Format, Options};

use super::{bom, exported, lamp};

/// The header and the rows of a file.
fn read(bytes: Vec<u8>) -> (Vec<String>, Vec<Vec<String>>) {
    let file = File::from_bytes("bom", bytes).expect("a file that can be read");
    let mut source = file.open(&Reading::default()).expect("a file that can be opened");
    let header = source.header().to_vec();
    let mut rows = Vec::new();
    while let Some(row) = source.next_row().expect("a row") {
        assert_eq!(row.aside, None, "{row:?}");
        // A workbook ends a row at its last cell.
        let last = row.cells.iter().rposition(|cell| !cell.is_empty());
        rows.push(row.cells[..last.map_or(0, |last| last + 1)].to_vec());
    }
    (header, rows)
}

#[test]
fn a_bom_reads_back_the_same_from_every_format_that_is_read() {
    let (ports, lamp) = lamp();
    for (revision, shape) in [(lamp.board.revision.id, Shape::OneLevel), (lamp.lamp.revision.id, Shape::Indented)] {
        let wanted = bom(revision, shape);
        let of = |format, options| read(exported(&ports, &wanted, format, options));
        let csv = of(Format::Csv, Options::default());
        assert_eq!(csv, of(Format::Csv, Options { mark: true, quoted: true, plain: false }));
        assert_eq!(csv, of(Format::Xlsx, Options::default()));
        // JSON says of a flag that is not set the same as of nothing.
        assert_eq!(csv, of(Format::Json, Options::default()));
        let name = csv.0.iter().position(|name| name == "Name").expect("a name");
        assert!(csv.1.iter().any(|row| row[name] == "=SUM(A1) & <b>100nF</b>"), "{csv:?}");
    }
}

#[test]
fn the_columns_of_a_bom_have_the_roles_that_make_it_a_bom_again() {
    let (ports, lamp) = lamp();
    let bytes = exported(&ports, &bom(lamp.board.revision.id, Shape::OneLevel), Format::Csv, Options::default());
    let (header, _) = read(bytes);
    let found = columns(&header, &[], None).expect("columns");
    for (name, role) in [
        ("Part number", Role::PartNumber),
        ("Quantity", Role::Quantity),
        ("Unit", Role::Unit),
        ("Reference designators", Role::Reference),
        ("DNP", Role::Dnp),
        ("Description", Role::Description),
        ("Value", Role::Value),
        ("Footprint", Role::Footprint),
        ("Manufacturer", Role::Manufacturer),
        ("MPN", Role::Mpn),
        ("Datasheet", Role::Datasheet),
        ("Find number", Role::FindNumber),
        ("Note", Role::Note),
        ("Side", Role::Property),
    ] {
        let column = found.iter().find(|column| column.name == name).expect("a column of that name");
        assert_eq!(column.role, role, "{name}");
    }
}

#[test]
fn the_layouts_of_kicad_read_back_as_kicads_own() {
    let (ports, lamp) = lamp();
    for name in ["kicad", "kicad-cli"] {
        let preset = Preset::parse(name).expect("a layout");
        let wanted = Wanted::Layout { revision: lamp.board.revision.id, preset, supplier: None, ranges: None };
        let (header, rows) = read(exported(&ports, &wanted, Format::Csv, Options::default().for_layout(preset)));
        assert_eq!(columns(&header, &[], None).expect("columns")[0].role, Role::Reference);
        assert_eq!((rows.len(), rows[1][1].as_str()), (3, "-100nF"));
    }
}
