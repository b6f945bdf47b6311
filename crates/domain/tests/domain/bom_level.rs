//! What is computed from BOMs over all levels, and how two are compared.

use std::collections::HashMap;

use partwright_domain::bom::{
    self, Aspect, BomLine, Difference, Dnp, Explosion, RollUp, Structure, Unit, compare, compare_flat, flat, grams,
    roll_up,
};
use partwright_domain::decimal::Decimal;
use partwright_domain::id::{BomLineId, PartId, Uuid};
use partwright_domain::ports::Ports;
use partwright_domain::property::{PropertyUnit, PropertyValue};
use partwright_domain::revision::Lifecycle;
use partwright_testkit::build::{self, Built};

fn structure(ports: &Ports, top: &Built) -> Structure {
    ports.store.read("test", |snapshot| Structure::read(snapshot.boms(), top.revision.id)).expect("a structure")
}

fn lines(ports: &Ports, of: &Built) -> Vec<BomLine> {
    ports.store.read("test", |snapshot| snapshot.boms().lines(of.revision.id)).expect("lines")
}

fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).expect("a number")
}

fn number(number: &str, unit: &str) -> PropertyValue {
    PropertyValue::Number { number: decimal(number), unit: PropertyUnit::parse(unit).expect("a unit") }
}

/// A product with two boards; a board has three resistors, and a module with two more that is not fitted.
struct Company {
    ports: Ports,
    product: Built,
    board: Built,
    module: Built,
    resistor: Built,
}

fn company() -> Company {
    let (ports, _) = build::workspace();
    let [product, board, module] = ["AS-PRD", "EL-PCA", "EL-PCA"].map(|codes| build::part(codes).add_to(&ports));
    let resistor = build::part("EL-RES").add_to(&ports);
    build::line(&product, &board).quantity("2", Unit::Each).add_to(&ports);
    build::line(&board, &resistor).at("R1-R3").add_to(&ports);
    build::line(&board, &module).dnp().add_to(&ports);
    build::line(&module, &resistor).at("R1 R2").add_to(&ports);
    Company { ports, product, board, module, resistor }
}

fn rows(explosion: Explosion<'_>) -> Vec<(usize, PartId, String, bool, bool)> {
    let row = |line: bom::ExplodedLine<'_>| {
        (line.level, line.line.child, line.quantity.to_string(), line.dnp, line.has_lines)
    };
    explosion.map(row).collect()
}

#[test]
fn an_explosion_multiplies_along_the_path_and_marks_what_is_not_fitted() {
    let Company { ports, product, board, module, resistor } = company();
    let structure = structure(&ports, &product);
    let all = [
        (1, board.part.id, "2".to_owned(), false, true),
        (2, resistor.part.id, "6".to_owned(), false, false),
        (2, module.part.id, "2".to_owned(), true, true),
        (3, resistor.part.id, "4".to_owned(), true, false),
    ];
    assert_eq!(rows(Explosion::new(&structure, Dnp::Mark)), all);
    assert_eq!(rows(Explosion::new(&structure, Dnp::Skip)), all[..2]);
}

#[test]
fn a_product_of_twelve_levels_loses_no_digit() {
    let (ports, _) = build::workspace();
    let parts: Vec<Built> = (0..13).map(|_| build::part("EL-PCA").add_to(&ports)).collect();
    for pair in parts.windows(2) {
        build::line(&pair[0], &pair[1]).quantity("999999999.999999", Unit::Metre).add_to(&ports);
    }
    let structure = structure(&ports, &parts[0]);
    let last = Explosion::new(&structure, Dnp::Mark).last().expect("a line");
    let expected =
        (0..12).fold(Decimal::from_millionths(1_000_000), |product, _| product * decimal("999999999.999999"));
    assert_eq!((last.level, &last.quantity), (12, &expected));
    assert_eq!(last.quantity.to_string().len(), 181, "108 digits before the point and 72 after it");
    assert!(flat(&structure).iter().any(|line| line.amount.fitted == expected));
}

#[test]
fn an_explosion_goes_on_after_any_of_its_lines() {
    let Company { ports, product, .. } = company();
    let structure = structure(&ports, &product);
    let all: Vec<_> = Explosion::new(&structure, Dnp::Mark).collect();
    for (place, line) in all.iter().enumerate() {
        let rest = Explosion::after(&structure, Dnp::Mark, &line.path).expect("a path that is there");
        assert_eq!(rest.collect::<Vec<_>>(), all[place + 1..]);
    }
}

