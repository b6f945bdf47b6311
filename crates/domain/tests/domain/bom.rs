//! BOMs: lines of drafts, and every rule that speaks before the store does.

use partwright_domain::Error;
use partwright_domain::bom::{self, BomError, BomLine, BomService, Designator, LineContent, Quantity, Unit};
use partwright_domain::id::{BomLineId, PartId, RevisionId, Uuid};
use partwright_domain::person::Actor;
use partwright_domain::ports::Ports;
use partwright_domain::revision::Lifecycle;
use partwright_domain::store::StoreError;
use partwright_testkit::build::{self, Built};

use crate::code;

struct Bench {
    ports: Ports,
    actor: Actor,
    service: BomService,
    board: Built,
    child: Built,
}

fn bench() -> Bench {
    let (ports, actor) = build::workspace();
    let (board, child) = (build::part("EL-PCA").add_to(&ports), build::part("EL-RES").named("10k").add_to(&ports));
    Bench { service: BomService::new(ports.clone()), ports, actor, board, child }
}

impl Bench {
    fn add(&self, content: LineContent) -> Result<BomLine, Error> {
        self.service.add_line(&self.actor, self.board.revision.id, self.child.part.id, content)
    }

    fn line(&self) -> build::LineBuilder {
        build::line(&self.board, &self.child)
    }

    fn lines(&self) -> Vec<BomLine> {
        let lines = self.ports.store.read("test", |snapshot| snapshot.boms().lines(self.board.revision.id));
        lines.expect("a read that succeeds")
    }
}

#[test]
fn lines_are_added_at_the_end_changed_in_place_and_removed() {
    let test = bench();
    let one = test.add(test.line().at("R1 R2").content()).expect("a line");
    let two = test.add(test.line().at("R3").content()).expect("a line");
    assert_eq!((one.position, two.position), (1, 2));
    let content = test.line().at("R2 R4").dnp().content();
    let changed = test.service.change_line(&test.actor, one.id, content).expect("a changed line");
    assert_eq!((changed.position, changed.child, changed.dnp), (1, one.child, true));
    assert_eq!(changed.designators.iter().map(Designator::as_str).collect::<Vec<_>>(), ["R2", "R4"]);
    assert_eq!(test.lines(), [changed.clone(), two.clone()]);
    assert_eq!(test.service.remove_line(&test.actor, one.id), Ok(changed));
    let three = test.add(test.line().at("R1").content()).expect("a designator that is free again");
    assert_eq!(three.position, 3);
    assert_eq!(test.lines(), [two, three]);
}

#[test]
fn a_total_adds_pieces_to_pieces_and_metres_to_metres() {
    let test = bench();
    assert_eq!(bom::total(&test.lines()).to_string(), "0");
    test.add(test.line().quantity("2.5", Unit::Metre).content()).expect("a line");
    assert_eq!(bom::total(&test.lines()).to_string(), "2.5 m", "a number alone would be read as pieces");
    for (quantity, unit) in [("2", Unit::Each), ("0.000001", Unit::Metre), ("0.1", Unit::Each), ("0.2", Unit::Each)] {
        test.add(test.line().quantity(quantity, unit).content()).expect("a line");
    }
    assert_eq!(bom::total(&test.lines()).to_string(), "2.3 each + 2.500001 m");
    let pieces: Vec<_> = test.lines().into_iter().filter(|line| line.unit == Unit::Each).collect();
    assert_eq!(bom::total(&pieces).to_string(), "2.3");
}

#[test]
fn the_quantity_is_the_count_of_designators_or_is_marked_as_intended() {
    let test = bench();
    let disagreeing = test.line().at("R1 R2").quantity("3", Unit::Each);
    assert_eq!(
        test.add(disagreeing.clone().content()),
        Err(BomError::QuantityDisagrees { quantity: "3".to_owned(), count: 2 }.into())
    );
    assert_eq!(code(test.add(test.line().at("R1 R2").quantity("2", Unit::Metre).content())), "bom.quantity_not_each");
    assert!(test.add(test.line().quantity("0.12", Unit::Metre).content()).is_ok(), "no designators, any quantity");
    let line = test.add(disagreeing.intended().content()).expect("it is intended");
    let plain = test.line().at("R1 R2").quantity("3", Unit::Each).content();
    let disagrees = BomError::QuantityDisagrees { quantity: "3".to_owned(), count: 2 };
    assert_eq!(test.service.change_line(&test.actor, line.id, plain), Err(disagrees.into()), "with both numbers");
}

#[test]
fn a_designator_stands_once_and_the_refusal_says_where() {
    let test = bench();
    let line = test.add(test.line().at("R1 R2").content()).expect("a line");
    let error = test.add(test.line().at("R3 R2").content()).expect_err("R2 is taken");
    assert_eq!(
        error.to_string(),
        "R2 already stands in the line of EL-RES-100001 10k; a reference designator can stand only once in a BOM."
    );
    let other = test.add(test.line().at("R3").content()).expect("a line");
    let taken = test.line().at("R1").content();
    assert_eq!(code(test.service.change_line(&test.actor, other.id, taken)), "bom.designator_elsewhere");
    let own = test.line().at("R2 R1").content();
    assert!(test.service.change_line(&test.actor, line.id, own).is_ok(), "a line is not in its own way");
}

