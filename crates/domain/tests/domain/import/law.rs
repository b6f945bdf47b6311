//! Laws of every plan, on random tables: every row ends once, and nothing is dropped or made up.

use std::collections::BTreeSet;

use partwright_domain::decimal::Decimal;
use partwright_domain::import::plan::{PlannedPart, wanted};
use partwright_domain::import::{Known, Outcome, Plan, Role, Severity, Source, Table, column, table};
use partwright_testkit::{build, strategy};
use proptest::prelude::*;

use super::{import, preview, request};

const HEADER: [&str; 9] = ["Ref", "Qty", "Value", "Footprint", "MPN", "Manufacturer", "DNP", "Note", "Note"];

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
    let (mpn, maker) = (text(&["", "", "X1", "x-1", "Y2"]), text(&["", "A", "B"]));
    let extra = prop::collection::vec(text(&["", "beyond"]), 0..2);
    (references, quantity, value, footprint, mpn, maker, text(&["", "no", "x"]), note.clone(), (note, extra)).prop_map(
        |(references, quantity, value, footprint, mpn, maker, dnp, one, (two, extra))| {
            let mut cells = vec![references, quantity, value, footprint, mpn, maker, dnp, one, two];
            cells.extend(extra);
            cells
        },
    )
}

fn table_of(rows: Vec<Vec<String>>) -> Table {
    let source = Source { format: "csv", encoding: "UTF-8", delimiter: ',', header_row: 1 };
    let rows = (2..).zip(rows).map(|(number, cells)| table::Row { number, cells }).collect();
    Table { source, header: HEADER.map(str::to_owned).into(), rows }
}

fn plan_of(table: &Table) -> Plan {
    let columns = column::columns(&table.header, None).expect("columns");
    Plan::new(table, columns, &Known::default())
}

fn is_in(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::New | Outcome::Matched | Outcome::Updated | Outcome::Merged)
}

fn as_csv(table: &Table) -> String {
    let line = |cells: &[String]| cells.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",");
    let rows = table.rows.iter().map(|row| line(&row.cells));
    std::iter::once(line(&table.header)).chain(rows).collect::<Vec<_>>().join("\n")
}

