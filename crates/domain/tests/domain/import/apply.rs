//! Carrying a plan out: all of it, once, and only while it is still the plan.

use partwright_domain::audit::AuditFilter;
use partwright_domain::import::{ImportFile, ImportService, Target};
use partwright_domain::ports::Ports;
use partwright_domain::store::StoreError;
use partwright_domain::watch::Watch;
use partwright_testkit::build;
use partwright_testkit::fault::FaultStore;
use std::sync::Arc;

use super::{file, import, preview, previewed, request};
use crate::code;

const FILE: &str = "Ref,Qty,Value,MPN,Manufacturer\nR1 R2,2,10k,RC0402,Yageo\nC1,1,100n,GRM155,Murata\n,0.5 m,Wire,,\n";

fn counts(ports: &Ports) -> (u64, usize) {
    let counts = ports.store.read("test", |snapshot| -> Result<_, StoreError> {
        let units = snapshot.audit().list(&AuditFilter { limit: 99, ..AuditFilter::default() })?;
        Ok((snapshot.parts().count()?.0, units.len()))
    });
    counts.expect("a read that succeeds")
}

#[test]
fn a_preview_changes_nothing() {
    let (ports, _) = build::workspace();
    let before = counts(&ports);
    preview(&ports, FILE);
    assert_eq!(counts(&ports), before);
}

#[test]
fn an_import_does_what_the_preview_said() {
    let (ports, actor) = build::workspace();
    let plan = preview(&ports, FILE);
    let done = import(&ports, &actor, FILE, request(&ports)).expect("an import");
    assert_eq!((done.new_parts, done.matched_parts, done.lines, done.designators), (3, 0, 3, 3));
    assert_eq!((done.quantity_total.clone(), done.quantity_total.to_string()), (plan.quantity_total, "3.5".to_owned()));
    let board = done.part.expect("a board");
    assert_eq!((board.name.as_str(), board.number.to_string().as_str()), ("A board", "EL-PCA-100000"));
    assert_eq!(counts(&ports), (4, 2), "one unit, whatever it makes");
}

#[test]
fn imported_again_the_parts_are_found_by_their_mpns_and_by_what_was_remembered() {
    let (ports, actor) = build::workspace();
    import(&ports, &actor, FILE, request(&ports)).expect("an import");
    let again = import(&ports, &actor, FILE, request(&ports)).expect("an import");
    assert_eq!((again.new_parts, again.matched_parts), (0, 3), "also what has no MPN");
    let messages = preview(&ports, FILE).problems;
    assert!(messages.iter().all(|problem| problem.code == "import.no_mpn"), "{messages:?}");
}

#[test]
fn a_workspace_that_changed_since_the_preview_refuses() {
    let (ports, actor) = build::workspace();
    let service = ImportService::new(ports.clone());
    let fingerprint = previewed(&ports, FILE, &request(&ports)).fingerprint;
    build::part("EL-RES").mpn("Yageo", "RC0402").value("10k").add_to(&ports);
    let before = counts(&ports);
    assert_eq!(
        code(service.apply(&actor, file(FILE), request(&ports), fingerprint.clone(), Watch::default())),
        "import.plan_changed"
    );
    assert_eq!(counts(&ports), before);

    let fresh = previewed(&ports, FILE, &request(&ports)).fingerprint;
    assert_ne!(fresh, fingerprint);
    assert!(service.apply(&actor, file(FILE), request(&ports), fresh, Watch::default()).is_ok());
}

#[test]
fn changes_that_do_not_touch_the_plan_do_not_refuse() {
    let (ports, actor) = build::workspace();
    let service = ImportService::new(ports.clone());
    let fingerprint = previewed(&ports, FILE, &request(&ports)).fingerprint;
    build::part("EL-RES").mpn("Yageo", "ANOTHER").add_to(&ports);
    assert!(service.apply(&actor, file(FILE), request(&ports), fingerprint, Watch::default()).is_ok());
}

#[test]
fn another_file_or_target_is_another_plan() {
    let (ports, actor) = build::workspace();
    let service = ImportService::new(ports.clone());
    let fingerprint = previewed(&ports, FILE, &request(&ports)).fingerprint;
    let other = file(FILE.replace("100n", "220n"));
    let answer = service.apply(&actor, other, request(&ports), fingerprint.clone(), Watch::default());
    assert_eq!(code(answer), "import.plan_changed");
    let mut renamed = request(&ports);
    let subcategory = build::subcategory(&ports, "EL-PCA");
    renamed.target = Target::New { subcategory, name: "Another board".to_owned() };
    assert_eq!(code(service.apply(&actor, file(FILE), renamed, fingerprint, Watch::default())), "import.plan_changed");
}

#[test]
fn a_file_of_which_nothing_can_become_a_line_is_refused() {
    let (ports, actor) = build::workspace();
    let answer = import(&ports, &actor, "Ref,Value,Qty\n,10k,many\n,,\n", request(&ports));
    assert_eq!(code(answer), "import.nothing");
}

