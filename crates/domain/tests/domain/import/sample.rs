//! Real BOMs of public projects, counted. They are read from the folder that `PARTWRIGHT_SAMPLES` names, when it is set.

use std::path::PathBuf;

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
