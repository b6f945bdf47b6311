//! Laws of every plan, on random tables: every row ends once, nothing is dropped or made up, and what is imported twice is
//! imported once.

use std::collections::BTreeSet;

use partwright_domain::decimal::Decimal;
use partwright_domain::import::{
    Known, Mode, Outcome, Plan, Purpose, Request, Role, Row, Severity, Source, Target, column,
};
use partwright_testkit::{build, strategy};
use proptest::prelude::*;

use super::{import, preview, previewed, request};

const HEADER: [&str; 11] =
    ["Ref", "Qty", "Value", "Footprint", "MPN", "Manufacturer", "DNP", "Whose", "Whose", "MPN 2", "IPN"];

/// A cell such as each column may have, the good and the bad.
fn row() -> impl Strategy<Value = Vec<String>> {
    let text = |choices: &'static [&'static str]| prop::sample::select(choices).prop_map(str::to_owned);
    let references = prop_oneof![
        3 => prop::collection::vec(strategy::designator(), 0..4)
            .prop_map(|list| list.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")),
        1 => text(&["R1-R3", "C1-C2000", "TA-1", "R1 R1", "~"]),
    ];
    let quantity = text(&["", "1", "2", "3", "0", "0.5 m", "many", "999999999", "1,5"]);
    let (value, note) = (text(&["", "10k", "100n", "DNP", "~"]), text(&["", "a", "b"]));
    let footprint = text(&["", "R_0402", "Lib:C_0603"]);
    let (mpn, maker) = (text(&["", "", "X1", "x1", "Y2"]), text(&["", "A", "B"]));
    let (alternate, number) = (text(&["", "", "Y2", "Z3"]), text(&["", "", "", "CAP-1", "RES-2"]));
    let extra = (alternate, number, prop::collection::vec(text(&["", "beyond"]), 0..2));
    (references, quantity, value, footprint, mpn, maker, text(&["", "no", "x"]), note.clone(), (note, extra)).prop_map(
        |(references, quantity, value, footprint, mpn, maker, dnp, one, (two, (alternate, number, extra)))| {
            let mut cells = vec![references, quantity, value, footprint, mpn, maker, dnp, one, two, alternate, number];
            cells.extend(extra);
            cells
        },
    )
}

fn numbered(rows: &[Vec<String>]) -> Vec<Row> {
    (2..).zip(rows).map(|(number, cells)| Row { number, cells: cells.clone(), aside: None }).collect()
}

fn plan_of(rows: &[Vec<String>], purpose: &Purpose) -> Plan {
    let header = HEADER.map(str::to_owned);
    let columns = column::columns(&header, &[], None).expect("columns");
    let source =
        Source { format: "csv", encoding: None, delimiter: None, header_row: Some(1), part: None, parts: Vec::new() };
    let codes =
        ["EL-RES", "EL-CAP", "EL-OTH"].map(|codes| partwright_domain::category::Codes::parse(codes).expect("codes"));
    let known = Known { codes: codes.into(), ..Known::default() };
    Plan::new(source, columns, &numbered(rows), &known, purpose)
}

fn outcomes_of(rows: &[Vec<String>]) -> Vec<Outcome> {
    super::outcomes(&plan_of(rows, &Purpose::Bom))
}

fn as_csv(rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| cells.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",");
    let header = line(&HEADER.map(str::to_owned));
    std::iter::once(header).chain(rows.iter().map(|row| line(row))).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_row_that_names_no_part_is_none_whatever_the_rows_around_it_and_the_workspace_know() {
    // Both say the same of a part, but a footprint names only what is placed.
    let placed = ["Z1", "", "~", "Lib:C_0603", "", "A", "", "a", "", "", ""].map(str::to_owned).to_vec();
    let unplaced = ["", "", "~", "Lib:C_0603", "", "A", "", "a", "", "", ""].map(str::to_owned).to_vec();
    assert_eq!(outcomes_of(&[unplaced.clone(), placed.clone()]), [Outcome::NotAPart, Outcome::New]);
    assert_eq!(outcomes_of(&[placed.clone(), unplaced.clone()]), [Outcome::New, Outcome::NotAPart]);

    // The import remembers the part of the placed row; the same file again says what it said.
    let (ports, actor) = build::workspace();
    let file = as_csv(&[unplaced, placed]);
    let part = import(&ports, &actor, &file, request(&ports)).expect("an import").part.expect("a board").id;
    let again = previewed(&ports, &file, &Request::into_target(Target::Existing { part, mode: Mode::Update }));
    assert_eq!(super::outcomes(&again.plan), [Outcome::NotAPart, Outcome::Matched]);
    assert!(again.is_nothing(), "{:#?}", again.difference);
}

