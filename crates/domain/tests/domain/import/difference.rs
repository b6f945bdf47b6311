//! What an import into a draft with lines does: the difference, and nothing else.

use std::collections::BTreeSet;

use partwright_domain::audit::{AuditFilter, UndoService};
use partwright_domain::bom::{Aspect, BomLine, BomService, Designator};
use partwright_domain::id::PartId;
use partwright_domain::import::{LineChange, Mode, Preview, Request, Target};
use partwright_domain::person::Actor;
use partwright_domain::ports::Ports;
use partwright_domain::revision::RevisionService;
use partwright_domain::store::StoreError;
use partwright_testkit::build::{self, Built};

use super::{import, previewed, problems, request};

const BOARD: &str = "Ref,Qty,Value,Footprint,MPN,Side\n\
    R1 R2,2,10k,0402,,top\n\
    C1,1,100n,0402,C100N,top\n\
    U1,1,ESP32,,ESP32-S3,top\n\
    ,0.5 m,Wire,,,\n";

fn into(board: PartId, mode: Mode) -> Request {
    Request::into_target(Target::Existing { part: board, mode })
}

fn board(ports: &Ports, actor: &Actor) -> PartId {
    import(ports, actor, BOARD, request(ports)).expect("an import").part.expect("a board").id
}

fn lines(ports: &Ports, board: PartId) -> Vec<BomLine> {
    let found = ports.store.read("test", |snapshot| -> Result<_, StoreError> {
        let newest = snapshot.revisions().newest(board)?.expect("a revision");
        snapshot.boms().lines(newest.id)
    });
    found.expect("lines")
}

/// The lines as `quantity designators`, with what is special.
fn told(lines: &[BomLine]) -> Vec<String> {
    let mut told: Vec<_> = lines
        .iter()
        .map(|line| {
            let at: Vec<_> = line.designators.iter().map(Designator::as_str).collect();
            let kept: Vec<_> = line.properties.iter().map(|property| property.text.as_str()).collect();
            format!("{} {}{} {}", line.quantity, at.join("+"), if line.dnp { " DNP" } else { "" }, kept.join("+"))
        })
        .collect();
    told.sort();
    told
}

fn built(ports: &Ports, board: PartId) -> Built {
    let found = ports.store.read("test", |snapshot| -> partwright_domain::Result<_> {
        let revision = snapshot.revisions().newest(board)?.expect("a revision");
        Ok(Built { part: snapshot.parts().get(board)?, revision })
    });
    found.expect("a board")
}

fn units(ports: &Ports) -> usize {
    let filter = AuditFilter { limit: 99, ..AuditFilter::default() };
    ports.store.read("test", |snapshot| snapshot.audit().list(&filter)).expect("an audit").len()
}

fn summary(preview: &Preview) -> (usize, usize, usize, usize, usize) {
    let found = &preview.difference;
    (found.unchanged, found.changed(), found.added(), found.removed(), found.kept)
}

#[test]
fn the_same_file_again_has_nothing_to_do_and_writes_nothing() {
    let (ports, actor) = build::workspace();
    let board = board(&ports, &actor);
    let preview = previewed(&ports, BOARD, &into(board, Mode::Update));
    assert_eq!((summary(&preview), preview.is_nothing()), ((4, 0, 0, 0, 0), true));
    let before = units(&ports);
    let done = import(&ports, &actor, BOARD, into(board, Mode::Update)).expect("an import");
    assert_eq!((done.unit, done.new_parts, done.lines, units(&ports)), (None, 0, 4, before));
}

#[test]
fn a_changed_file_changes_what_differs() {
    let (ports, actor) = build::workspace();
    let board = board(&ports, &actor);
    let before = lines(&ports, board);
    let next = "Ref,Qty,Value,Footprint,MPN,Side\n\
        \"R1,R3\",2,10k,0402,,top\n\
        C1,1,100n,0402,C100N,bottom\n\
        U1,1,ESP32,,ESP32-C3,top\n\
        J1,1,USB,,USB-C,top\n";
    let preview = previewed(&ports, next, &into(board, Mode::Update));
    assert_eq!(summary(&preview), (0, 3, 1, 1, 0), "the wire goes, J1 comes, U1 is another part in its place");
    let aspects: Vec<_> = preview
        .difference
        .changes
        .iter()
        .filter_map(|change| match change {
            LineChange::Changed { aspects, .. } => Some(aspects.clone()),
            LineChange::Added(_) | LineChange::Removed(_) => None,
        })
        .collect();
    assert_eq!(aspects, [vec![Aspect::Designators], vec![Aspect::Properties], vec![Aspect::Part]]);
    let touched: BTreeSet<PartId> = before.iter().map(|line| line.child).collect();
    assert_eq!(preview.children.keys().copied().collect::<BTreeSet<_>>(), touched, "each line changes or goes");
    let done = import(&ports, &actor, next, into(board, Mode::Update)).expect("an import");
    assert_eq!((done.added, done.changed, done.removed, done.new_parts), (1, 3, 1, 2));
    let after = lines(&ports, board);
    assert_eq!(told(&after), ["1 C1 bottom", "1 J1 top", "1 U1 top", "2 R1+R3 top"]);
    assert_eq!((after[0].id, after[1].id, after[2].id), (before[0].id, before[1].id, before[2].id));
    assert!(previewed(&ports, next, &into(board, Mode::Update)).is_nothing());
}

