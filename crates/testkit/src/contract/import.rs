//! Imports: whole or not at all, on any store.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use partwright_domain::audit::AuditFilter;
use partwright_domain::bom::Designator;
use partwright_domain::id::{IdSource, Uuid};
use partwright_domain::import::Done;
use partwright_domain::part::PartFilter;
use partwright_domain::person::Actor;
use partwright_domain::ports::Ports;

use super::TestStore;
use crate::rows;

const FILE: &str = "Reference,Qty,Value,Footprint,MPN,Manufacturer,Note
R1,1,10k,R_0402,RC0402FR-0710KL,Yageo,first
R2,1,10k,R_0402,RC0402FR-0710KL,Yageo,first
C1,1,100nF,C_0402,GRM155R71C104KA88D,Murata,
C2,1,100nF,C_0402,GRM155R71C104KA88D,Murata,
C3,1,100nF,C_0402,GRM155R71C104KA88D,Murata,
C4,1,100nF,C_0402,GRM155R71C104KA88D,Murata,
U1,1,ESP32,,ESP32-S3,Espressif,
,0.25 m,Wire,,,,by length
R3,1,10k,R_0402,RC0402FR-0710KL,Yageo,first
,,,,,,
";

fn import(ports: &Ports, actor: &Actor) -> partwright_domain::Result<Done> {
    rows::import(ports, actor, &rows::rows(FILE), rows::into_board(ports))
}

/// What was previewed is there afterwards: parts, lines, designators, quantities, in one audited unit.
pub fn an_import_is_one_unit(test: &TestStore) {
    let actor = test.open();
    let done = import(test.ports(), &actor).expect("an import that succeeds");
    assert_eq!((done.new_parts, done.matched_parts, done.lines, done.designators), (4, 0, 4, 8));
    assert_eq!(done.quantity_total.to_string(), "8.25");
    test.read(|snapshot| {
        assert_eq!(snapshot.parts().count()?, (5, 1));
        let lines = snapshot.boms().lines(done.revision.expect("a board"))?;
        let mut seen = BTreeMap::new();
        for line in &lines {
            let designators: Vec<_> = line.designators.iter().map(Designator::as_str).collect();
            let part = snapshot.parts().summary(line.child)?.expect("a part that is there");
            seen.insert(part.value.unwrap_or_default(), (line.quantity.to_string(), designators.join(" ")));
        }
        let expected =
            [("100nF", "4", "C1 C2 C3 C4"), ("10k", "3", "R1 R2 R3"), ("ESP32", "1", "U1"), ("Wire", "0.25", "")];
        assert!(
            seen.iter()
                .map(|(value, (quantity, places))| (value.as_str(), quantity.as_str(), places.as_str()))
                .eq(expected)
        );
        let units = snapshot.audit().list(&AuditFilter { limit: 9, entries: 99, ..AuditFilter::default() })?;
        assert_eq!(units.len(), 2, "the workspace's start, and the import");
        assert_eq!(units[0].unit.operation, "import.apply");
        Ok(())
    });
}

/// Ids that give one id twice: the failure that no plan foresees, in the middle of carrying it out.
struct RepeatingIds {
    ids: Arc<dyn IdSource>,
    left: AtomicUsize,
    repeated: Uuid,
}

impl IdSource for RepeatingIds {
    fn next(&self) -> Uuid {
        let left = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if left.is_ok() { self.ids.next() } else { self.repeated }
    }
}

/// Wherever it fails, nothing of it is there afterwards: no part, no number, no line, no history; then it succeeds.
pub fn an_import_that_fails_midway_leaves_nothing(test: &TestStore) {
    let actor = test.open();
    let mut failed = 0;
    for left in 0.. {
        let ids =
            RepeatingIds { ids: Arc::clone(&test.ports().ids), left: AtomicUsize::new(left), repeated: actor.id.0 };
        let ports = Ports { ids: Arc::new(ids), ..test.ports().clone() };
        if import(&ports, &actor).is_ok() {
            break;
        }
        failed += 1;
        test.read(|snapshot| {
            assert_eq!(snapshot.parts().count()?, (0, 0), "after {left} ids");
            let units = snapshot.audit().list(&AuditFilter { limit: 9, ..AuditFilter::default() })?;
            assert_eq!(units.len(), 1, "after {left} ids");
            Ok(())
        });
    }
    assert!(failed > 8, "it failed at parts, revisions and lines: {failed} times");
    let numbers = test.read(|snapshot| {
        let rows = snapshot.parts().list(&PartFilter { limit: 99, ..PartFilter::default() })?.rows;
        Ok(rows.into_iter().map(|row| row.part.number.sequence.get()).collect::<BTreeSet<_>>())
    });
    assert!(numbers.into_iter().eq(100_000..100_005), "the failed ones took no numbers");
}
