//! Shortages: what is on hand is read row by row, used from the top down, and never twice.

use partwright_domain::bom::{
    Builds, OnHandOutcome, OnHandRow, Shortage, ShortageLine, Sources, Structure, Unit, read_on_hand, shortage, stock,
};
use partwright_domain::ports::Ports;
use partwright_testkit::build::{self, Built};

fn structure(ports: &Ports, top: &Built) -> Structure {
    ports.store.read("test", |snapshot| Structure::read(snapshot.boms(), top.revision.id)).expect("a structure")
}

fn rows(ports: &Ports, top: &Built, text: &str) -> Vec<OnHandRow> {
    let structure = structure(ports, top);
    let read = ports
        .store
        .read("test", |snapshot| read_on_hand(text, snapshot.parts(), snapshot.manufacturer_parts(), &structure));
    read.expect("rows")
}

/// Needed, on hand, short, and the stand-ins with their amounts.
type Told = (String, String, String, Vec<(Built, String)>);

struct Company {
    ports: Ports,
    product: Built,
    board: Built,
    resistor: Built,
    others: [Built; 2],
}

/// A product with two boards of three resistors and one of its own; the board's may be either of two others, its own the
/// second; and something that is not fitted.
fn company() -> Company {
    let (ports, _) = build::workspace();
    let [product, board] = ["AS-PRD", "EL-PCA"].map(|codes| build::part(codes).add_to(&ports));
    let resistor = build::part("EL-RES").named("R").mpn("Maker", "RC 0402").add_to(&ports);
    let others = [(); 2].map(|()| build::part("EL-RES").mpn("Maker", "TWICE").add_to(&ports));
    build::line(&product, &board).quantity("2", Unit::Each).add_to(&ports);
    build::line(&board, &resistor).at("R1-R3").or(&others[0]).or(&others[1]).add_to(&ports);
    build::line(&product, &resistor).at("R1").or(&others[1]).add_to(&ports);
    build::line(&board, &others[0]).at("R9").dnp().add_to(&ports);
    Company { ports, product, board, resistor, others }
}

impl Company {
    fn told(&self, builds: &str, on_hand: &str) -> [Told; 2] {
        let structure = structure(&self.ports, &self.product);
        let stock = stock(&rows(&self.ports, &self.product, on_hand));
        let (builds, sources) = (Builds::parse(builds).expect("builds"), Sources::new());
        let Shortage { lines, .. } = shortage(&structure, builds, &stock, &sources, None);
        assert_eq!(lines.len(), 2, "what is not fitted is not needed");
        [&self.board, &self.resistor].map(|part| {
            let line = lines.iter().find(|line| line.requirement.part == part.part.id).expect("a line");
            let ShortageLine { requirement, on_hand, short, stand_ins, order } = line;
            assert_eq!(order.is_some(), !requirement.built && short.to_string() != "0");
            let other = |part| self.others.iter().find(|other| other.part.id == part).expect("a substitute").clone();
            let stand_ins = stand_ins.iter().map(|one| (other(one.part), one.amount.to_string())).collect();
            (requirement.needed.to_string(), on_hand.to_string(), short.to_string(), stand_ins)
        })
    }
}

fn number(part: &Built) -> String {
    part.part.number.to_string()
}

fn told(needed: &str, on_hand: &str, short: &str, stand_ins: Vec<(Built, &str)>) -> Told {
    let stand_ins = stand_ins.into_iter().map(|(part, amount)| (part, amount.to_owned())).collect();
    (needed.to_owned(), on_hand.to_owned(), short.to_owned(), stand_ins)
}

#[test]
fn without_anything_on_hand_all_is_short() {
    assert_eq!(company().told("10", ""), [told("20", "0", "20", vec![]), told("70", "0", "70", vec![])]);
}

#[test]
fn a_board_on_hand_needs_no_parts() {
    let test = company();
    let on_hand = format!("{}\t15\n{}\t30", number(&test.board), number(&test.resistor));
    // Five boards are built: 15 resistors, and ten for the products.
    assert_eq!(test.told("10", &on_hand), [told("20", "15", "5", vec![]), told("25", "30", "0", vec![])]);
    let more = format!("{} 25", number(&test.board));
    assert_eq!(test.told("10", &more), [told("20", "25", "0", vec![]), told("10", "0", "10", vec![])]);
}

#[test]
fn what_could_stand_in_is_told_by_priority_and_given_out_once() {
    let test = company();
    let [first, second] = test.others.clone();
    let written = |amounts: [u32; 3]| {
        let parts = [&test.resistor, &first, &second].map(number);
        let rows: Vec<_> = parts.iter().zip(amounts).map(|(number, amount)| format!("{number}, {amount}")).collect();
        rows.join("\n")
    };
    // The product's own ten are met first, then the boards' sixty.
    let [_, resistor] = test.told("10", &written([0, 20, 30]));
    assert_eq!(resistor, told("70", "0", "70", vec![(second.clone(), "30"), (first.clone(), "20")]));
    let [_, resistor] = test.told("10", &written([0, 100, 5]));
    assert_eq!(resistor, told("70", "0", "70", vec![(second.clone(), "5"), (first.clone(), "60")]));
    let [_, resistor] = test.told("10", &written([65, 100, 100]));
    assert_eq!(resistor, told("70", "65", "5", vec![(first, "5")]), "no more than is short");
}

