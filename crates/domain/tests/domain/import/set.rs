//! Sets: lists of parts and BOMs of several levels, as one import.

use std::sync::{Arc, Mutex};

use partwright_domain::Result;
use partwright_domain::audit::UndoService;
use partwright_domain::cancel::Cancel;
use partwright_domain::import::set::{Entry, Script};
use partwright_domain::import::{ImportService, SetDone, SetPlan, SetRequest, SetRole, Watch};
use partwright_domain::person::Actor;
use partwright_domain::ports::Ports;
use partwright_domain::workspace::Progress;
use partwright_testkit::build;
use partwright_testkit::rows::RowSet;

use crate::code;

fn example() -> RowSet {
    RowSet::default()
        .file("asy.csv", "IPN,Description,MPN\nASY-001-0000,product,\nASY-002-0001,endplate,\n")
        .file("scr.csv", "IPN,Description,Manufacturer,MPN\nSCR-002-0002,#4 screw,screwsRus,18a02\n")
        .file("ASY-001.csv", "IPN,Qty\nPCA-019-0000,2\nASY-002-0001,3\n")
        .file("mechanical/ASY-002.csv", "IPN,Qty\nSCR-002-0002,10\n")
        .file("electrical/PCA-019.csv", "Ref,Qty,Value,Cmp name,IPN\n\"R1, R2, R3\",3,1k,1k,RES-001-1001\nTP1,1,,Test point,\n")
        .script(
            "electrical/PCA-019.yml",
            "# a remark\nhooks:\n  - echo\nremove:\n  - cmpName: Test point\n  - ref: R2\nadd:\n  - cmpName: \"screw #4,2\"\n    ref: S3\n    ipn: SCR-002-0002\n",
        )
        .file("ASY-001-0000/ASY-001-0000.csv", "IPN,Qty\nPCA-019-0000,2\n")
        .file("ASY-001-0000/ASY-001-0000-all.csv", "IPN,Qty\nSCR-002-0002,32\n")
        .file("notes.csv", "Who,What\nme,this\n")
}

fn plan(ports: &Ports, set: &RowSet) -> Result<SetPlan> {
    ImportService::new(ports.clone()).preview_set(set, &SetRequest::default(), &Watch::default())
}

fn import(ports: &Ports, actor: &Actor, set: &RowSet) -> Result<SetDone> {
    let fingerprint = plan(ports, set)?.fingerprint;
    let set = Arc::new(set.clone());
    ImportService::new(ports.clone()).apply_set(actor, set, SetRequest::default(), fingerprint, Watch::default())
}

#[test]
fn how_far_a_set_is_counts_all_its_files() {
    let (ports, _) = build::workspace();
    let told: Arc<Mutex<Vec<Progress>>> = Arc::default();
    let hears = told.clone();
    let watch = Watch::new(Cancel::new(), move |progress| hears.lock().expect("no panic").push(progress));
    ImportService::new(ports).preview_set(&example(), &SetRequest::default(), &watch).expect("a plan");
    let told = told.lock().expect("no panic");
    let total = told[0].total;
    assert!(told.iter().all(|progress| progress.total == total), "{told:?}");
    assert!(told.is_sorted_by_key(|progress| progress.done), "{told:?}");
    assert_eq!(told.last().map(|progress| progress.done), Some(total));
}

#[test]
fn lists_and_boms_that_name_each_other_become_assemblies_of_assemblies() {
    let (ports, actor) = build::workspace();
    let seen = plan(&ports, &example()).expect("a plan");
    let roles: Vec<_> = seen.sheets.iter().map(|sheet| (sheet.path.as_str(), sheet.sheet.is_some())).collect();
    assert_eq!(
        roles,
        [
            ("ASY-001-0000/ASY-001-0000-all.csv", false),
            ("ASY-001-0000/ASY-001-0000.csv", false),
            ("ASY-001.csv", true),
            ("asy.csv", true),
            ("electrical/PCA-019.csv", true),
            ("mechanical/ASY-002.csv", true),
            ("notes.csv", false),
            ("scr.csv", true),
        ]
    );
    assert_eq!((seen.sheets[0].role.clone(), seen.sheets[6].role.clone()), (SetRole::Result, SetRole::Unknown));
    assert!(seen.counts.adds_up());
    let done = import(&ports, &actor, &example()).expect("an import");
    let made: Vec<_> = done.assemblies.iter().map(|part| format!("{} {}", part.number.codes, part.name)).collect();
    assert_eq!(made, ["AS-SUB endplate", "EL-PCA PCA-019-0000", "AS-SUB product"], "from the bottom up");
    assert_eq!((done.new_parts, done.added), (5, 5));
    let lines = ports.store.read("test", |snapshot| -> Result<_> {
        let newest = snapshot.revisions().newest(done.assemblies[1].id)?.expect("a revision");
        Ok(snapshot.boms().lines(newest.id)?)
    });
    let lines = lines.expect("lines");
    let said: Vec<_> = lines.iter().map(|line| format!("{} {:?}", line.quantity, line.designators)).collect();
    assert_eq!(
        said,
        ["2 [Designator(\"R1\"), Designator(\"R3\")]", "1 [Designator(\"S3\")]"],
        "as the script amends it"
    );
}

#[test]
fn a_set_is_imported_once_and_undone_as_one() {
    let (ports, actor) = build::workspace();
    let unit = import(&ports, &actor, &example()).expect("an import").unit.expect("a unit");
    assert!(plan(&ports, &example()).expect("a plan").is_nothing());
    assert_eq!(import(&ports, &actor, &example()).expect("an import").unit, None);
    UndoService::new(ports.clone()).undo(&actor, unit).expect("an undo");
    let counted = ports.store.read("test", |snapshot| snapshot.parts().count()).expect("a count");
    assert_eq!(counted, (0, 0));
    UndoService::new(ports.clone()).redo(&actor, unit).expect("a redo");
    assert!(plan(&ports, &example()).expect("a plan").is_nothing(), "what was learnt is known again");
}

#[test]
fn a_set_that_contains_itself_is_refused_with_the_way_round() {
    let (ports, _) = build::workspace();
    let set = RowSet::default()
        .file("ASY-001.csv", "IPN,Qty\nASY-002-0000,1\n")
        .file("ASY-002.csv", "IPN,Qty\nASY-001-0000,1\n");
    let refused = plan(&ports, &set).expect_err("a cycle");
    assert_eq!(refused.code(), "import.set_cycle");
    assert!(refused.to_string().contains("ASY-002-0000 → ASY-001-0000 → ASY-002-0000"), "{refused}");
}

#[test]
fn two_boms_of_one_assembly_are_refused() {
    let (ports, _) = build::workspace();
    let set =
        RowSet::default().file("a/ASY-001.csv", "IPN,Qty\nSCR-1-1,1\n").file("b/ASY-001.csv", "IPN,Qty\nSCR-1-2,1\n");
    assert_eq!(code(plan(&ports, &set)), "import.set_twice");
}

#[test]
fn a_script_is_read_for_what_it_says_of_a_bom() {
    let script = Script::parse("copy:\n  - gerber\nadd:\n  - ipn: 'PCB-1'\n    cmpName: board\nremove:\n- ref: D12\n");
    let board = Entry { component: "board".into(), number: "PCB-1".into(), ..Entry::default() };
    assert_eq!(
        script,
        Script { add: vec![board], remove: vec![Entry { designator: "D12".into(), ..Entry::default() }] }
    );
    assert!(Script::parse("hooks:\n  - |\n    echo remove:\n").is_empty());
}
