//! Real BOMs of public projects, imported and counted, from the folder that `PARTWRIGHT_SAMPLES` names, when it is set; and
//! large ones, for what they take.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use partwright_domain::Result;
use partwright_domain::bom::{BomReader, Designator, Difference, compare};
use partwright_domain::id::{PartId, RevisionId};
use partwright_domain::import::{ImportFile, ImportService, Mode, Preview, Request, SetRequest, Target};
use partwright_domain::person::Actor;
use partwright_domain::ports::Ports;
use partwright_domain::property::{IPN, PropertyName};
use partwright_domain::watch::Watch;
use partwright_formats::read::{File, Set};
use partwright_testkit::build;
use partwright_testkit::rows::into_board;

use crate::sample;

fn preview(ports: &Ports, file: &File, request: &Request) -> Preview {
    ImportService::new(ports.clone()).preview(file, request, &Watch::default()).expect("a preview")
}

fn import(ports: &Ports, actor: &Actor, file: &File, request: Request) -> (Preview, PartId, RevisionId) {
    let preview = preview(ports, file, &request);
    let file: Arc<dyn ImportFile> = Arc::new(file.clone());
    let fingerprint = preview.fingerprint.clone();
    let done = ImportService::new(ports.clone()).apply(actor, file, request, fingerprint, Watch::default());
    let done = done.expect("an import");
    (preview, done.part.expect("a board").id, done.revision.expect("a revision"))
}

/// Imports a sample and checks it against what a person counted: lines, designators with ranges expanded, and the sum of
/// the column of quantities. The same file again has nothing to do.
#[track_caller]
fn check(name: &str, lines: usize, designators: usize, quantity: &str) {
    let Some(path) = sample(name) else { return };
    let file = File::open(path).expect("a sample");
    let (ports, actor) = build::workspace();
    let (preview_of, part, revision) = import(&ports, &actor, &file, into_board(&ports));
    let plan = &preview_of.plan;
    assert_eq!(plan.counts.refused, 0, "{:#?}", plan.problems);
    assert_eq!(
        (plan.lines.len(), plan.designators(), plan.quantity_total.to_string().as_str()),
        (lines, designators, quantity)
    );
    let stored = ports.store.read("test", |snapshot| snapshot.boms().lines(revision)).expect("lines");
    assert_eq!((stored.len(), stored.iter().map(|line| line.designators.len()).sum()), (lines, designators));
    let again = preview(&ports, &file, &Request::into_target(Target::Existing { part, mode: Mode::Update }));
    assert!(again.is_nothing(), "{:#?}", again.difference.changes);
}

#[test]
fn boms_of_kicad_altium_and_by_hand_are_imported_whole() {
    check("GlasgowEmbedded__glasgow__revC2_bom.csv", 70, 256, "256");
    check("GlasgowEmbedded__glasgow__revC3_bom.csv", 57, 234, "234");
    check("madcowswe__ODriveHardware__BOM_v3.4_24V.csv", 42, 196, "196");
    check("bitaxeorg__bitaxeGamma__bitaxeGamma-BOM.csv", 41, 88, "88");
    check("sqfmi__watchy-hardware__WatchyBOM.csv", 49, 83, "83");
}

/// Boards of KiCad say DNP as the value of what has none, and once more at the end of its footprint.
#[test]
fn what_is_not_populated_gives_no_part_of_a_real_board_its_name() {
    for (name, dnp) in [("GlasgowEmbedded__glasgow__revC2_bom.csv", 5), ("GlasgowEmbedded__glasgow__revC3_bom.csv", 4)]
    {
        let Some(path) = sample(name) else { return };
        let (ports, _) = build::workspace();
        let plan = preview(&ports, &File::open(path).expect("a sample"), &into_board(&ports)).plan;
        assert_eq!(plan.lines.iter().filter(|line| line.content.dnp).count(), dnp, "{name}");
        let named: Vec<_> = plan.parts.iter().map(|part| part.name.to_string()).collect();
        assert!(named.iter().all(|name| !name.contains("DNP")), "{named:#?}");
        assert!(named.iter().any(|name| name == "R_0402_1005Metric"), "{named:#?}");
    }
}

