//! What is done to whole BOMs at once: copying one, and replacing a part that is a substitute.

use partwright_domain::audit::AuditFilter;
use partwright_domain::bom::{BomLine, BomService, CopyMode, ReplaceRole, plan_replacement};
use partwright_domain::id::RevisionId;
use partwright_domain::person::Actor;
use partwright_domain::ports::Ports;
use partwright_domain::revision::Lifecycle;
use partwright_testkit::build::{self, Built};

use crate::code;

struct Copying {
    ports: Ports,
    actor: Actor,
    service: BomService,
    from: Built,
    into: Built,
    resistor: Built,
}

/// A released board with two lines, one of them pinned and with a substitute, and a Draft with a line at R9.
fn copying() -> Copying {
    let (ports, actor) = build::workspace();
    let [from, into] = ["EL-PCA", "EL-PCA"].map(|codes| build::part(codes).add_to(&ports));
    let [resistor, other] = ["EL-RES", "EL-RES"].map(|codes| build::part(codes).add_to(&ports));
    build::line(&from, &resistor).at("R1 R2").pinned(&resistor).or(&other).add_to(&ports);
    build::line(&from, &other).dnp().add_to(&ports);
    build::advance(&ports, from.revision.id, Lifecycle::Released);
    build::line(&into, &other).at("R9").add_to(&ports);
    Copying { service: BomService::new(ports.clone()), ports, actor, from, into, resistor }
}

fn lines(ports: &Ports, of: &Built) -> Vec<BomLine> {
    ports.store.read("test", |snapshot| snapshot.boms().lines(of.revision.id)).expect("lines")
}

/// What lines say, whatever their ids and places.
fn says(lines: &[BomLine], of: RevisionId) -> Vec<BomLine> {
    let id = lines[0].id;
    lines.iter().map(|line| BomLine { id, revision: of, position: 0, ..line.clone() }).collect()
}

#[test]
fn a_copy_says_all_that_its_lines_say_and_comes_after_those_that_are_there() {
    let Copying { ports, actor, service, from, into, .. } = copying();
    let there = lines(&ports, &into);
    let copies = service.copy(&actor, from.revision.id, into.revision.id, CopyMode::Append).expect("a copy");
    let (source, after) = (lines(&ports, &from), lines(&ports, &into));
    assert_eq!(says(&copies, from.revision.id)[0].substitutes.len(), 1);
    let same = |lines: &[BomLine]| -> Vec<_> {
        says(lines, from.revision.id).into_iter().map(|line| BomLine { id: source[0].id, ..line }).collect()
    };
    assert_eq!(same(&copies), same(&source));
    assert_eq!(after, [there, copies].concat());
}

#[test]
fn a_copy_can_take_the_place_of_what_is_there_and_both_are_in_the_history() {
    let Copying { ports, actor, service, from, into, .. } = copying();
    let gone = lines(&ports, &into).remove(0);
    let copies = service.copy(&actor, from.revision.id, into.revision.id, CopyMode::Replace).expect("a copy");
    assert_eq!(lines(&ports, &into), copies);
    let page = AuditFilter { part: Some(into.part.id), entries: 9, limit: 1, ..AuditFilter::default() };
    let units = ports.store.read("test", |snapshot| snapshot.audit().list(&page)).expect("a history");
    assert_eq!(units[0].unit.operation, "bom.copy");
    let subjects: Vec<_> = units[0].entries.iter().map(|entry| entry.subject).collect();
    assert_eq!(subjects, [gone.id, copies[0].id, copies[1].id].map(|id| id.0));
}

#[test]
fn a_copy_is_made_as_a_whole_or_not_at_all() {
    let Copying { ports, actor, service, from, into, resistor } = copying();
    let copy = |from: &Built, into: &Built, mode| service.copy(&actor, from.revision.id, into.revision.id, mode);
    let before = lines(&ports, &into);
    assert_eq!(code(copy(&into, &into, CopyMode::Append)), "bom.copied_onto_itself");
    assert_eq!(code(copy(&resistor, &into, CopyMode::Replace)), "bom.nothing_to_copy");
    assert_eq!(code(copy(&into, &from, CopyMode::Append)), "revision.not_draft");
    let clash = build::part("EL-PCA").add_to(&ports);
    build::line(&clash, &resistor).at("R5").add_to(&ports);
    build::line(&clash, &resistor).at("R9").add_to(&ports);
    assert_eq!(code(copy(&clash, &into, CopyMode::Append)), "bom.designator_elsewhere");
    build::line(&clash, &into).add_to(&ports);
    assert_eq!(code(copy(&clash, &into, CopyMode::Replace)), "bom.cycle");
    assert_eq!(lines(&ports, &into), before);
}

#[test]
fn a_part_is_also_replaced_where_it_is_a_substitute() {
    let (ports, actor) = build::workspace();
    let board = build::part("EL-PCA").add_to(&ports);
    let [child, old, new, third] = [(); 4].map(|()| build::part("EL-RES").add_to(&ports));
    let moved = build::line(&board, &child).or(&old).or(&third).add_to(&ports);
    let merged = build::line(&board, &child).or(&third).or(&new).or(&old).add_to(&ports);
    let own = build::line(&board, &new).or(&old).add_to(&ports);
    let plan = ports
        .store
        .read("test", |snapshot| {
            plan_replacement(snapshot.boms(), snapshot.parts(), snapshot.revisions(), old.part.id, new.part.id)
        })
        .expect("a plan");
    assert!(plan.lines.iter().all(|line| line.role == ReplaceRole::Substitute && line.refused.is_none()));
    let service = BomService::new(ports.clone());
    let changed = service.replace(&actor, old.part.id, new.part.id, plan.fingerprint()).expect("a replacement");
    assert_eq!(changed, [board.revision.id], "each BOM once");
    let after = lines(&ports, &board);
    let of = |line: &BomLine| {
        let line = after.iter().find(|after| after.id == line.id).expect("a line");
        (line.child, line.substitutes.iter().map(|substitute| substitute.part).collect::<Vec<_>>())
    };
    assert_eq!(of(&moved), (child.part.id, vec![new.part.id, third.part.id]), "at the same place");
    assert_eq!(of(&merged), (child.part.id, vec![third.part.id, new.part.id]), "and once");
    assert_eq!(of(&own), (new.part.id, vec![]), "never for itself");
}
