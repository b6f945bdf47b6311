//! Layouts: the columns of each, which lines they list, and ranges that read back as what they were.

use partwright_domain::bom::designator;
use partwright_domain::export::{Cell, Preset, Report, Wanted, ranges};
use partwright_domain::id::RevisionId;
use partwright_domain::ports::Ports;
use partwright_domain::supplier_part::Supplier;
use partwright_testkit::build;
use proptest::prelude::*;

use super::{export, lamp};
use crate::code;

fn layout(revision: RevisionId, name: &str) -> Wanted {
    Wanted::Layout { revision, preset: Preset::parse(name).expect("a layout"), supplier: None, ranges: None }
}

/// A document as a table of texts, its header first.
fn table(ports: &Ports, wanted: &Wanted) -> String {
    let Report { head, rows, totals } = export(ports, wanted).expect("a document");
    let columns = head.expect("a head").columns;
    assert!(totals.is_empty(), "whoever reads a layout expects nothing below its rows");
    let names: Vec<_> = columns.iter().map(|column| column.name.to_string()).collect();
    let row = |cells: &[_]| {
        let shown = cells.iter().zip(&columns).map(|(cell, column): (&Cell, _)| cell.shown(&column.kind));
        shown.collect::<Vec<_>>().join(" | ")
    };
    let rows = rows.iter().map(|each| row(&each.cells).trim_end().to_owned());
    std::iter::once(names.join(" | ")).chain(rows).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_layout_has_its_columns_and_the_lines_that_it_lists() {
    let (ports, lamp) = lamp();
    let told: Vec<_> = Preset::ALL
        .iter()
        .map(|preset| format!("# {}\n{}", preset.name, table(&ports, &layout(lamp.board.revision.id, preset.name))))
        .collect();
    insta::assert_snapshot!(told.join("\n\n"), @r##"
    # assembly
    Designator | Quantity | Value | Footprint | MPN | Manufacturer | Supplier | Order code | DNP | Description | Note
    R1, R2, R3, R5 | 4 | 10k | R_0402 | RC0402FR-0710KL | Yageo | LCSC Electronics | C25744 |  | Resistor 10k |
    C1 | 1 | -100nF | C_0402 | GRM155R71C104KA88D | Murata |  |  |  | =SUM(A1) & <b>100nF</b> | close to U1
    = the pin
    D1 | 1 | 2700K |  |  |  |  |  | DNP | LED, "warm" white |

    # jlcpcb
    Comment | Designator | Footprint | JLCPCB Part #
    10k | R1,R2,R3,R5 | R_0402 | C25744
    -100nF | C1 | C_0402 |

    # pcbway
    Item # | *Designator | *Qty | Manufacturer | *Mfg Part # | Description / Value | *Package/Footprint | Type | Your Instructions / Notes
    1 | R1,R2,R3,R5 | 4 | Vishay | CRCW040210K0FKED | 10k | R_0402 |  |
    2 | C1 | 1 | Murata | GRM155R71C104KA88D | -100nF | C_0402 |  | close to U1
    = the pin

    # seeed
    Designator | Manufacturer Part Number or Seeed SKU | Qty | Link
    R1,R2,R3,R5 | CRCW040210K0FKED | 4 | https://example.com/rc.pdf?a=1&b=2
    C1 | GRM155R71C104KA88D | 1 |

    # eurocircuits
    Reference | Qty | Manufacturer | MPN | Supplier | SPN | Component package type | Description
    R1,R2,R3,R5 | 4 | Yageo | RC0402FR-0710KL | LCSC Electronics | C25744 | R_0402 | 10k
    C1 | 1 | Murata | GRM155R71C104KA88D |  |  | C_0402 | -100nF

    # kicad
    Reference | Value | Datasheet | Footprint | Qty | DNP
    R1,R2,R3,R5 | 10k | https://example.com/rc.pdf?a=1&b=2 | R_0402 | 4 |
    C1 | -100nF |  | C_0402 | 1 |
    D1 | 2700K |  |  | 1 | DNP

    # kicad-cli
    Refs | Value | Footprint | Qty | DNP
    R1-R3,R5 | 10k | R_0402 | 4 |
    C1 | -100nF | C_0402 | 1 |
    D1 | 2700K |  | 1 | DNP
    "##);
}

#[test]
fn a_layout_takes_the_order_codes_of_the_supplier_that_is_named() {
    let (ports, lamp) = lamp();
    let preset = Preset::parse("assembly").expect("a layout");
    let supplier = Some(Supplier::parse("northwind").expect("a supplier"));
    let wanted = Wanted::Layout { revision: lamp.board.revision.id, preset, supplier, ranges: Some(true) };
    let told = table(&ports, &wanted);
    assert!(told.contains("R1-R3, R5 | 4") && told.contains("Northwind | NW-10K"), "{told}");
}

#[test]
fn a_measured_quantity_is_told_with_its_unit() {
    let (ports, lamp) = lamp();
    let told = table(&ports, &layout(lamp.lamp.revision.id, "kicad"));
    assert!(told.contains(" | 750 mm |"), "{told}");
}

#[test]
fn a_row_has_no_more_designators_than_its_reader_takes() {
    let (ports, _) = build::workspace();
    let (board, resistor) = (build::part("EL-PCA").add_to(&ports), build::part("EL-RES").value("1k").add_to(&ports));
    build::line(&board, &resistor).at("R1-R450").add_to(&ports);
    let told = table(&ports, &layout(board.revision.id, "jlcpcb"));
    let counts: Vec<_> = told.lines().skip(1).map(|row| row.matches('R').count()).collect();
    assert_eq!(counts, [200, 200, 50]);
}

#[test]
fn a_layout_of_placed_parts_is_refused_where_nothing_is_placed() {
    let (ports, lamp) = lamp();
    assert_eq!(code(export(&ports, &layout(lamp.lamp.revision.id, "jlcpcb"))), "export.nothing_placed");
    assert_eq!(Preset::parse("jlc").expect_err("no such layout").code(), "export.preset_unknown");
}

#[test]
fn runs_of_three_or_more_become_ranges_and_nothing_else_does() {
    let told = |text: &str| {
        let words: Vec<_> = text.split(' ').map(str::to_owned).collect();
        ranges(&words).join(" ")
    };
    assert_eq!(told("R1 R2 R3 R4"), "R1-R4");
    assert_eq!(told("R1 R2"), "R1 R2");
    assert_eq!(told("R1 R2 R3 C1 C2 R4"), "R1-R3 C1 C2 R4");
    assert_eq!(told("R08 R09 R10 R11"), "R08-R11");
    assert_eq!(told("R8 R9 R10"), "R8-R10");
    assert_eq!(told("R08 R9 R10"), "R08 R9 R10");
    assert_eq!(told("TA-1 TA-2 TA-3"), "TA-1 TA-2 TA-3");
    assert_eq!(told("1 2 3"), "1 2 3");
    assert_eq!(told("R4294967294 R4294967295"), "R4294967294 R4294967295");
}

proptest! {
    #[test]
    fn ranges_read_back_as_the_designators_they_were_made_from(
        words in prop::collection::vec("(R|C|BTN|TA-)[0-9]{1,2}", 1..40),
    ) {
        let mut words = words;
        words.sort();
        words.dedup();
        // What looks like a range to begin with is one to whoever reads it.
        let told = ranges(&words).join(", ");
        let read = designator::parse_list(&told).expect("designators");
        let read: Vec<_> = read.iter().map(ToString::to_string).collect();
        prop_assert_eq!(read, words);
    }
}