#[test]
fn an_explosion_does_not_go_on_from_a_path_that_is_not_there() {
    let Company { ports, product, .. } = company();
    let structure = structure(&ports, &product);
    let all: Vec<_> = Explosion::new(&structure, Dnp::Mark).collect();
    let (first, resistor, module) = (all[0].path[0], all[1].path[1], all[2].path[1]);
    let nowhere = BomLineId(Uuid::nil());
    for path in [vec![nowhere], vec![resistor], vec![first, nowhere], vec![first, resistor, module]] {
        assert!(Explosion::after(&structure, Dnp::Mark, &path).is_none(), "{path:?}");
    }
    assert!(Explosion::after(&structure, Dnp::Skip, &[first, module]).is_none(), "it is left out");
}

#[test]
fn a_flat_list_tells_fitted_and_not_fitted_apart() {
    let Company { ports, product, board, module, resistor } = company();
    let list = flat(&structure(&ports, &product));
    let of = |part: &Built| {
        let line = list.iter().find(|line| line.part == part.part.id).expect("a part of the list");
        (line.amount.fitted.to_string(), line.amount.not_fitted.to_string(), line.lines, line.assembly)
    };
    assert_eq!(list.len(), 3);
    assert_eq!(of(&board), ("2".to_owned(), "0".to_owned(), 1, true));
    assert_eq!(of(&module), ("0".to_owned(), "2".to_owned(), 1, true));
    assert_eq!(of(&resistor), ("6".to_owned(), "4".to_owned(), 2, false));
}

#[test]
fn the_worst_state_is_that_of_a_fitted_part_at_any_level() {
    let (ports, _) = build::workspace();
    let [top, sub] = ["AS-PRD", "EL-PCA"].map(|codes| build::part(codes).add_to(&ports));
    let worst = || roll_up(&structure(&ports, &top), &HashMap::new()).worst;
    assert_eq!(worst(), None);
    let add = |parent: &Built, state| {
        let part = build::part("EL-RES").add_to(&ports);
        build::advance(&ports, part.revision.id, state);
        build::line(parent, &part).add_to(&ports);
    };
    add(&sub, Lifecycle::Released);
    build::line(&top, &sub).add_to(&ports);
    build::advance(&ports, sub.revision.id, Lifecycle::InReview);
    assert_eq!(worst(), Some(Lifecycle::InReview));
    add(&top, Lifecycle::Draft);
    assert_eq!(worst(), Some(Lifecycle::Draft));
    let old = build::part("EL-RES").add_to(&ports);
    build::advance(&ports, old.revision.id, Lifecycle::Obsolete);
    build::line(&top, &old).dnp().add_to(&ports);
    assert_eq!(worst(), Some(Lifecycle::Draft), "what is not fitted does not count");
    let deeper = build::part("EL-PCA").add_to(&ports);
    build::line(&deeper, &old).add_to(&ports);
    build::line(&top, &deeper).add_to(&ports);
    assert_eq!(worst(), Some(Lifecycle::Obsolete));
}

#[test]
fn a_mass_is_the_sum_of_what_is_known_and_says_what_is_not() {
    let Company { ports, product, board, module, resistor } = company();
    let glue = build::part("ME-OTH").add_to(&ports);
    let cord = build::part("ME-OTH").add_to(&ports);
    build::line(&product, &glue).quantity("2.5", Unit::Gram).add_to(&ports);
    build::line(&product, &glue).quantity("40", Unit::Milligram).add_to(&ports);
    build::line(&product, &cord).quantity("3", Unit::Metre).add_to(&ports);
    let structure = structure(&ports, &product);
    let rolled = |masses: &[(&Built, &str)]| {
        let masses = masses.iter().map(|(part, mass)| (part.part.id, decimal(mass))).collect();
        let RollUp { grams, without_mass, .. } = roll_up(&structure, &masses);
        (grams.to_string(), without_mass.into_iter().collect::<Vec<_>>())
    };
    let without = |parts: &[&Built]| parts.iter().map(|part| part.part.id).collect::<Vec<_>>();
    assert_eq!(rolled(&[]), ("2.54".to_owned(), without(&[&resistor, &cord])));
    assert_eq!(rolled(&[(&resistor, "0.01")]), ("2.6".to_owned(), without(&[&cord])));
    assert_eq!(
        rolled(&[(&resistor, "0.01"), (&board, "11")]),
        ("24.54".to_owned(), without(&[&cord])),
        "its own counts"
    );
    assert_eq!(rolled(&[(&board, "11"), (&module, "99")]), ("24.54".to_owned(), without(&[&cord])), "not fitted");
    assert_eq!(rolled(&[(&board, "1"), (&cord, "5")]), ("4.54".to_owned(), without(&[&cord])), "no mass by the metre");
}