#[test]
fn what_a_line_may_not_say_is_known_before_it_is_saved() {
    let test = bench();
    let line = test.add(test.line().at("R1 R2").content()).expect("a line");
    let check = |line, content: LineContent| {
        test.ports.store.read("test", |snapshot| {
            bom::check_line(snapshot.boms(), snapshot.parts(), test.board.revision.id, line, &content)
        })
    };
    let lines = test.lines();
    assert!(check(None, test.line().at("R3 R4").content()).is_ok());
    assert_eq!(code(check(None, test.line().at("R3 R2").content())), "bom.designator_elsewhere");
    assert!(check(Some(line.id), test.line().at("R3 R2").content()).is_ok(), "a line is not in its own way");
    let disagrees = LineContent { quantity: Quantity::parse("5").expect("five"), ..test.line().at("R3").content() };
    assert_eq!(code(check(None, disagrees.clone())), "bom.quantity_disagrees");
    assert!(check(None, LineContent { quantity_intended: true, ..disagrees }).is_ok());
    assert_eq!(test.lines(), lines, "nothing was written");
}

#[test]
fn a_designator_twice_in_one_line_is_refused_by_the_store_at_the_latest() {
    let test = bench();
    let mut content = test.line().at("R1 R2").content();
    content.designators[1] = content.designators[0].clone();
    assert_eq!(code(test.add(content)), "bom.designator_taken");
    assert_eq!(test.lines(), []);
}

#[test]
fn a_part_is_no_part_of_itself_at_any_depth() {
    let test = bench();
    let (top, middle) = (build::part("AS-PRD").add_to(&test.ports), build::part("EL-PCA").add_to(&test.ports));
    build::line(&top, &middle).add_to(&test.ports);
    build::line(&middle, &test.board).add_to(&test.ports);
    for outer in [&top, &middle, &test.board] {
        let content = build::line(&test.board, outer).content();
        let answer = test.service.add_line(&test.actor, test.board.revision.id, outer.part.id, content);
        let (parent, child) = (test.board.part.number.to_string(), outer.part.number.to_string());
        assert_eq!(answer, Err(BomError::Cycle { parent, child }.into()));
    }
}

#[test]
fn only_a_drafts_bom_changes() {
    for state in [Lifecycle::InReview, Lifecycle::Released, Lifecycle::Obsolete] {
        let test = bench();
        let line = test.add(test.line().at("R1").content()).expect("a line");
        build::advance(&test.ports, test.board.revision.id, state);
        assert_eq!(code(test.add(test.line().at("R2").content())), "revision.not_draft", "{state}");
        let content = test.line().at("R2").content();
        assert_eq!(code(test.service.change_line(&test.actor, line.id, content)), "revision.not_draft", "{state}");
        assert_eq!(code(test.service.remove_line(&test.actor, line.id)), "revision.not_draft", "{state}");
        assert_eq!(test.lines(), [line]);
    }
}

#[test]
fn what_is_not_there_is_not_found() {
    let test = bench();
    let (line, content) = (BomLineId(Uuid::nil()), test.line().content());
    assert_eq!(code(test.service.change_line(&test.actor, line, content.clone())), "bom.line_not_found");
    assert_eq!(code(test.service.remove_line(&test.actor, line)), "bom.line_not_found");
    let (revision, part) = (RevisionId(Uuid::nil()), PartId(Uuid::nil()));
    let answer = test.service.add_line(&test.actor, revision, test.child.part.id, content.clone());
    assert_eq!(code(answer), "revision.not_found");
    assert_eq!(code(test.service.add_line(&test.actor, test.board.revision.id, part, content)), "part.not_found");
}

#[test]
fn changing_nothing_leaves_no_trace() {
    let test = bench();
    let line = test.add(test.line().at("R1").content()).expect("a line");
    let units = || {
        let filter = partwright_domain::audit::AuditFilter { limit: 99, ..Default::default() };
        test.ports.store.read("test", |snapshot| snapshot.audit().list(&filter)).map(|units| units.len())
    };
    let before: Result<usize, StoreError> = units();
    assert_eq!(test.service.change_line(&test.actor, line.id, test.line().at("R1").content()), Ok(line));
    assert_eq!(units(), before);
}

#[test]
fn rule_6_in_words() {
    let test = bench();
    let line = |count: usize, quantity: &str, unit, intended| {
        let designators = (1..=count).map(|number| format!("R{number}")).collect::<Vec<_>>().join(" ");
        let mut line = test.line().at(&designators).row(&test.ports);
        line.quantity = Quantity::parse(quantity).expect("a quantity");
        (line.unit, line.quantity_intended) = (unit, intended);
        line.check_quantity().is_ok()
    };
    for unit in Unit::ALL {
        assert!(line(0, "0.000001", unit, false), "without designators anything goes");
        assert!(line(3, "7.5", unit, true), "marked as intended anything goes");
        assert_eq!(line(3, "3", unit, false), unit == Unit::Each, "{unit}");
        assert!(!line(3, "3.000001", unit, false), "{unit}");
    }
}
