//! The fuzz targets on the stable compiler, with a seed that is always the same.
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test, and the message says which")]

mod bounds;
#[cfg(target_os = "linux")]
mod memory;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use partwright_domain::store::Store;
use partwright_hostile::wire::{Asked, Field, Known, Maker, Shape, Wire};
use partwright_hostile::{Choices, book, netlist, number, package, rounds, rows, search, wire};
use partwright_testkit::memory::MemoryStore;
use partwright_testkit::{build, figures};

/// Tries a target with so many changed inputs, and more under `cargo xtask torture`.
fn tried(target: &str, rounds: u32, body: impl Fn(&[u8])) {
    let rounds = usize::try_from(rounds * figures::length()).expect("a number of rounds");
    let inputs = rounds::run(target, rounds, body);
    figures::tell(&format!("hostile {target}"), &[("inputs", inputs as u64)]);
}

#[test]
fn any_bytes_are_rows_or_a_refusal() {
    tried("rows", 1_500, rows::body);
}

#[test]
fn any_part_of_a_spreadsheet_is_rows_or_a_refusal() {
    tried("book", 1_000, book::body);
}

#[test]
fn every_kind_of_spreadsheet_is_reached_with_what_the_corpus_begins_with() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/book");
    for kind in ["xlsx", "xlsb", "xls", "ods"] {
        let seed = std::fs::read(folder.join(kind)).expect(kind);
        assert_eq!(book::read_as(&seed), Ok((kind, 1)), "a seed of each kind has a row");
    }
}

#[test]
fn any_netlist_is_components_or_a_refusal() {
    tried("netlist", 1_500, netlist::body);
}

#[test]
fn any_text_is_a_number_or_a_refusal() {
    tried("number", 4_000, number::body);
}

#[test]
fn any_search_is_answered_and_the_same_by_both_stores() {
    tried("search", 400, search::body);
}

#[test]
fn any_change_to_a_package_is_found_or_refused() {
    tried("package", 300, package::body);
}

#[test]
fn a_target_that_falls_over_is_noticed_with_its_input() {
    let told = catch_unwind(|| {
        rounds::run("number", 2_000, |input| assert!(!input.contains(&b'"'), "planted"));
    });
    let told = told.expect_err("a target that falls over a quote");
    let told = told.downcast_ref::<String>().expect("a sentence");
    assert!(told.starts_with("number falls over") && told.contains("\\\""), "{told}");
}

#[test]
fn a_search_that_misses_a_part_is_noticed() {
    let store = || -> Arc<dyn Store> { Arc::new(MemoryStore::new()) };
    let (whole, less) = (store(), store());
    let [more, _] = [&whole, &less].map(|store| build::ports_on(Arc::clone(store))).map(|ports| {
        search::company(&ports);
        ports
    });
    let tried = |data: &[u8]| catch_unwind(AssertUnwindSafe(|| search::alike(&whole, &less, data)));
    // Any order, no range, five characters.
    let resistor = b"\x01\x00\x00\x054k7 0";
    assert!(tried(resistor).is_ok(), "two that are alike");
    build::part("EL-RES").named("Resistor 4k7 0603").add_to(&more);
    assert!(tried(resistor).is_err(), "one has a part that the other does not find");
    assert!(tried(b"\x01\x00\x00\x03XYZ").is_ok(), "where nothing is found, there is nothing to miss");
}

#[test]
fn requests_are_made_of_the_types_of_the_page() {
    let module = r#"// Generated.
/** A part. */
export type NewPart = { name: string, /** May be left out. */ note?: string, lines: Array<Line>, } & ({ "kind": "old" } | { "kind": "new" });
export type Line = { count: number, fitted: boolean | null, };
export interface Commands {
  part_create: { request: NewPart; answer: string | null };
  file_attach: { request: Line; bytes: Uint8Array; answer: Array<Line> };
}
"#;
    let wire = Wire::parse(module);
    assert_eq!(wire.commands().len(), 2);
    assert!(!wire.commands()[0].has_bytes && wire.commands()[1].has_bytes);
    let field = |name: &str, shape| Field { name: name.to_owned(), is_optional: false, shape };
    let flag = Shape::OneOf(vec![Shape::Flag, Shape::Null]);
    let line = Shape::Object(vec![field("count", Shape::Number), field("fitted", flag)]);
    assert_eq!(wire.named("Line"), Some(&line));
    let known = Known::default();
    let maker = Maker { wire: &wire, known: &known, folder: "/nowhere" };
    let Asked { command, .. } = &wire.commands()[0];
    assert_eq!(command, "part_create");
    let plain = maker.request(&wire.commands()[0], &mut Choices::new(&[]));
    assert_eq!(plain, serde_json::json!({ "name": "", "note": "", "lines": [], "kind": "old" }));
}

#[test]
fn what_is_known_is_asked_for_by_its_noun() {
    let mut known = Known::default();
    known.learn(
        "part",
        &serde_json::json!({ "row": { "id": "p", "revision": { "id": "r" } }, "lines": [{ "id": "l" }] }),
    );
    let wire =
        Wire::parse("export interface Commands { x: { request: { revision: string, line: string, }; answer: null }; }");
    let maker = Maker { wire: &wire, known: &known, folder: "/nowhere" };
    let made = maker.request(&wire.commands()[0], &mut Choices::new(&[0, 0, 1, 0, 0, 1, 0]));
    assert_eq!(made, serde_json::json!({ "revision": "r", "line": "l" }));
}

#[test]
fn a_command_that_panics_or_says_nothing_is_noticed() {
    let wire = Wire::parse("export interface Commands { x: { request: string; answer: null }; }");
    let known = Known::default();
    let maker = Maker { wire: &wire, known: &known, folder: "/nowhere" };
    for (planted, is_right) in [
        (serde_json::json!({ "code": "part.not_found", "message": "There is none." }), true),
        (serde_json::json!({ "code": "ipc.panicked", "message": "It fell over." }), false),
        (serde_json::json!({ "code": "part.not_found", "message": "" }), false),
        (serde_json::json!("a text without a code"), false),
    ] {
        let asked = || wire::body(&maker, &wire.commands()[0], &[], &|_, _, _| Err(planted.clone()));
        let tried = catch_unwind(AssertUnwindSafe(asked));
        assert_eq!(tried.is_ok(), is_right, "{planted}");
    }
}