#[test]
fn a_mass_is_a_number_in_a_unit_of_mass() {
    for (property, expected) in [
        (number("1.5", "kg"), Some("1500")),
        (number("11.4", "g"), Some("11.4")),
        (number("0.5", "mg"), Some("0.0005")),
        (number("0", "g"), Some("0")),
        (number("-1", "g"), None),
        (number("1", "m"), None),
        (number("1", ""), None),
        (number("1", "lb"), None),
        (PropertyValue::Boolean { boolean: true }, None),
    ] {
        assert_eq!(grams(&property).map(|grams| grams.to_string()).as_deref(), expected, "{property}");
    }
}

#[test]
fn lines_that_only_moved_are_alike() {
    let Company { ports, board, .. } = company();
    let before = lines(&ports, &board);
    let mut after = before.clone();
    for (place, line) in after.iter_mut().rev().enumerate() {
        line.position = u32::try_from(place).expect("few lines");
        line.id = BomLineId(ports.ids.next());
        line.designators.reverse();
    }
    after.reverse();
    let comparison = compare(&before, &after);
    assert_eq!((comparison.differences, comparison.alike), (vec![], before.len()));
}

#[test]
fn each_aspect_of_a_line_is_told() {
    let test = company();
    let (ports, board) = (&test.ports, &test.board);
    let before = build::line(board, &test.resistor).at("R10 R11").row(ports);
    let quantity = build::line(board, &test.resistor).at("R10 R11").quantity("3", Unit::Each).intended().row(ports);
    for (after, expected) in [
        (quantity, vec![Aspect::Quantity, Aspect::Intended]),
        (BomLine { unit: Unit::Metre, ..before.clone() }, vec![Aspect::Quantity]),
        (build::line(board, &test.resistor).at("R10 R12").row(ports), vec![Aspect::Designators]),
        (BomLine { dnp: true, ..before.clone() }, vec![Aspect::Dnp]),
        (
            BomLine { find_number: bom::FindNumber::parse("7").expect("one"), ..before.clone() },
            vec![Aspect::FindNumber],
        ),
        (BomLine { note: bom::Note::parse("hot").expect("a note"), ..before.clone() }, vec![Aspect::Note]),
    ] {
        let comparison = compare(std::slice::from_ref(&before), std::slice::from_ref(&after));
        let changed = Difference::Changed { before: before.clone(), after, aspects: expected };
        assert_eq!((comparison.differences, comparison.alike), (vec![changed], 0));
    }
}

#[test]
fn of_several_lines_of_one_part_those_are_paired_that_share_a_designator() {
    let test = company();
    let row = |designators: &str, position| {
        let line = build::line(&test.board, &test.resistor).at(designators).row(&test.ports);
        BomLine { position, ..line }
    };
    let before = [row("R1 R2", 1), row("R3 R4", 2), row("R5", 3)];
    let after = [row("R4 R6", 1), row("R1 R2", 2), row("R7", 3), row("R8", 4)];
    let comparison = compare(&before, &after);
    assert_eq!(comparison.alike, 1);
    let changed = |before: &BomLine, after: &BomLine, aspects| Difference::Changed {
        before: before.clone(),
        after: after.clone(),
        aspects,
    };
    let both = vec![Aspect::Quantity, Aspect::Designators];
    assert_eq!(
        comparison.differences,
        [
            changed(&before[1], &after[0], both[1..].to_vec()),
            changed(&before[2], &after[2], both[1..].to_vec()),
            Difference::Added(after[3].clone()),
        ]
    );
}

#[test]
fn another_part_is_removed_and_added_and_never_a_change() {
    let test = company();
    let before = build::line(&test.board, &test.resistor).at("R9").row(&test.ports);
    let after = build::line(&test.board, &test.module).at("R9").row(&test.ports);
    let comparison = compare(std::slice::from_ref(&before), std::slice::from_ref(&after));
    assert_eq!(comparison.differences, [Difference::Removed(before), Difference::Added(after)]);
}

#[test]
fn flat_lists_differ_in_what_one_needs_and_the_other_does_not() {
    let Company { ports, product, board, module, resistor } = company();
    let [whole, one] = [&product, &board].map(|top| flat(&structure(&ports, top)));
    assert_eq!(compare_flat(&whole, &whole), []);
    let found = compare_flat(&whole, &one);
    let fitted = |part: &Built| {
        let row = found.iter().find(|row| row.part == part.part.id).expect("a difference");
        let text = |amount: &Option<bom::Amount>| amount.as_ref().map(|amount| amount.fitted.to_string());
        (text(&row.before), text(&row.after))
    };
    assert_eq!(found.len(), 3);
    assert_eq!(fitted(&board), (Some("2".to_owned()), None));
    assert_eq!(fitted(&resistor), (Some("6".to_owned()), Some("3".to_owned())));
    assert_eq!(fitted(&module), (Some("0".to_owned()), Some("0".to_owned())), "it differs in what is not fitted");
}
