//! What can be imported into, and what cannot.

use partwright_domain::id::{PartId, SubcategoryId, Uuid};
use partwright_domain::import::{Mode, Outcome, Request, Target};
use partwright_domain::ports::Ports;
use partwright_domain::revision::Lifecycle;
use partwright_testkit::{build, rows};

use super::{file, import, previewed};
use crate::code;

const FILE: &str = "Ref,Qty,MPN\nR1,1,X1\n";

fn existing(part: PartId) -> Request {
    Request::into_target(Target::Existing { part, mode: Mode::Update })
}

fn refused(ports: &Ports, target: Target) -> &'static str {
    code(rows::preview(ports, &file(FILE), &Request::into_target(target)))
}

#[test]
fn an_assembly_without_lines_is_imported_into() {
    let (ports, actor) = build::workspace();
    let board = build::part("EL-PCA").add_to(&ports);
    let done = import(&ports, &actor, FILE, existing(board.part.id)).expect("an import");
    assert_eq!((done.part.map(|part| part.id), done.revision), (Some(board.part.id), Some(board.revision.id)));
    assert_eq!(done.lines, 1);
}

#[test]
fn the_newest_revision_is_imported_into() {
    let (ports, actor) = build::workspace();
    let (board, child) = (build::part("EL-PCA").add_to(&ports), build::part("EL-RES").add_to(&ports));
    build::line(&board, &child).add_to(&ports);
    build::advance(&ports, board.revision.id, Lifecycle::Released);
    let next = build::revise(&ports, &board.part);
    let done = import(&ports, &actor, FILE, existing(board.part.id)).expect("an import");
    assert_eq!(done.revision, Some(next.revision.id));
}

#[test]
fn an_assembly_in_review_or_released_is_not_imported_into() {
    let (ports, actor) = build::workspace();
    let (board, child) = (build::part("EL-PCA").add_to(&ports), build::part("EL-RES").add_to(&ports));
    build::line(&board, &child).add_to(&ports);
    for state in [Lifecycle::InReview, Lifecycle::Released, Lifecycle::Obsolete] {
        build::advance(&ports, board.revision.id, state);
        let answer = import(&ports, &actor, FILE, existing(board.part.id));
        assert_eq!(code(answer), "revision.not_draft", "{state}");
    }
}

#[test]
fn each_refusal_of_a_target_has_its_code() {
    let (ports, _) = build::workspace();
    let resistor = build::part("EL-RES").add_to(&ports).part.id;
    let new =
        |codes: &str, name: &str| Target::New { subcategory: build::subcategory(&ports, codes), name: name.to_owned() };
    assert_eq!(refused(&ports, Target::Existing { part: resistor, mode: Mode::Update }), "import.target_not_assembly");
    assert_eq!(refused(&ports, existing(PartId(Uuid::nil())).target), "part.not_found");
    assert_eq!(refused(&ports, new("EL-RES", "A board")), "import.target_not_assembly");
    assert_eq!(refused(&ports, new("EL-PCA", " ")), "import.target_name_invalid");
    let nowhere = Target::New { subcategory: SubcategoryId(Uuid::nil()), name: "A board".to_owned() };
    assert_eq!(refused(&ports, nowhere), "category.not_found");
}

#[test]
fn a_row_that_contains_the_target_is_refused() {
    let (ports, actor) = build::workspace();
    let (product, middle, board) = (
        build::part("AS-PRD").mpn("", "TOP").add_to(&ports),
        build::part("AS-SUB").add_to(&ports),
        build::part("EL-PCA").add_to(&ports),
    );
    build::line(&product, &middle).add_to(&ports);
    build::line(&middle, &board).add_to(&ports);
    let file = format!("Ref,IPN,MPN\nA1,{},\nA2,{},\nA3,,top\nR1,,X1\n", board.part.number, middle.part.number);
    let request = existing(board.part.id);
    let plan = previewed(&ports, &file, &request).plan;
    let outcomes: Vec<_> = plan.items.iter().map(|item| item.outcome).collect();
    assert_eq!(outcomes, [Outcome::Refused, Outcome::Refused, Outcome::Refused, Outcome::New]);
    assert!(plan.problems.iter().take(3).all(|problem| problem.code == "import.contains_target"));
    assert_eq!(import(&ports, &actor, &file, request).expect("an import of the rest").lines, 1);
}