proptest! {
    #[test]
    fn every_row_ends_once_and_what_is_in_adds_up(rows in prop::collection::vec(row(), 0..25)) {
        let plan = plan_of(&rows, &Purpose::Bom);
        prop_assert!(plan.counts.adds_up());
        prop_assert_eq!(plan.counts.read, rows.len());
        prop_assert!(plan.items.iter().map(|item| item.row).eq(2..rows.len() as u64 + 2));

        let taken = || plan.items.iter().filter(|item| item.outcome.is_in());
        prop_assert_eq!(plan.designators(), taken().map(|item| plan.designators_of(item).len()).sum::<usize>());
        let quantities = taken().filter_map(|item| item.quantity).map(partwright_domain::bom::Quantity::to_decimal);
        prop_assert_eq!(plan.quantity_total.clone(), quantities.sum::<Decimal>());
        prop_assert_eq!(plan.lines.iter().map(|line| line.rows.len()).sum::<usize>(), taken().count());

        let places: Vec<_> = plan.lines.iter().flat_map(|line| line.into_owned().content.designators).collect();
        prop_assert_eq!(places.len(), plan.designators());
        prop_assert_eq!(places.iter().collect::<BTreeSet<_>>().len(), places.len(), "a designator stands once");
        let used: BTreeSet<_> = plan.lines.iter().map(|line| line.part).collect();
        prop_assert!(used.into_iter().eq(0..plan.parts.len()), "every part has a line, and every line a part");
    }

    #[test]
    fn every_row_of_a_list_of_parts_ends_once(rows in prop::collection::vec(row(), 0..25)) {
        let plan = plan_of(&rows, &Purpose::Parts { codes: None, update: true });
        prop_assert!(plan.counts.adds_up() && plan.lines.is_empty());
        prop_assert_eq!((plan.counts.read, plan.counts.new), (rows.len(), plan.parts.len()));
    }

    #[test]
    fn a_row_that_is_not_in_says_why_and_adds_nothing(rows in prop::collection::vec(row(), 0..25)) {
        let plan = plan_of(&rows, &Purpose::Bom);
        for item in plan.items.iter().filter(|item| !item.outcome.is_in()) {
            prop_assert!(plan.designators_of(item).is_empty() && item.quantity.is_none() && item.part.is_none());
            let is_refused = item.outcome == Outcome::Refused;
            let severity = if is_refused { Severity::Refused } else { Severity::Notice };
            let says = plan.problems.iter().any(|problem| problem.row == item.row && problem.severity == severity);
            prop_assert!(says, "row {} says why", item.row);
        }
        for problem in plan.problems.iter().filter(|problem| problem.severity == Severity::Refused) {
            let item = plan.items.iter().find(|item| item.row == problem.row).expect("the problem's row");
            prop_assert_eq!(item.outcome, Outcome::Refused);
        }
    }

    #[test]
    fn whether_a_row_is_a_part_is_said_by_itself_alone(mut rows in prop::collection::vec(row(), 1..12)) {
        // What is not placed may say the same of a part as what is.
        let unplaced: Vec<_> = rows.iter().map(|cells| [&[String::new()], &cells[1..]].concat()).collect();
        rows.extend(unplaced);
        for (row, outcome) in rows.iter().zip(outcomes_of(&rows)) {
            let alone = outcomes_of(std::slice::from_ref(row))[0];
            prop_assert_eq!(outcome == Outcome::NotAPart, alone == Outcome::NotAPart, "{:?}", row);
        }
    }

    #[test]
    fn what_a_row_says_is_kept_with_its_part_or_with_its_line(rows in prop::collection::vec(row(), 1..25)) {
        let plan = plan_of(&rows, &Purpose::Bom);
        for item in plan.items.iter().filter(|item| item.outcome.is_in()) {
            let cells = &rows[usize::try_from(item.row).expect("a row") - 2];
            let part = plan.parts.get(item.part.expect("a part"));
            let line = plan.lines.get(item.line.expect("a line"));
            let differs = |column: &str| plan.problems.iter().any(|problem| {
                problem.row == item.row && problem.code == "import.row_differs" && problem.column.as_deref() == Some(column)
            });
            for column in &plan.columns {
                let cell = cells[column.index].as_str();
                if cell.is_empty() || cell == "~" {
                    continue;
                }
                let in_part = part.sets.iter().any(|property| property.value.to_string() == cell);
                let in_line = line.content.properties.iter().any(|property| property.text.as_str() == cell);
                match column.role {
                    Role::Value if cell == "DNP" => prop_assert!(line.content.dnp, "it is of the line: {}", item.row),
                    Role::Value | Role::Footprint => prop_assert!(in_part || differs(&column.name), "{cell} of {}", item.row),
                    Role::Property => prop_assert!(in_line || in_part, "{cell} of {}", item.row),
                    _ => {}
                }
            }
            let names: BTreeSet<_> = part.sets.iter().map(|property| property.name.as_str()).collect();
            prop_assert_eq!(names.len(), part.sets.len(), "each under a name of its own");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn what_is_applied_is_what_was_previewed_and_the_same_again_is_nothing(rows in prop::collection::vec(row(), 1..15)) {
        let (ports, actor) = build::workspace();
        let file = as_csv(&rows);
        let plan = preview(&ports, &file);
        let done = match import(&ports, &actor, &file, request(&ports)) {
            Ok(done) => done,
            Err(error) => {
                prop_assert_eq!((error.code(), plan.lines.len()), ("import.nothing", 0));
                return Ok(());
            }
        };
        prop_assert_eq!((done.new_parts, done.lines, done.designators), (plan.new_parts(), plan.lines.len(), plan.designators()));
        let revision = done.revision.expect("a board");
        let lines = ports.store.read("test", |snapshot| snapshot.boms().lines(revision)).expect("a read");
        for (line, planned) in lines.iter().zip(plan.lines.iter()) {
            let content = &planned.content;
            prop_assert_eq!(
                (&line.designators, line.quantity, line.unit, line.dnp, &line.properties),
                (&content.designators, content.quantity, content.unit, content.dnp, &content.properties)
            );
            prop_assert_eq!(line.origin.as_ref().map(|origin| &origin.rows), Some(&planned.rows));
        }

        // Once more: every part is found, and no line differs.
        let part = done.part.expect("a board").id;
        let again = previewed(&ports, &file, &Request::into_target(Target::Existing { part, mode: Mode::Update }));
        prop_assert!(again.is_nothing(), "{:#?}\n{:#?}", again.difference, again.plan.problems);
        prop_assert_eq!(again.plan.counts.refused, plan.counts.refused);
        prop_assert_eq!((again.plan.designators(), again.plan.quantity_total), (plan.designators(), plan.quantity_total));
    }

    #[test]
    fn a_difference_that_is_applied_gives_what_a_fresh_import_gives(
        first in prop::collection::vec(row(), 1..12),
        second in prop::collection::vec(row(), 1..12),
        keeps in 0..8_usize,
    ) {
        let (ports, actor) = build::workspace();
        // Versions of one file have rows in common.
        let second: Vec<_> = first.iter().take(keeps).cloned().chain(second).collect();
        let (first, second) = (as_csv(&first), as_csv(&second));
        let Ok(done) = import(&ports, &actor, &first, request(&ports)) else { return Ok(()) };
        let part = done.part.expect("a board").id;
        let existing = Request::into_target(Target::Existing { part, mode: Mode::Update });
        let Ok(fresh) = import(&ports, &actor, &second, request(&ports)) else { return Ok(()) };
        import(&ports, &actor, &second, existing).expect("a difference");
        let said = |revision| {
            let lines = ports.store.read("test", |snapshot| snapshot.boms().lines(revision)).expect("a read");
            let mut said: Vec<_> = lines
                .into_iter()
                .map(|line| {
                    let mut at = line.designators.clone();
                    at.sort();
                    let kept: BTreeSet<_> = line.properties.iter().map(|kept| format!("{kept:?}")).collect();
                    format!("{} {} {} {at:?} {} {} {kept:?}", line.child, line.quantity, line.unit, line.dnp, line.quantity_intended)
                })
                .collect();
            said.sort();
            said
        };
        prop_assert_eq!(said(done.revision.expect("a board")), said(fresh.revision.expect("a board")));
    }
}
