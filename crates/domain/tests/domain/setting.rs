//! Settings: who changes them, and what is no setting.

use partwright_domain::audit::AuditFilter;
use partwright_domain::revision::LabelScheme;
use partwright_domain::setting::{SettingService, Settings};
use partwright_testkit::build;

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
