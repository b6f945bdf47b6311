//! Settings: who changes them, and what is no setting.

use partwright_domain::audit::AuditFilter;
use partwright_domain::edit::Edit;
use partwright_domain::revision::LabelScheme;
use partwright_domain::setting::{SettingService, Settings};
use partwright_domain::workflow::WorkflowService;
use partwright_testkit::build;

use crate::code;

#[test]
fn a_new_part_begins_with_the_first_label_of_the_scheme_that_is_set() {
    let (ports, actor) = build::workspace();
    assert_eq!(build::part("EL-RES").add_to(&ports).revision.label, "1");
    let settings = Settings { labels: LabelScheme::Letters, ..Settings::default() };
    SettingService::new(ports.clone()).change(&actor, settings).expect("settings that are taken");
    assert_eq!(build::part("EL-RES").add_to(&ports).revision.label, "A");
}

#[test]
fn what_is_set_as_it_is_leaves_no_trace() {
    let (ports, actor) = build::workspace();
    let units = || {
        let filter = AuditFilter { limit: 9, ..AuditFilter::default() };
        ports.store.read("test", |snapshot| snapshot.audit().list(&filter)).expect("a read").len()
    };
    let before = units();
    SettingService::new(ports.clone()).change(&actor, Settings::default()).expect("the same settings");
    assert_eq!(units(), before);
}

#[test]
fn who_changes_one_setting_leaves_the_other_as_somebody_else_made_it_meanwhile() {
    let (ports, admin) = build::workspace();
    let service = SettingService::new(ports.clone());
    let seen = Settings::default();
    let saved =
        WorkflowService::new(ports.clone()).save(&admin, build::needing(2)).expect("a workflow that is followed");
    let letters = Settings { labels: LabelScheme::Letters, ..seen.clone() };
    let after = service.change(&admin, Edit::new(Some(seen.clone()), letters.clone())).expect("other labels");
    assert_eq!(after, Settings { labels: LabelScheme::Letters, workflow: saved.id });
    let clear = Settings { labels: LabelScheme::ClearLetters, ..seen.clone() };
    assert_eq!(code(service.change(&admin, Edit::new(Some(seen), clear))), "edit.changed_meanwhile");
    assert_eq!(service.change(&admin, letters.clone()), Ok(letters), "who saw nothing says all of it");
}
