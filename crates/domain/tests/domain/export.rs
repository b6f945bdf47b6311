//! Documents: what each says of a workspace, row by row and in the end.

mod preset;

use partwright_domain::bom::{BomService, Builds};
use partwright_domain::cancel::Cancel;
use partwright_domain::export::{self, Cell, Fact, Head, Report, Row, Shape, Sink, Stamp, Wanted, Watch};
use partwright_domain::id::RevisionId;
use partwright_domain::ports::Ports;
use partwright_domain::revision::Lifecycle;
use partwright_domain::search::SearchFilter;
use partwright_domain::time::Timestamp;
use partwright_domain::workspace::Progress;
use partwright_domain::{Error, Result};
use partwright_testkit::build::{self, Built, Lamp};

use crate::code;

fn stamp() -> Stamp {
    Stamp { at: Timestamp(1_767_225_600_000), by: "Ada Lovelace".to_owned() }
}

pub(super) fn export(ports: &Ports, wanted: &Wanted) -> Result<Report> {
    let mut report = Report::default();
    ports.store.read("test", |seen| {
        export::write(seen, wanted, &stamp(), &mut report, &mut Watch::new(&Cancel::new(), &mut |_| {}))
    })?;
    Ok(report)
}

fn bom(revision: RevisionId, shape: Shape, builds: &str) -> Wanted {
    Wanted::Bom { revision, shape, builds: Builds::parse(builds).expect("builds"), currency: None }
}

fn lamp() -> (Ports, Lamp) {
    let (ports, _) = build::workspace();
    let lamp = build::lamp(&ports);
    (ports, lamp)
}

/// What stands under a key, row by row.
pub(super) fn column(report: &Report, key: &str) -> Vec<String> {
    let columns = &report.head.as_ref().expect("a head").columns;
    let place = columns.iter().position(|column| column.key == key).expect("a column of that key");
    report.rows.iter().map(|row| row.cells[place].shown(&columns[place].kind).into_owned()).collect()
}

fn total(report: &Report, key: &str) -> String {
    let said = |fact: &&Fact| fact.column.key == key;
    let Fact { column, cell } = report.totals.iter().find(said).expect("a total of that key");
    cell.shown(&column.kind).into_owned()
}

fn number(built: &Built) -> String {
    built.part.number.to_string()
}

#[test]
fn a_bom_of_one_level_has_its_own_lines_and_what_all_levels_come_to() {
    let (ports, lamp) = lamp();
    let report = export(&ports, &bom(lamp.lamp.revision.id, Shape::OneLevel, "1")).expect("a document");
    assert_eq!(column(&report, "part_number"), [&lamp.board, &lamp.cable, &lamp.screw].map(number));
    assert_eq!(column(&report, "quantity"), ["1", "750", "4"]);
    assert_eq!(column(&report, "unit"), ["each", "mm", "each"]);
    assert_eq!(total(&report, "lines"), "3");
    assert_eq!(total(&report, "quantity"), "5 each + 750 mm");
    // Four resistors, a capacitor and 0.75 m of cable at 45 g/m; the LED is not fitted.
    assert_eq!(total(&report, "mass_kg"), "0.0337538");
    assert_eq!(total(&report, "parts_without_mass"), "1");
    assert_eq!(total(&report, "cost_each"), "0.04");
    assert_eq!(total(&report, "worst_state"), "Draft");
}

#[test]
fn an_indented_bom_has_each_level_below_what_it_stands_in() {
    let (ports, lamp) = lamp();
    let report = export(&ports, &bom(lamp.lamp.revision.id, Shape::Indented, "1")).expect("a document");
    let levels: Vec<_> = report.rows.iter().map(|row| row.level).collect();
    assert_eq!(levels, [1, 2, 2, 2, 1, 1]);
    assert_eq!(column(&report, "level"), ["1", "2", "2", "2", "1", "1"]);
    assert_eq!(column(&report, "total"), ["1", "4", "1", "1", "0.75", "4"]);
    assert_eq!(column(&report, "total_unit"), ["each", "each", "each", "each", "m", "each"]);
    assert_eq!(column(&report, "dnp"), ["", "", "", "DNP", "", ""]);
    assert_eq!(column(&report, "designators"), ["", "R1, R2, R3, R5", "C1", "D1", "", ""]);
    assert_eq!(column(&report, "substitutes")[1], number(&lamp.substitute));
    assert_eq!(
        (&*column(&report, "mpn")[1], &*column(&report, "alternates")[1]),
        ("CRCW040210K0FKED", "Yageo RC0402FR-0710KL")
    );
}