#[test]
fn ranges_repeated_designators_and_quantities_of_nothing_are_counted() {
    // 29 as written: C1-C6 are six, LED1-LED2 two, and LED4A is written twice.
    check("kitspace__1clickBOM__bus_pirate.tsv", 15, 34, "37");
    // 148 as written: BTN0-6 are seven. R54 and R56 are there, are not populated, and add nothing to the sum.
    check("emard__ulx3s__bom-ulx3s-v1.7.6.csv", 57, 154, "152");
}

#[test]
fn spreadsheets_and_netlists_are_imported_whole() {
    let Some(path) = sample("hildogjr__KiCost__BoulderCreekMotherBoard.xml") else { return };
    let (ports, _) = build::workspace();
    let plan = preview(&ports, &File::open(path).expect("a sample"), &into_board(&ports)).plan;
    assert_eq!((plan.counts.read, plan.counts.refused), (312, 0), "{:#?}", plan.problems);
    assert_eq!((plan.designators(), plan.quantity_total.to_string().as_str()), (312, "312"));
    let path = sample("simplefoc__Arduino-SimpleFOC-PowerShield__BOM.xlsx").expect("samples");
    let plan = preview(&ports, &File::open(path).expect("a sample"), &into_board(&ports)).plan;
    assert!(plan.counts.refused == 0 && plan.counts.imported() > 10, "{:?}", plan.counts);
}

#[test]
fn a_list_of_parts_makes_its_parts() {
    let Some(path) = sample("git-plm__parts__g-cap.csv") else { return };
    let file = File::open(path).expect("a sample");
    let (ports, actor) = build::workspace();
    let list = || Request::into_target(Target::PartsList { subcategory: None, update: false });
    let seen = preview(&ports, &file, &list());
    let counts = seen.plan.counts;
    assert_eq!(
        (counts.read, counts.new, counts.merged, counts.refused),
        (66, 65, 1, 0),
        "two of them are one part of two makers"
    );
    assert!(seen.plan.parts.iter().all(|part| part.codes.to_string() == "EL-CAP"));
    let applied = ImportService::new(ports.clone()).apply(
        &actor,
        Arc::new(file.clone()),
        list(),
        seen.fingerprint,
        Watch::default(),
    );
    assert_eq!(applied.expect("an import").new_parts, 65);
    assert!(preview(&ports, &file, &list()).is_nothing());
}

