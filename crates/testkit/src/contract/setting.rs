//! Settings: one row, with defaults from the beginning.

use partwright_domain::change::Room;
use partwright_domain::id::Uuid;
use partwright_domain::revision::LabelScheme;
use partwright_domain::setting::Settings;
use partwright_domain::workflow::Workflow;

use super::TestStore;
use crate::build;

/// Also before anybody is in it.
pub fn a_fresh_store_has_the_default_settings(test: &TestStore) {
    assert_eq!(test.read(|snapshot| snapshot.settings().get()), Settings::default());
}

/// All of them; every way to label, and another workflow.
pub fn settings_are_replaced(test: &TestStore) {
    let actor = test.open();
    let other = build::follow(test.ports(), build::long_workflow()).id;
    for labels in LabelScheme::ALL {
        for workflow in [Workflow::STANDARD, other] {
            let settings = Settings { labels, workflow };
            let row = settings.clone();
            test.write_one(actor.id, Room::Setting, Uuid::nil(), move |unit| unit.settings().set(&row));
            assert_eq!(test.read(|snapshot| snapshot.settings().get()), settings);
        }
    }
}