#[test]
fn what_was_added_by_hand_stays_unless_all_is_to_be_replaced() {
    let (ports, actor) = build::workspace();
    let id = board(&ports, &actor);
    let (screw, resistor) = (build::part("ME-FAS").add_to(&ports), build::part("EL-RES").add_to(&ports));
    let built = built(&ports, id);
    build::line(&built, &screw).add_to(&ports);
    build::line(&built, &resistor).at("R7 R8").add_to(&ports);
    let without = BOARD.replace("U1,1,ESP32,,ESP32-S3,top\n", "");
    assert_eq!(summary(&previewed(&ports, &without, &into(id, Mode::Update))), (3, 0, 0, 1, 2));
    assert_eq!(summary(&previewed(&ports, &without, &into(id, Mode::Replace))), (3, 0, 0, 3, 0));

    // A place that the file gives to another part is given away; a line without a place left goes.
    let taking = format!("{BOARD}R7,1,1k,0402,,top\n");
    import(&ports, &actor, &taking, into(id, Mode::Update)).expect("an import");
    let at = |child: PartId| {
        let lines = lines(&ports, id);
        let line = lines.iter().find(|line| line.child == child)?;
        Some((
            line.quantity.to_string(),
            line.designators.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        ))
    };
    assert_eq!(at(screw.part.id), Some(("1".to_owned(), String::new())));
    assert_eq!(at(resistor.part.id), None, "it is the line that R7 stood in, and says what the file says now");
}

#[test]
fn a_line_by_hand_gives_away_what_the_file_speaks_of() {
    let (ports, actor) = build::workspace();
    let id = import(&ports, &actor, "Ref,Qty,MPN\nR1,1,A\n", request(&ports)).expect("an import");
    let id = id.part.expect("a board").id;
    let (one, two) = (build::part("EL-RES").add_to(&ports), build::part("EL-CAP").add_to(&ports));
    let built = built(&ports, id);
    build::line(&built, &one).at("R7 R8").add_to(&ports);
    build::line(&built, &two).at("R9").add_to(&ports);
    let next = "Ref,Qty,MPN\nR1 R7 R9,3,A\n";
    assert_eq!(summary(&previewed(&ports, next, &into(id, Mode::Update))), (0, 2, 0, 1, 0));
    import(&ports, &actor, next, into(id, Mode::Update)).expect("an import");
    assert_eq!(told(&lines(&ports, id)), ["1 R8 ", "3 R1+R7+R9 "]);
}

#[test]
fn lines_that_are_added_to_others_leave_them_alone() {
    let (ports, actor) = build::workspace();
    let id = board(&ports, &actor);
    let more = "Ref,Qty,MPN\nC1,1,OTHER\nX1,1,C100N\n";
    let preview = previewed(&ports, more, &into(id, Mode::Add));
    assert_eq!(summary(&preview), (0, 0, 2, 0, 4));
    assert!(preview.plan.problems.iter().any(|problem| problem.code == "import.designator_in_bom"));
    import(&ports, &actor, more, into(id, Mode::Add)).expect("an import");
    assert_eq!(told(&lines(&ports, id)).len(), 6);
}

#[test]
fn designators_that_change_places_are_never_in_two() {
    let (ports, actor) = build::workspace();
    let first = "Ref,Qty,MPN\nR1 R2,2,A\nR3 R4,2,B\nR5,1,C\n";
    let id = import(&ports, &actor, first, request(&ports)).expect("an import").part.expect("a board").id;
    let second = "Ref,Qty,MPN\nR1 R3,2,A\nR2 R4,2,B\nR5 R6,2,C\n";
    let done = import(&ports, &actor, second, into(id, Mode::Update)).expect("an import");
    assert_eq!((done.changed, done.added, done.removed), (3, 0, 0));
    assert_eq!(told(&lines(&ports, id)), ["2 R1+R3 ", "2 R2+R4 ", "2 R5+R6 "]);
}

