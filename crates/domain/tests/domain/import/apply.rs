//! Carrying a plan out: all of it, once, and only while it is still the plan.

use partwright_domain::audit::AuditFilter;
use partwright_domain::import::{ImportService, Target};
use partwright_domain::ports::Ports;
use partwright_domain::store::StoreError;
use partwright_testkit::build;
use partwright_testkit::fault::FaultStore;
use std::sync::Arc;

use super::{import, preview, request};
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
    let done = import(&ports, &actor, request(&ports, FILE)).expect("an import");
    assert_eq!((done.new_parts, done.matched_parts, done.lines, done.designators), (3, 0, 3, 3));
    assert_eq!(
        (done.quantity_total.clone(), done.quantity_total.to_string()),
        (plan.quantity_total(), "3.5".to_owned())
    );
    assert_eq!((done.part.name.as_str(), done.part.number.to_string().as_str()), ("A board", "EL-PCA-100000"));
    assert_eq!(counts(&ports), (4, 2), "one unit, whatever it makes");
}

#[test]
fn imported_again_the_parts_are_found_by_their_mpns() {
    let (ports, actor) = build::workspace();
    import(&ports, &actor, request(&ports, FILE)).expect("an import");
    let again = import(&ports, &actor, request(&ports, FILE)).expect("an import");
    assert_eq!((again.new_parts, again.matched_parts), (1, 2), "only what has no MPN is made again");
    let messages = preview(&ports, FILE).problems;
    assert!(messages.iter().all(|problem| problem.code == "import.no_mpn"), "{messages:?}");
}

#[test]
fn a_workspace_that_changed_since_the_preview_refuses() {
    let (ports, actor) = build::workspace();
    let service = ImportService::new(ports.clone());
    let (_, fingerprint) = service.preview(&request(&ports, FILE)).expect("a plan");
    build::part("EL-RES").mpn("Yageo", "RC0402").value("10k").add_to(&ports);
    let before = counts(&ports);
    assert_eq!(code(service.apply(&actor, request(&ports, FILE), fingerprint.clone())), "import.plan_changed");
    assert_eq!(counts(&ports), before);

    let (_, fresh) = service.preview(&request(&ports, FILE)).expect("a plan");
    assert_ne!(fresh, fingerprint);
    assert!(service.apply(&actor, request(&ports, FILE), fresh).is_ok());
}

#[test]
fn changes_that_do_not_touch_the_plan_do_not_refuse() {
    let (ports, actor) = build::workspace();
    let service = ImportService::new(ports.clone());
    let (_, fingerprint) = service.preview(&request(&ports, FILE)).expect("a plan");
    build::part("EL-RES").mpn("Yageo", "ANOTHER").add_to(&ports);
    assert!(service.apply(&actor, request(&ports, FILE), fingerprint).is_ok());
}

#[test]
fn another_file_or_target_is_another_plan() {
    let (ports, actor) = build::workspace();
    let service = ImportService::new(ports.clone());
    let (_, fingerprint) = service.preview(&request(&ports, FILE)).expect("a plan");
    let other = request(&ports, FILE.replace("100n", "220n"));
    assert_eq!(code(service.apply(&actor, other, fingerprint.clone())), "import.plan_changed");
    let mut renamed = request(&ports, FILE);
    let subcategory = build::subcategory(&ports, "EL-PCA");
    renamed.target = Target::New { subcategory, name: "Another board".to_owned() };
    assert_eq!(code(service.apply(&actor, renamed, fingerprint)), "import.plan_changed");
}

#[test]
fn a_file_of_which_nothing_can_become_a_line_is_refused() {
    let (ports, actor) = build::workspace();
    let answer = import(&ports, &actor, request(&ports, "Ref,Value,Qty\nR1,10k,many\n,,\n"));
    assert_eq!(code(answer), "import.nothing");
}

#[test]
fn an_import_whose_commit_fails_leaves_nothing_and_can_be_tried_again() {
    let (memory, actor) = build::workspace();
    let busy = StoreError::Busy { seconds: 5 };
    let store = Arc::new(FaultStore::on(Arc::clone(&memory.store)).failing_commit(1, busy.clone()));
    let ports = Ports { store, ..memory.clone() };
    let before = counts(&memory);
    assert_eq!(import(&ports, &actor, request(&ports, FILE)), Err(busy.into()));
    assert_eq!(counts(&memory), before);
    let done = import(&ports, &actor, request(&ports, FILE)).expect("an import");
    assert_eq!(done.part.number.to_string(), "EL-PCA-100000", "the failed one took no number");
}