#[test]
fn a_flat_bom_has_each_part_once_for_all_builds_and_its_costs_add_up() {
    let (ports, lamp) = lamp();
    let report = export(&ports, &bom(lamp.lamp.revision.id, Shape::Flat, "100")).expect("a document");
    let expected = [&lamp.board, &lamp.resistor, &lamp.capacitor, &lamp.led, &lamp.cable, &lamp.screw].map(number);
    let mut told = column(&report, "part_number");
    assert!(told.is_sorted(), "{told:?}");
    told.sort();
    let mut expected = expected.to_vec();
    expected.sort();
    assert_eq!(told, expected);
    let resistor = column(&report, "part_number").iter().position(|told| *told == number(&lamp.resistor));
    let row = resistor.expect("the resistor");
    let of = |key| column(&report, key)[row].clone();
    assert_eq!(
        (of("quantity"), of("order_code"), of("unit_price"), of("cost")),
        ("400".into(), "C25744".into(), "0.0012".into(), "0.48".into())
    );
    assert_eq!(total(&report, "cost_used"), "0.48");
    assert_eq!(total(&report, "cost_each"), "0.0048");
    // A board, four resistors, a capacitor, four screws and 0.75 m; the board is made of the others and counts not.
    assert_eq!(total(&report, "quantity"), "900 each + 75 m");
    let led = column(&report, "part_number").iter().position(|told| *told == number(&lamp.led)).expect("the LED");
    assert_eq!((&*column(&report, "quantity")[led], &*column(&report, "quantity_dnp")[led]), ("0", "100"));
}

#[test]
fn what_lines_say_by_name_stands_in_columns_of_these_names() {
    let (ports, _) = build::workspace();
    let (board, one) = (build::part("EL-PCA").add_to(&ports), build::part("EL-RES").add_to(&ports));
    build::line(&board, &one)
        .at("R1")
        .property("Side", "top")
        .property("note", "hot")
        .noted("the line's own")
        .add_to(&ports);
    build::line(&board, &one).at("R2").add_to(&ports);
    let report = export(&ports, &bom(board.revision.id, Shape::OneLevel, "1")).expect("a document");
    assert_eq!(column(&report, "property.Side"), ["top", ""]);
    assert_eq!(
        (column(&report, "property.note"), column(&report, "note")[0].as_str()),
        (vec!["hot".to_owned(), String::new()], "the line's own")
    );
    let names: Vec<_> = report.head.expect("a head").columns.iter().map(|column| column.name.to_string()).collect();
    assert!(names.ends_with(&["Note".into(), "Side".into(), "Line note".into()]), "no name stands twice: {names:?}");
}

#[test]
fn a_document_says_of_what_it_is_and_as_of_when() {
    let (ports, lamp) = lamp();
    let report = export(&ports, &bom(lamp.board.revision.id, Shape::OneLevel, "1")).expect("a document");
    let head = report.head.expect("a head");
    let said: Vec<_> =
        head.facts.iter().map(|Fact { column, cell }| (&*column.name, cell.shown(&column.kind))).collect();
    let said: Vec<_> = said.iter().map(|(name, cell)| format!("{name}: {cell}")).collect();
    let first = format!("Part number: {}", lamp.board.part.number);
    assert_eq!(
        said,
        [
            &*first,
            "Name: LED driver",
            "Revision: 1",
            "State: Draft",
            "As of: 2026-01-01 00:00 UTC",
            "Exported by: Ada Lovelace"
        ]
    );
}

#[test]
fn a_list_of_parts_has_every_part_also_beyond_a_page() {
    let (ports, _) = build::workspace();
    for count in 0..3 {
        build::part("EL-RES").named(&format!("R {count}")).value("1k").add_to(&ports);
    }
    build::part("EL-CAP").add_to(&ports);
    let all = Wanted::Parts { query: String::new(), filter: SearchFilter::default(), order: None };
    let report = export(&ports, &all).expect("a document");
    assert_eq!(report.rows.len(), 4);
    assert!(column(&report, "part_number").is_sorted());
    assert_eq!(total(&report, "parts"), "4");
    let some = Wanted::Parts { query: "1k".to_owned(), filter: SearchFilter::default(), order: None };
    assert_eq!(column(&export(&ports, &some).expect("a document"), "name"), ["R 0", "R 1", "R 2"]);
    let filter = SearchFilter { state: Some(Lifecycle::Released), ..SearchFilter::default() };
    let none = Wanted::Parts { query: String::new(), filter, order: None };
    assert_eq!(export(&ports, &none).expect("a document").rows.len(), 0);
    build::part("EL-PCA").named("Main board").add_to(&ports);
    for typed in ["", "board"] {
        let filter = SearchFilter { assemblies: true, ..SearchFilter::default() };
        let made = Wanted::Parts { query: typed.to_owned(), filter, order: None };
        assert_eq!(column(&export(&ports, &made).expect("a document"), "name"), ["Main board"], "{typed:?}");
    }
}

