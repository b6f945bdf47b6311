//! Successors: which part is used instead of one that is obsolete.

use partwright_domain::part::{Part, PartService, used_instead};
use partwright_domain::person::Actor;
use partwright_domain::ports::Ports;
use partwright_domain::revision::{Lifecycle, RevisionService};
use partwright_testkit::build::{self, Built};

use crate::code;

struct House {
    ports: Ports,
    actor: Actor,
    service: PartService,
    made: [Built; 4],
}

/// Four released parts, of which the first three are obsolete.
fn obsolete() -> House {
    let (ports, actor) = build::workspace();
    let made = [(); 4].map(|()| build::part("EL-RES").released().add_to(&ports));
    let revisions = RevisionService::new(ports.clone());
    for part in &made[..3] {
        revisions.obsolete(&actor, part.revision.id, None).expect("a step");
    }
    House { service: PartService::new(ports.clone()), ports, actor, made }
}

impl House {
    fn succeed(&self, part: usize, successor: Option<usize>) -> partwright_domain::Result<Part> {
        let successor = successor.map(|successor| self.made[successor].part.id);
        self.service.succeed(&self.actor, self.made[part].part.id, successor)
    }

    fn instead(&self, part: usize) -> Option<usize> {
        let found = self
            .ports
            .store
            .read("test", |snapshot| used_instead(snapshot.parts(), &snapshot.parts().get(self.made[part].part.id)?));
        let found = found.expect("a read")?;
        self.made.iter().position(|made| made.part.id == found.id)
    }
}

#[test]
fn an_obsolete_revision_names_its_parts_successor_in_the_same_unit() {
    let (ports, actor) = build::workspace();
    let [old, new] = [(); 2].map(|()| build::part("EL-RES").released().add_to(&ports));
    let revisions = RevisionService::new(ports.clone());
    let after = revisions.obsolete(&actor, old.revision.id, Some(new.part.id)).expect("a step");
    assert_eq!(after.state, Lifecycle::Obsolete);
    let (part, unit) = ports
        .store
        .read("test", |snapshot| -> partwright_domain::Result<_> {
            let filter = partwright_domain::audit::AuditFilter { limit: 1, entries: 9, ..Default::default() };
            Ok((snapshot.parts().get(old.part.id)?, snapshot.audit().list(&filter)?.remove(0)))
        })
        .expect("a read");
    assert_eq!(part.successor, Some(new.part.id));
    assert_eq!((unit.unit.operation.as_str(), unit.entries.len()), ("revision.obsolete", 2), "the step, and the part");
}

#[test]
fn a_successor_that_is_refused_leaves_the_revision_released() {
    let (ports, actor) = build::workspace();
    let old = build::part("EL-RES").released().add_to(&ports);
    let revisions = RevisionService::new(ports.clone());
    let answer = revisions.obsolete(&actor, old.revision.id, Some(old.part.id));
    assert_eq!(code(answer), "part.successor_loop");
    let state = ports.store.read("test", |snapshot| snapshot.revisions().find(old.revision.id)).expect("a read");
    assert_eq!(state.map(|revision| revision.state), Some(Lifecycle::Released));
}

#[test]
fn going_from_successor_to_successor_never_leads_back() {
    let parts = obsolete();
    assert_eq!(code(parts.succeed(0, Some(0))), "part.successor_loop");
    parts.succeed(0, Some(1)).expect("a successor");
    assert_eq!(code(parts.succeed(1, Some(0))), "part.successor_loop");
    parts.succeed(1, Some(2)).expect("a successor");
    assert_eq!(code(parts.succeed(2, Some(0))), "part.successor_loop");
    parts.succeed(2, Some(3)).expect("a successor");
    assert_eq!([0, 1, 2, 3].map(|part| parts.instead(part)), [Some(3), Some(3), Some(3), None]);
    parts.succeed(1, None).expect("none any more");
    assert_eq!([0, 1].map(|part| parts.instead(part)), [Some(1), None]);
    parts.succeed(2, Some(0)).expect("no loop any more");
}

#[test]
fn only_what_is_obsolete_has_a_successor() {
    let parts = obsolete();
    assert_eq!(code(parts.succeed(3, Some(0))), "part.not_obsolete");
    parts.succeed(3, None).expect("nothing to take back is no mistake");
}