proptest! {
    #[test]
    fn every_row_ends_once_and_what_is_in_adds_up(rows in prop::collection::vec(row(), 0..25)) {
        let table = table_of(rows);
        let plan = plan_of(&table);
        prop_assert!(plan.counts.adds_up());
        prop_assert_eq!(plan.counts.read, table.rows.len());
        prop_assert!(plan.items.iter().map(|item| item.row).eq(table.rows.iter().map(|row| row.number)));

        let taken = || plan.items.iter().filter(|item| is_in(item.outcome));
        prop_assert_eq!(plan.designators(), taken().map(|item| item.designators.len()).sum::<usize>());
        let quantities = taken().map(|item| Decimal::parse(&item.quantity).expect("a number"));
        prop_assert_eq!(plan.quantity_total(), quantities.sum());
        prop_assert_eq!(plan.lines.len(), taken().filter(|item| item.outcome != Outcome::Merged).count());

        let places: Vec<_> = plan.lines.iter().flat_map(|line| &line.content.designators).collect();
        prop_assert_eq!(places.iter().collect::<BTreeSet<_>>().len(), places.len(), "a designator stands once");
        let used: BTreeSet<_> = plan.lines.iter().map(|line| line.part).collect();
        prop_assert!(used.into_iter().eq(0..plan.parts.len()), "every part has a line, and every line a part");
    }

    #[test]
    fn a_row_that_is_not_in_says_why_and_adds_nothing(rows in prop::collection::vec(row(), 0..25)) {
        let plan = plan_of(&table_of(rows));
        for item in plan.items.iter().filter(|item| !is_in(item.outcome)) {
            prop_assert!(item.designators.is_empty() && item.quantity.is_empty());
            let refusal = |severity| plan.problems.iter().any(|problem| problem.row == item.row && problem.severity == severity);
            let severity = if item.outcome == Outcome::Refused { Severity::Refused } else { Severity::Notice };
            prop_assert!(refusal(severity), "row {} says why", item.row);
        }
        for problem in plan.problems.iter().filter(|problem| problem.severity == Severity::Refused) {
            let item = plan.items.iter().find(|item| item.row == problem.row).expect("the problem's row");
            prop_assert_eq!(item.outcome, Outcome::Refused);
        }
    }

    #[test]
    fn a_new_part_keeps_every_cell_that_describes_it(rows in prop::collection::vec(row(), 1..25)) {
        let table = table_of(rows);
        let plan = plan_of(&table);
        for item in plan.items.iter().filter(|item| item.outcome == Outcome::New) {
            let row = table.rows.iter().find(|row| row.number == item.row).expect("the item's row");
            // The part this row made is the one whose line it began.
            let begun = plan.items.iter().filter(|other| is_in(other.outcome) && other.outcome != Outcome::Merged);
            let line = begun.take_while(|other| other.row != item.row).count();
            let PlannedPart::New(part) = &plan.parts[plan.lines[line].part] else { panic!("a new part") };
            let kept: Vec<_> = part.properties.iter().map(|property| property.value.to_string()).collect();
            let columns = plan.columns.iter().filter(|column| {
                // A maker is a fact of its own only where there is no number that it would belong to.
                matches!(column.role, Role::Value | Role::Footprint | Role::Datasheet | Role::Property)
                    || (column.role == Role::Manufacturer && item.mpn.is_empty())
            });
            let written = columns.filter_map(|column| row.cells.get(column.index));
            let written: Vec<_> = written.filter(|cell| !cell.is_empty() && *cell != "~").cloned().collect();
            prop_assert_eq!(kept, written);
            let names: BTreeSet<_> = part.properties.iter().map(|property| property.name.as_str()).collect();
            prop_assert_eq!(names.len(), part.properties.len(), "each under a name of its own");
        }
    }

    #[test]
    fn what_is_looked_up_is_what_is_named(rows in prop::collection::vec(row(), 0..25)) {
        let table = table_of(rows);
        let wanted = wanted(&table, &column::columns(&table.header, None).expect("columns"));
        let named = plan_of(&table).items.into_iter().map(|item| item.mpn).filter(|mpn| !mpn.is_empty());
        let named: BTreeSet<_> = named.map(|mpn| partwright_domain::order::match_key(&mpn)).collect();
        prop_assert_eq!(wanted.mpn_keys, named);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn what_is_applied_is_what_was_previewed(rows in prop::collection::vec(row(), 1..15)) {
        let (ports, actor) = build::workspace();
        let file = as_csv(&table_of(rows));
        let plan = preview(&ports, &file);
        let done = match import(&ports, &actor, request(&ports, &file)) {
            Ok(done) => done,
            Err(error) => {
                prop_assert_eq!((error.code(), plan.lines.len()), ("import.nothing", 0));
                return Ok(());
            }
        };
        prop_assert_eq!((done.new_parts, done.lines, done.designators), (plan.new_parts(), plan.lines.len(), plan.designators()));
        let lines = ports.store.read("test", |snapshot| snapshot.boms().lines(done.revision)).expect("a read");
        prop_assert_eq!(lines.iter().map(|line| line.quantity.to_decimal()).sum::<Decimal>(), plan.quantity_total());
        for (line, planned) in lines.iter().zip(&plan.lines) {
            prop_assert_eq!((&line.designators, line.quantity, line.unit, line.dnp), (&planned.content.designators, planned.content.quantity, planned.content.unit, planned.content.dnp));
        }

        // Once more, into another board: what had an MPN is found again, and no number is taken twice.
        let again = preview(&ports, &file);
        prop_assert_eq!(again.counts.refused, plan.counts.refused);
        prop_assert_eq!((again.designators(), again.quantity_total()), (plan.designators(), plan.quantity_total()));
        for item in again.items.iter().filter(|item| is_in(item.outcome) && !item.mpn.is_empty()) {
            prop_assert!(item.number.is_some(), "row {} has an MPN that is there", item.row);
        }
    }
}