#[test]
fn an_undo_of_a_difference_restores_exactly_and_a_redo_repeats_it() {
    let (ports, actor) = build::workspace();
    let first = "Ref,Qty,MPN,Side\nR1 R2,2,A,top\nR3 R4,2,B,top\nR5,1,C,top\n";
    let id = import(&ports, &actor, first, request(&ports)).expect("an import").part.expect("a board").id;
    let before = lines(&ports, id);
    let second = "Ref,Qty,MPN,Side\nR1 R3,2,A,top\nR2 R4,2,B,low\nR9,1,D,top\n";
    let unit = import(&ports, &actor, second, into(id, Mode::Update)).expect("an import").unit.expect("a unit");
    let after = lines(&ports, id);
    let undo = UndoService::new(ports.clone());
    undo.undo(&actor, unit).expect("an undo");
    assert_eq!(lines(&ports, id), before);
    undo.redo(&actor, unit).expect("a redo");
    assert_eq!(lines(&ports, id), after);
}

#[test]
fn a_new_revision_is_imported_into_as_a_difference_from_the_one_before() {
    let (ports, actor) = build::workspace();
    build::demand_nothing(&ports);
    let id = board(&ports, &actor);
    let newest = lines(&ports, id)[0].revision;
    build::advance(&ports, newest, partwright_domain::revision::Lifecycle::Released);
    RevisionService::new(ports.clone()).revise(&actor, id).expect("a new revision");
    let next = BOARD.replace("R1 R2,2", "R1 R2 R3,3");
    assert_eq!(summary(&previewed(&ports, &next, &into(id, Mode::Update))), (3, 1, 0, 0, 0));
}

#[test]
fn pins_substitutes_and_what_the_file_cannot_say_stay() {
    let (ports, actor) = build::workspace();
    let id = board(&ports, &actor);
    let line = lines(&ports, id)[1].clone();
    let other = build::part("EL-CAP").add_to(&ports);
    let substitute = partwright_domain::bom::Substitute {
        part: other.part.id,
        note: partwright_domain::bom::Note::parse("if need be").expect("a note"),
    };
    BomService::new(ports.clone()).substitute(&actor, line.id, vec![substitute]).expect("a substitute");
    let next = BOARD.replace("C1,1,100n", "C1 C2,2,100n");
    import(&ports, &actor, &next, into(id, Mode::Update)).expect("an import");
    let after = lines(&ports, id);
    assert_eq!((after[1].id, after[1].substitutes.len(), after[1].designators.len()), (line.id, 1, 2));
}

#[test]
fn a_line_that_gets_another_part_says_what_it_loses() {
    let (ports, actor) = build::workspace();
    let id = board(&ports, &actor);
    let line = lines(&ports, id)[1].clone();
    let other = build::part("EL-CAP").add_to(&ports);
    let substitute = partwright_domain::bom::Substitute {
        part: other.part.id,
        note: partwright_domain::bom::Note::parse("if need be").expect("a note"),
    };
    let service = BomService::new(ports.clone());
    service.substitute(&actor, line.id, vec![substitute]).expect("a substitute");
    service.pin(&actor, line.id, Some(built(&ports, line.child).revision.id)).expect("a pin");
    let next = BOARD.replace("C1,1,100n,0402,C100N", "C1,1,100n,0402,C100X");
    let preview = previewed(&ports, &next, &into(id, Mode::Update));
    let LineChange::Changed { aspects, .. } = &preview.difference.changes[0] else { panic!("a line that changes") };
    assert_eq!(*aspects, [Aspect::Part, Aspect::Revision, Aspect::Substitutes]);
    let said: Vec<_> = problems(&preview.plan).into_iter().filter(|problem| problem.contains("lost")).collect();
    assert_eq!(said, ["3 import.pin_lost", "3 import.substitutes_lost"]);
    assert!(preview.plan.problems.is_sorted_by_key(|problem| problem.row), "in the order of the file");
    import(&ports, &actor, &next, into(id, Mode::Update)).expect("an import");
    let after = &lines(&ports, id)[1];
    assert_eq!((after.id, after.pinned, after.substitutes.len()), (line.id, None, 0));
}