#[test]
fn an_import_whose_commit_fails_leaves_nothing_and_can_be_tried_again() {
    let (memory, actor) = build::workspace();
    let busy = StoreError::Busy { seconds: 5 };
    let store = Arc::new(FaultStore::on(Arc::clone(&memory.store)).failing_commit(1, busy.clone()));
    let ports = Ports { store, ..memory.clone() };
    let before = counts(&memory);
    assert_eq!(import(&ports, &actor, FILE, request(&ports)), Err(busy.into()));
    assert_eq!(counts(&memory), before);
    let done = import(&ports, &actor, FILE, request(&ports)).expect("an import");
    assert_eq!(done.part.expect("a board").number.to_string(), "EL-PCA-100000", "the failed one took no number");
}

#[test]
fn each_line_says_which_rows_of_which_file_it_came_from_and_these_are_kept_as_they_were() {
    let (ports, actor) = build::workspace();
    let text = "Ref,Value,MPN\nR1,10k,X1,beyond\n,,\nR2,10k,X1\n";
    let done = import(&ports, &actor, text, request(&ports)).expect("an import");
    ports
        .store
        .read("test", |snapshot| -> Result<_, StoreError> {
            let line = snapshot.boms().lines(done.revision.expect("a board"))?.remove(0);
            let origin = line.origin.expect("an origin");
            assert_eq!(origin.rows, [2, 4]);
            let kept = snapshot.imports().file(origin.file)?.expect("a file");
            assert_eq!((kept.name.as_str(), kept.sha256.to_string().as_str()), ("bom.csv", file(text).sha256()));
            let rows = snapshot.imports().rows(origin.file, &[2, 3, 4])?;
            assert_eq!(rows[0].cells, ["R1", "10k", "X1", "beyond"]);
            assert_eq!(rows.len(), 3, "also the row that is no part");
            Ok(())
        })
        .expect("a read");
}

#[test]
fn roles_that_were_chosen_are_remembered_for_files_of_that_layout() {
    use partwright_domain::import::Role;
    let (ports, actor) = build::workspace();
    let text = "Ref,Value,Stock code\nR1,10k,X1\n";
    let roles = Some(vec![Role::Reference, Role::Value, Role::Mpn]);
    let chosen = partwright_domain::import::Request { roles: roles.clone(), ..request(&ports) };
    import(&ports, &actor, text, chosen).expect("an import");
    let next = previewed(&ports, "Ref,Value,Stock code\nR1,10k,X9\n", &request(&ports));
    assert_eq!(Some(next.plan.columns.iter().map(|column| column.role).collect::<Vec<_>>()), roles);
    assert_eq!(previewed(&ports, "Ref,Value\nR1,10k\n", &request(&ports)).remembered, None, "another layout");

    let service = ImportService::new(ports.clone());
    let key = next.remembered.expect("what is remembered");
    assert_eq!(service.forget_layout(&actor, key.clone()), Ok(true));
    assert_eq!(service.forget_layout(&actor, key), Ok(false), "it is forgotten once");
    let fresh = previewed(&ports, text, &request(&ports));
    assert_eq!((fresh.remembered, fresh.plan.columns[2].role), (None, Role::Property));
}

#[test]
fn a_file_that_somebody_wrote_to_meanwhile_is_not_imported() {
    let (ports, actor) = build::workspace();
    let before = counts(&ports);
    let refused = partwright_testkit::rows::import(&ports, &actor, &file(FILE).overwritten(), request(&ports));
    assert_eq!((code(refused), counts(&ports)), ("import.file_changed", before));
}

#[test]
fn what_was_forgotten_stands_and_the_undo_that_is_offered_is_that_of_what_was_done_before() {
    use partwright_domain::audit::{self, UndoService};
    use partwright_domain::import::Role;
    let (ports, actor) = build::workspace();
    let text = "Ref,Value,Stock code\nR1,10k,X1\n";
    let roles = Some(vec![Role::Reference, Role::Value, Role::Mpn]);
    let chosen = partwright_domain::import::Request { roles, ..request(&ports) };
    let done = import(&ports, &actor, text, chosen).expect("an import");
    let layout = previewed(&ports, text, &request(&ports)).remembered.expect("what is remembered");
    let service = ImportService::new(ports.clone());
    assert_eq!(service.forget_layout(&actor, layout.clone()), Ok(true));
    let before = counts(&ports);
    assert_eq!((service.forget_layout(&actor, layout), counts(&ports)), (Ok(false), before), "and leaves no trace");
    let offered = ports.store.read("test", |snapshot| audit::next(snapshot, actor.id)).expect("a read");
    assert_eq!(offered.undo.map(|unit| unit.sequence), done.unit);
    let newest = AuditFilter { limit: 1, ..AuditFilter::default() };
    let newest = ports.store.read("test", |snapshot| snapshot.audit().list(&newest)).expect("a read");
    assert_eq!(code(UndoService::new(ports.clone()).undo(&actor, newest[0].sequence)), "audit.stands");
}