/// The next revision of a board, imported into the draft of the one before, differs as its designators were counted.
#[test]
fn the_next_revision_of_a_real_board_differs_where_it_was_counted() {
    let Some(path) = sample("GlasgowEmbedded__glasgow__revC2_bom.csv") else { return };
    let (ports, actor) = build::workspace();
    let (_, part, revision) = import(&ports, &actor, &File::open(path).expect("a sample"), into_board(&ports));
    let lines = || ports.store.read("test", |snapshot| snapshot.boms().counting(revision)).expect("lines");
    let before = lines();
    let next = File::open(sample("GlasgowEmbedded__glasgow__revC3_bom.csv").expect("samples")).expect("a sample");
    import(&ports, &actor, &next, Request::into_target(Target::Existing { part, mode: Mode::Update }));
    let after = lines();
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

/// What gitplm's own example explodes to, by its own account, is what ours explodes to.
#[test]
fn a_set_of_several_levels_explodes_as_its_own_tool_says() {
    let Some(path) = sample("gitplm-example/example") else { return };
    let (ports, actor) = build::workspace();
    let set = Arc::new(Set::open(&path).expect("a sample"));
    let service = ImportService::new(ports.clone());
    let plan = service.preview_set(set.as_ref(), &SetRequest::default(), &Watch::default()).expect("a plan");
    assert!(plan.counts.adds_up() && plan.counts.refused == 0, "{:?}", plan.counts);
    let done = service.apply_set(&actor, set, SetRequest::default(), plan.fingerprint, Watch::default());
    let done = done.expect("an import");
    let names: Vec<_> = done.assemblies.iter().map(|part| number(&ports, part.id)).collect();
    assert_eq!(names.len(), 4, "{names:?}");
    for (assembly, result) in [
        ("ASY-001-0000", "ASY-001-0000/ASY-001-0000-all.csv"),
        ("ASY-002-0001", "mechanical/enclosure/ASY-002-0001/ASY-002-0001-all.csv"),
        ("PCA-019-0000", "electrical/pcb-design/PCA-019-0000/PCA-019-0000.csv"),
        ("ASY-012-0012", "mechanical/enclosure/endcap/ASY-012-0012/ASY-012-0012.csv"),
    ] {
        let part = done.assemblies.iter().find(|part| number(&ports, part.id) == assembly).expect("an assembly");
        assert_eq!(totals(&ports, part.id), told(&path.join(result)), "{assembly}");
    }
}

/// The number by which the set knows a part.
fn number(ports: &Ports, part: PartId) -> String {
    let name = PropertyName::parse(IPN).expect("a name");
    let found = ports.store.read("test", |snapshot| -> Result<_> {
        let newest = snapshot.revisions().newest(part)?.expect("a revision");
        Ok(snapshot.properties().find(newest.id, &name)?)
    });
    found.expect("a read").map(|property| property.value.to_string()).unwrap_or_default()
}

/// How many of each part an assembly has over all levels, by the numbers of the set.
fn totals(ports: &Ports, assembly: PartId) -> BTreeMap<String, String> {
    let lines = ports.store.read("test", |snapshot| -> Result<_> {
        let newest = snapshot.revisions().newest(assembly)?.expect("a revision");
        let mut totals: BTreeMap<PartId, u64> = BTreeMap::new();
        add(snapshot.boms(), snapshot.revisions(), newest.id, 1, &mut totals)?;
        Ok(totals)
    });
    lines.expect("totals").into_iter().map(|(part, total)| (number(ports, part), total.to_string())).collect()
}

fn add(
    boms: &dyn BomReader,
    revisions: &dyn partwright_domain::revision::RevisionReader,
    of: RevisionId,
    times: u64,
    totals: &mut BTreeMap<PartId, u64>,
) -> Result<()> {
    for line in boms.lines(of)? {
        let count = times * line.quantity.to_string().parse::<u64>().expect("whole pieces");
        *totals.entry(line.child).or_default() += count;
        if let Some(newest) = revisions.newest(line.child)? {
            add(boms, revisions, newest.id, count, totals)?;
        }
    }
    Ok(())
}

/// What the tool's own result says: its number and its quantity, a line each.
fn told(path: &std::path::Path) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(path).expect("a result");
    let rows = text.lines().skip(1).map(|line| line.split(';').collect::<Vec<_>>());
    rows.map(|cells| (cells[0].to_owned(), cells[1].to_owned())).collect()
}

/// A hundred thousand rows: read as a stream, planned, and small while that is done.
#[test]
fn a_very_long_file_is_planned_without_being_there_as_a_whole() {
    const ROWS: usize = 20_000;
    let mut text = "Reference,Qty,Value,Footprint,MPN,Manufacturer,Side\n".to_owned();
    for row in 0..ROWS {
        writeln!(text, "R{row},1,{}k,R_0402,RC-{},Yageo,top", row % 500, row % 500).expect("a row");
    }
    let file = File::from_bytes("long.csv", text.into_bytes()).expect("a file");
    let (ports, _) = build::workspace();
    let plan = preview(&ports, &file, &into_board(&ports)).plan;
    assert_eq!((plan.counts.read, plan.lines.len(), plan.designators()), (ROWS, 500, ROWS));
    assert_eq!((plan.counts.new, plan.counts.merged), (500, ROWS - 500));
}
