//! Real BOMs of public projects, counted. They are read from the folder that `PARTWRIGHT_SAMPLES` names, when it is set.

use std::collections::BTreeSet;
use std::path::PathBuf;

use partwright_domain::bom::{Designator, Difference, compare};
use partwright_testkit::build;

use super::{import, preview, request};

/// Imports a sample and checks it against what a person counted: lines, and designators with as many pieces.
fn check(name: &str, lines: usize, designators: usize) {
    let Some(folder) = std::env::var_os("PARTWRIGHT_SAMPLES") else { return };
    let file = std::fs::read(PathBuf::from(folder).join(name)).expect("a sample");
    let (ports, actor) = build::workspace();
    let plan = preview(&ports, &file);
    assert_eq!(plan.counts.refused, 0, "{:#?}", plan.problems);
    let done = import(&ports, &actor, request(&ports, &file)).expect("an import");
    assert_eq!((done.lines, done.designators), (lines, designators));
    assert_eq!(done.quantity_total.to_string(), designators.to_string());
    let stored =
        ports.store.read("test", |snapshot| snapshot.boms().lines(done.revision)).expect("a read that succeeds");
    assert_eq!((stored.len(), stored.iter().map(|line| line.designators.len()).sum()), (lines, designators));
    let again = preview(&ports, &file);
    assert_eq!((again.lines.len(), again.designators(), again.counts.refused), (lines, designators, 0));
}

#[test]
fn glasgow_c3_is_imported_whole() {
    check("GlasgowEmbedded__glasgow__revC3_bom.csv", 57, 234);
}

#[test]
fn glasgow_c2_is_imported_whole() {
    check("GlasgowEmbedded__glasgow__revC2_bom.csv", 70, 256);
}

#[test]
fn bitaxe_gamma_is_imported_whole() {
    check("bitaxeorg__bitaxeGamma__bitaxeGamma-BOM.csv", 41, 88);
}

/// The next revision of a board, compared with the one before, differs as its designators were counted.
#[test]
fn the_next_revision_of_a_real_board_differs_where_it_was_counted() {
    let Some(folder) = std::env::var_os("PARTWRIGHT_SAMPLES") else { return };
    let (ports, actor) = build::workspace();
    let lines = |name: &str| {
        let file = std::fs::read(PathBuf::from(&folder).join(name)).expect("a sample");
        let revision = import(&ports, &actor, request(&ports, &file)).expect("an import").revision;
        ports.store.read("test", |snapshot| snapshot.boms().counting(revision)).expect("lines")
    };
    let before = lines("GlasgowEmbedded__glasgow__revC2_bom.csv");
    let after = lines("GlasgowEmbedded__glasgow__revC3_bom.csv");
    let (mut there, mut here) = (BTreeSet::new(), BTreeSet::new());
    for difference in compare(&before, &after).differences {
        let (old, new) = match difference {
            Difference::Added(new) => (None, Some(new)),
            Difference::Removed(old) => (Some(old), None),
            Difference::Changed { before, after, aspects: _ } => (Some(before), Some(after)),
        };
        there.extend(old.into_iter().flat_map(|entry| entry.line.designators.iter().map(Designator::as_str)));
        here.extend(new.into_iter().flat_map(|entry| entry.line.designators.iter().map(Designator::as_str)));
    }
    let removed: BTreeSet<&str> = there.difference(&here).copied().collect();
    let mut counted: Vec<String> = (1..=4).map(|number| format!("MK{number}")).collect();
    counted.extend((1..=19).map(|number| format!("TP{number}")));
    assert_eq!(removed, counted.iter().map(String::as_str).collect());
    assert_eq!(here.difference(&there).copied().collect::<Vec<_>>(), ["C92"]);
}