#[test]
fn where_a_part_is_used_is_told_nearest_first_with_how_much() {
    let (ports, lamp) = lamp();
    let report = export(&ports, &Wanted::WhereUsed { part: lamp.resistor.part.id }).expect("a document");
    assert_eq!(column(&report, "part_number"), [&lamp.board, &lamp.lamp].map(number));
    assert_eq!(column(&report, "distance"), ["1", "2"]);
    assert_eq!(column(&report, "quantity"), ["4", "4"]);
    assert_eq!(column(&report, "top"), ["", "yes"]);
}

#[test]
fn a_comparison_tells_what_each_line_said_and_says() {
    let (ports, actor) = build::workspace();
    build::demand_nothing(&ports);
    let (one, two) = (build::part("EL-RES").add_to(&ports), build::part("EL-CAP").add_to(&ports));
    let board = build::part("EL-PCA").add_to(&ports);
    build::line(&board, &one).at("R1 R2").add_to(&ports);
    build::advance(&ports, board.revision.id, Lifecycle::Released);
    let next = build::revise(&ports, &board.part);
    build::line(&next, &one).at("R1 R2 R3").noted("more").add_to(&ports);
    build::line(&next, &two).at("C1").add_to(&ports);
    let wanted = |all_levels| Wanted::Compare { before: board.revision.id, after: next.revision.id, all_levels };
    let report = export(&ports, &wanted(false)).expect("a document");
    assert_eq!(column(&report, "change"), ["changed", "added"]);
    assert_eq!(column(&report, "differs"), ["quantity, reference designators, note", ""]);
    assert_eq!(
        (column(&report, "designators_before"), column(&report, "designators")),
        (vec!["R1, R2".to_owned(), String::new()], vec!["R1, R2, R3".to_owned(), "C1".to_owned()])
    );
    let report = export(&ports, &wanted(true)).expect("a document");
    assert_eq!(column(&report, "difference"), ["1", "1"]);
    assert_eq!(column(&report, "quantity_before"), ["", "2"], "the capacitor comes first");
    BomService::new(ports.clone())
        .add_line(&actor, next.revision.id, two.part.id, build::line(&next, &two).at("C2").content())
        .expect("a line");
    assert_eq!(column(&export(&ports, &wanted(true)).expect("a document"), "difference"), ["2", "1"]);
}

#[test]
fn the_audit_of_a_part_has_each_of_its_entries_newest_first() {
    let (ports, lamp) = lamp();
    let all = export(&ports, &Wanted::Audit { part: None }).expect("a document");
    let units: Vec<u64> =
        all.rows.iter().map(|row| if let Cell::Whole(unit) = row.cells[0] { unit } else { 0 }).collect();
    assert!(units.is_sorted_by(|one, other| one >= other), "{units:?}");
    assert_eq!(units.last(), Some(&1), "down to the first");
    let own = export(&ports, &Wanted::Audit { part: Some(lamp.cable.part.id) }).expect("a document");
    assert_eq!(column(&own, "room"), ["property", "revision", "part"]);
    assert_eq!(column(&own, "action"), ["created"; 3]);
    assert_eq!(column(&own, "changes")[0], "value: nothing → 45 g");
}

#[test]
fn an_export_that_is_cancelled_ends_and_one_that_is_not_tells_how_far_it_is() {
    let (ports, lamp) = lamp();
    let wanted = bom(lamp.lamp.revision.id, Shape::Indented, "1");
    let cancel = Cancel::new();
    let mut told = Vec::new();
    let run = |cancel: &Cancel, sink: &mut dyn Sink, tell: &mut dyn FnMut(Progress)| {
        ports.store.read("test", |seen| export::write(seen, &wanted, &stamp(), sink, &mut Watch::new(cancel, tell)))
    };
    let rows = run(&cancel, &mut Report::default(), &mut |progress| told.push((progress.done, progress.total)));
    assert_eq!((rows, told), (Ok(6), vec![(0, 6), (6, 6)]));
    let mut stopping = StopAfter { cancel: cancel.clone(), rows: 2 };
    let ended = run(&cancel, &mut stopping, &mut |_| {});
    assert_eq!(code(ended), "store.cancelled");
}

/// Cancels after some rows.
struct StopAfter {
    cancel: Cancel,
    rows: usize,
}

impl Sink for StopAfter {
    fn begin(&mut self, _: &Head) -> Result<()> {
        Ok(())
    }

    fn row(&mut self, _: &Row) -> Result<()> {
        self.rows -= 1;
        if self.rows == 0 {
            self.cancel.cancel();
        }
        Ok(())
    }

    fn end(&mut self, _: &[Fact]) -> Result<()> {
        Err(Error::from(partwright_domain::store::StoreError::Unaudited))
    }
}
