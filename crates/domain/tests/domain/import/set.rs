//! Sets: lists of parts and BOMs of several levels, as one import.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use partwright_domain::Result;
use partwright_domain::audit::{AuditFilter, UndoService};
use partwright_domain::cancel::Cancel;
use partwright_domain::import::set::{Entry, Script};
use partwright_domain::import::{ImportService, SetDone, SetPlan, SetRequest, SetRole};
use partwright_domain::person::Actor;
use partwright_domain::ports::Ports;
use partwright_domain::revision::Lifecycle;
use partwright_domain::store::StoreError;
use partwright_domain::watch::Watch;
use partwright_testkit::build;
use partwright_testkit::fault::FaultStore;
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
    assert_eq!(done.top.as_ref(), done.assemblies.last());
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
fn what_is_kept_of_a_set_is_what_was_read_and_what_its_scripts_say_beside() {
    let (ports, actor) = build::workspace();
    let seen = plan(&ports, &example()).expect("a plan");
    let board = seen.sheets[4].sheet.as_ref().expect("a BOM");
    assert!(board.problems.iter().any(|problem| (problem.row, problem.code) == (3, "import.row_taken_out")));
    let done = import(&ports, &actor, &example()).expect("an import");
    ports
        .store
        .read("test", |snapshot| -> Result<_> {
            let newest = snapshot.revisions().newest(done.assemblies[1].id)?.expect("a revision");
            let origins = snapshot.boms().lines(newest.id)?.into_iter().map(|line| line.origin.expect("an origin"));
            let mut said = Vec::new();
            for origin in origins {
                let file = snapshot.imports().file(origin.file)?.expect("a file");
                let rows = snapshot.imports().rows(origin.file, &[2, 3, 5, 6, 8])?;
                let rows = rows.into_iter().map(|row| format!("{}: {}", row.number, row.cells.join("|")));
                said.push((file.name, origin.rows, rows.collect::<Vec<_>>()));
            }
            let read = ["2: R1, R2, R3|3|1k|1k|RES-001-1001", "3: TP1|1||Test point|"];
            let script = ["5: remove|Test point||", "6: remove||R2|", "8: add|screw #4,2|S3|SCR-002-0002"];
            let told = |rows: &[&str]| rows.iter().map(|row| (*row).to_owned()).collect::<Vec<_>>();
            assert_eq!(said[0], ("PCA-019.csv".to_owned(), vec![2], told(&read)));
            assert_eq!(said[1], ("PCA-019.yml".to_owned(), vec![8], told(&script)));
            Ok(())
        })
        .expect("a read");
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

fn counts(ports: &Ports) -> (u64, usize) {
    let filter = AuditFilter { limit: 99, ..AuditFilter::default() };
    let counts = ports.store.read("test", |snapshot| -> Result<_> {
        Ok((snapshot.parts().count()?.0, snapshot.audit().list(&filter)?.len()))
    });
    counts.expect("a read")
}

#[test]
fn a_set_of_which_one_file_is_refused_leaves_nothing() {
    let (ports, actor) = build::workspace();
    let before = counts(&ports);
    for path in ["asy.csv", "electrical/PCA-019.csv", "mechanical/ASY-002.csv"] {
        let answer = import(&ports, &actor, &example().overwritten(path));
        assert_eq!((code(answer), counts(&ports)), ("import.file_changed", before), "{path}");
    }
    import(&ports, &actor, &example()).expect("an import");
}

#[test]
fn a_set_whose_commit_fails_leaves_nothing_and_can_be_tried_again() {
    let (memory, actor) = build::workspace();
    let busy = StoreError::Busy { seconds: 5 };
    let store = Arc::new(FaultStore::on(Arc::clone(&memory.store)).failing_commit(1, busy.clone()));
    let ports = Ports { store, ..memory.clone() };
    let before = counts(&memory);
    assert_eq!(import(&ports, &actor, &example()), Err(busy.into()));
    assert_eq!(counts(&memory), before);
    import(&ports, &actor, &example()).expect("an import");
}

#[test]
fn a_set_that_is_cancelled_on_the_way_leaves_nothing() {
    let (ports, actor) = build::workspace();
    let fingerprint = plan(&ports, &example()).expect("a plan").fingerprint;
    let (service, before) = (ImportService::new(ports.clone()), counts(&ports));
    let mut cancelled = 0;
    for steps in 0.. {
        let cancel = Cancel::new();
        let (ends, left) = (cancel.clone(), AtomicUsize::new(steps));
        let watch = Watch::new(cancel, move |_| {
            if left.fetch_sub(1, Ordering::Relaxed) == 0 {
                ends.cancel();
            }
        });
        let set = Arc::new(example());
        match service.apply_set(&actor, set, SetRequest::default(), fingerprint.clone(), watch) {
            // Cancelled when all is done is too late.
            Ok(_) => break,
            answer => assert_eq!((code(answer), counts(&ports)), ("store.cancelled", before), "after {steps} steps"),
        }
        cancelled += 1;
    }
    assert!(cancelled > 10, "in its reading, its keeping and its writing: {cancelled}");
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
fn a_set_that_contains_itself_through_what_is_there_is_refused_before_it_is_imported() {
    let (ports, actor) = build::workspace();
    let there = RowSet::default()
        .file("ONE.csv", "IPN,Qty\nSCR-1,1\n")
        .file("TWO.csv", "IPN,Qty\nTHREE,1\n")
        .file("THREE.csv", "IPN,Qty\nONE,1\nSCR-1,2\n");
    import(&ports, &actor, &there).expect("three levels");
    let round = RowSet::default().file("ONE.csv", "IPN,Qty\nSCR-1,1\nTWO,1\n");
    let refused = plan(&ports, &round).expect_err("a cycle");
    assert_eq!(refused.code(), "import.set_cycle");
    assert!(refused.to_string().contains("AS-SUB-100001 → AS-SUB-100003 → AS-SUB-100001"), "{refused}");
    // Where the set itself says that what is between them holds it no longer, nothing goes round.
    let apart = round.file("THREE.csv", "IPN,Qty\nSCR-1,2\n");
    plan(&ports, &apart).expect("no cycle");
}

#[test]
fn a_flat_list_of_our_own_is_left_out_of_a_set_as_what_was_made_of_it() {
    let (ports, _) = build::workspace();
    let flat = "Part number,Quantity,Quantity not fitted,Lines,Assembly\nSCR-1,3,0,2,\n";
    let set = RowSet::default().file("ONE.csv", "IPN,Qty\nSCR-1,1\n").file("flat.csv", flat);
    let seen = plan(&ports, &set).expect("a plan");
    let roles: Vec<_> = seen.sheets.iter().map(|sheet| (sheet.path.as_str(), &sheet.role)).collect();
    assert_eq!(roles[1], ("flat.csv", &SetRole::Result), "{roles:?}");
}

#[test]
fn a_set_may_be_deep() {
    let (ports, _) = build::workspace();
    let levels = 0..4_000;
    let level = |set: RowSet, level| set.file(&format!("L{level:04}.csv"), &format!("IPN,Qty\nL{:04},1\n", level + 1));
    let seen = plan(&ports, &levels.clone().fold(RowSet::default(), level)).expect("a plan");
    assert_eq!(seen.boms.len(), levels.len());
    let (top, bottom) = (&seen.parts.get(seen.boms[3_999].assembly).name, &seen.parts.get(seen.boms[0].assembly).name);
    assert_eq!((top.as_str(), bottom.as_str()), ("L0000", "L3999"));
}

#[test]
fn of_several_assemblies_that_stand_in_no_other_none_is_the_top() {
    let (ports, actor) = build::workspace();
    let beside = example().file("ASY-003.csv", "IPN,Qty\nASY-002-0001,1\n");
    let done = import(&ports, &actor, &beside).expect("an import");
    assert_eq!((done.assemblies.len(), done.top), (4, None));
}

#[test]
fn an_assembly_that_is_released_stands_in_a_set_as_long_as_nothing_changes_in_it() {
    let (ports, actor) = build::workspace();
    build::demand_nothing(&ports);
    let done = import(&ports, &actor, &example()).expect("an import");
    for assembly in &done.assemblies {
        let newest = ports.store.read("test", |snapshot| snapshot.revisions().newest(assembly.id)).expect("a read");
        build::advance(&ports, newest.expect("a revision").id, Lifecycle::Released);
    }
    let more = example().file("new.csv", "IPN,Description,MPN\nSCR-003-0001,M3,18a03\n");
    let added = import(&ports, &actor, &more).expect("an import");
    assert_eq!((added.new_parts, added.added, added.changed, added.assemblies.len()), (1, 0, 0, 3));

    let changed = more
        .file("ASY-003.csv", "IPN,Qty\nASY-001-0000,1\n")
        .without("mechanical/ASY-002.csv")
        .file("mechanical/ASY-002.csv", "IPN,Qty\nSCR-002-0002,12\n");
    let refused = plan(&ports, &changed).expect_err("a released assembly that would change");
    let number = done.assemblies[0].number.to_string();
    assert_eq!(refused.code(), "import.set_frozen");
    assert!(refused.to_string().contains(&format!("the BOM of {number},")), "{refused}");
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
    let board = Entry { line: 4, component: "board".into(), number: "PCB-1".into(), ..Entry::default() };
    let remove = vec![Entry { line: 7, designator: "D12".into(), ..Entry::default() }];
    assert_eq!(script, Script { add: vec![board], remove });
    assert!(Script::parse("hooks:\n  - |\n    echo remove:\n").is_empty());
}

#[test]
fn a_line_is_compared_with_the_rows_of_its_own_file_and_with_no_others() {
    let (ports, _) = build::workspace();
    let set = RowSet::default()
        .file("parts.csv", "IPN,Description\nASY-001-0000,product\nSCR-002-0002,screw\n")
        .file("ASY-001.csv", "Find Number,IPN,Qty\n1,SCR-002-0002,2\n2,SCR-002-0002,3\n");
    let plan = plan(&ports, &set).expect("a plan");
    let said = plan.sheets[0].sheet.as_ref().expect("a BOM").problems.iter();
    let said: Vec<_> = said.map(|problem| format!("{} {}: {}", problem.row, problem.code, problem.message)).collect();
    assert_eq!(said, ["3 import.same_as_row: The part is the one of row 2; it gets a line of its own."]);
}

#[test]
fn what_a_list_says_of_a_part_stands_whatever_capitals_the_next_list_calls_it_by() {
    let (ports, actor) = build::workspace();
    let one = RowSet::default().file("a.csv", "IPN,Description,Finish\nSCR-1,screw,zinc\n");
    import(&ports, &actor, &one).expect("an import");
    let both = one.file("b.csv", "IPN,Description,FINISH\nSCR-1,screw,black\n");
    let request = SetRequest { update: true, ..SetRequest::default() };
    let seen = ImportService::new(ports).preview_set(&both, &request, &Watch::default()).expect("a plan");
    let problems = seen.sheets.iter().filter_map(|sheet| sheet.sheet.as_ref()).flat_map(|sheet| &sheet.problems);
    let problems: Vec<_> = problems.collect();
    assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["import.row_differs"]);
    assert!(problems[0].message.contains("the one of row 2 of a.csv, whose"), "{}", problems[0].message);
    assert!(seen.is_nothing());
}