#[test]
fn stock_goes_first_to_lines_for_which_nothing_may_stand_in() {
    let (ports, _) = build::workspace();
    let top = build::part("EL-PCA").add_to(&ports);
    let [part, other] = [(); 2].map(|()| build::part("EL-RES").add_to(&ports));
    build::line(&top, &part).at("R1-R4").or(&other).add_to(&ports);
    build::line(&top, &part).at("R5-R7").add_to(&ports);
    let on_hand = format!("{} 3\n{} 10", part.part.number, other.part.number);
    let (structure, stock) = (structure(&ports, &top), stock(&rows(&ports, &top, &on_hand)));
    let sources = Sources::new();
    let found = shortage(&structure, Builds::parse("1").expect("one"), &stock, &sources, None);
    let [line] = &found.lines[..] else { panic!("one part is needed") };
    assert_eq!(line.stand_ins.iter().map(|one| one.amount.to_string()).collect::<Vec<_>>(), ["4"]);
}

#[test]
fn a_substitute_that_is_needed_for_itself_does_not_stand_in() {
    let test = company();
    build::line(&test.product, &test.others[0]).at("R7").add_to(&test.ports);
    let structure = structure(&test.ports, &test.product);
    let on_hand = format!("{} 12", number(&test.others[0]));
    let stock = stock(&rows(&test.ports, &test.product, &on_hand));
    let sources = Sources::new();
    let found = shortage(&structure, Builds::parse("10").expect("ten"), &stock, &sources, None);
    let line = found.lines.iter().find(|line| line.requirement.part == test.resistor.part.id).expect("a line");
    assert_eq!(line.stand_ins.iter().map(|one| one.amount.to_string()).collect::<Vec<_>>(), ["2"]);
}

/// What a row says, in a word or two.
fn outcome(row: &OnHandRow) -> String {
    match &row.outcome {
        OnHandOutcome::Counted { part, amount, dimension, used } => {
            let unused = if *used { "" } else { ", unused" };
            format!("{} {amount} {}{unused}", part.name, dimension.base())
        }
        OnHandOutcome::Heading => "heading".to_owned(),
        OnHandOutcome::Refused(error) => error.code().to_owned(),
    }
}

#[test]
fn each_row_of_what_is_on_hand_is_read_by_itself() {
    let test = company();
    let cord = build::part("ME-OTH").named("Cord").add_to(&test.ports);
    let spare = build::part("ME-OTH").named("Spare").add_to(&test.ports);
    build::line(&test.product, &cord).quantity("2", Unit::Metre).add_to(&test.ports);
    let (resistor, cord, spare) = (number(&test.resistor), number(&cord), number(&spare));
    for (written, expected) in [
        (format!("{resistor} 5"), "R 5 each"),
        (format!("{resistor}\t5\t"), "R 5 each"),
        ("RC 0402; 0.5".to_owned(), "R 0.5 each"),
        ("rc0402,7,each".to_owned(), "R 7 each"),
        (format!("\"{resistor}\",\"0\""), "R 0 each"),
        (format!("{cord} 250 mm"), "Cord 0.25 m"),
        (format!("{cord};1.5 m"), "Cord 1.5 m"),
        (format!("{cord} 3"), "bom.on_hand_unit"),
        (format!("{resistor} 3 m"), "bom.on_hand_unit"),
        (format!("{resistor} 3 inch"), "bom.unit_unknown"),
        (format!("{spare} 3"), "Spare 3 each, unused"),
        ("TWICE 4".to_owned(), "bom.on_hand_ambiguous"),
        ("EL-RES-999999 4".to_owned(), "bom.on_hand_unknown"),
        (format!("{resistor} -1"), "bom.on_hand_row_invalid"),
        (format!("{resistor} many"), "bom.on_hand_row_invalid"),
        (resistor.clone(), "bom.on_hand_row_invalid"),
        ("; 5".to_owned(), "bom.on_hand_row_invalid"),
        ("Part number\tQuantity\tUnit".to_owned(), "heading"),
    ] {
        let read = rows(&test.ports, &test.product, &written);
        assert_eq!(read.iter().map(outcome).collect::<Vec<_>>(), [expected], "{written}");
    }
}

#[test]
fn rows_keep_their_places_and_a_part_on_two_rows_is_added_up() {
    let test = company();
    let of_resistor = number(&test.resistor);
    let read = rows(&test.ports, &test.product, &format!("Part,Qty\n\n{of_resistor},5\nnonsense\n{of_resistor},2.5\n"));
    assert_eq!(read.iter().map(|row| row.row).collect::<Vec<_>>(), [1, 3, 4, 5]);
    assert_eq!(stock(&read).into_values().map(|amount| amount.to_string()).collect::<Vec<_>>(), ["7.5"]);
}
