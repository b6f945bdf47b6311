//! Settings: one row, with defaults from the beginning.

use partwright_domain::change::Room;
use partwright_domain::id::Uuid;
use partwright_domain::revision::LabelScheme;
use partwright_domain::setting::{ApprovalCount, Settings};

use super::TestStore;

/// Also before anybody is in it.
pub fn a_fresh_store_has_the_default_settings(test: &TestStore) {
    assert_eq!(test.read(|snapshot| snapshot.settings().get()), Settings::default());
}

/// All of them, in every value they can have.
pub fn settings_are_replaced(test: &TestStore) {
    let actor = test.open();
    for labels in LabelScheme::ALL {
        for approvals in [1, 9] {
            let settings = Settings { labels, approvals: ApprovalCount::new(approvals).expect("a number") };
            let row = settings.clone();
            test.write_one(actor.id, Room::Setting, Uuid::nil(), move |unit| unit.settings().set(&row));
            assert_eq!(test.read(|snapshot| snapshot.settings().get()), settings);
        }
    }
}
