//! What is computed from BOMs over all levels, and how two are compared.

use std::collections::BTreeMap;

use mockall::predicate::eq;
use partwright_domain::bom::{
    self, Aspect, BomLine, Difference, Dimension, Dnp, Explosion, Levels, ReplacePlan, RollUp, Structure,
    StructureLine, Unit, compare, compare_flat, flat, kilograms, roll_up,
};
use partwright_domain::decimal::Decimal;
use partwright_domain::id::{BomLineId, ImportFileId, PartId, Uuid};
use partwright_domain::person::Actor;
use partwright_domain::ports::Ports;
use partwright_domain::property::{PropertyUnit, PropertyValue};
use partwright_domain::revision::Lifecycle;
use partwright_testkit::build::{self, Built};
use partwright_testkit::mock::MockBomReader;

fn structure(ports: &Ports, top: &Built) -> Structure {
    ports.store.read("test", |snapshot| Structure::read(snapshot.boms(), top.revision.id)).expect("a structure")
}

fn lines(ports: &Ports, of: &Built) -> Vec<StructureLine> {
    ports.store.read("test", |snapshot| snapshot.boms().counting(of.revision.id)).expect("lines")
}

/// A line for whose child no revision counts.
fn entry(line: BomLine) -> StructureLine {
    StructureLine { line, counts: None }
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
    actor: Actor,
    product: Built,
    board: Built,
    module: Built,
    resistor: Built,
}

fn company() -> Company {
    let (ports, actor) = build::workspace();
    let [product, board, module] = ["AS-PRD", "EL-PCA", "EL-PCA"].map(|codes| build::part(codes).add_to(&ports));
    let resistor = build::part("EL-RES").add_to(&ports);
    build::line(&product, &board).quantity("2", Unit::Each).add_to(&ports);
    build::line(&board, &resistor).at("R1-R3").add_to(&ports);
    build::line(&board, &module).dnp().add_to(&ports);
    build::line(&module, &resistor).at("R1 R2").add_to(&ports);
    Company { ports, actor, product, board, module, resistor }
}

fn rows(explosion: Explosion<'_>) -> Vec<(usize, PartId, String, bool, bool)> {
    let row =
        |line: bom::ExplodedLine<'_>| (line.level, line.line.child, line.total.to_string(), line.dnp, line.has_lines);
    explosion.map(row).collect()
}

#[test]
fn an_explosion_multiplies_along_the_path_and_marks_what_is_not_fitted() {
    let Company { ports, product, board, module, resistor, .. } = company();
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
    let chain: Vec<Built> = (0..13).map(|_| build::part("EL-PCA").add_to(&ports)).collect();
    for pair in chain.windows(2) {
        build::line(&pair[0], &pair[1]).quantity("999999999.999999", Unit::Metre).add_to(&ports);
    }
    let structure = structure(&ports, &chain[0]);
    let last = Explosion::new(&structure, Dnp::Mark).last().expect("a line");
    let expected =
        (0..12).fold(Decimal::from_millionths(1_000_000), |product, _| product * decimal("999999999.999999"));
    assert_eq!((last.level, &last.total), (12, &expected));
    assert_eq!(last.total.to_string().len(), 181, "108 digits before the point and 72 after it");
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
fn a_page_reads_each_bom_that_it_opens_once_and_no_other() {
    let Company { ports, product, board, module, resistor, .. } = company();
    let behind = build::part("EL-PCA").add_to(&ports);
    build::line(&product, &behind).add_to(&ports);
    let all: Vec<_> = Explosion::new(&structure(&ports, &product), Dnp::Mark).map(|line| line.path).collect();
    let read = |after: Option<&[BomLineId]>, limit: usize, expected: &[&Built]| {
        let mut boms = MockBomReader::new();
        for bom in expected {
            let lines = lines(&ports, bom);
            boms.expect_counting().with(eq(bom.revision.id)).times(1).return_once(|_| Ok(lines));
        }
        let window = Levels::window(&boms, product.revision.id, Dnp::Mark, after, limit).expect("a window");
        let lines = match after {
            None => Explosion::new(&window, Dnp::Mark),
            Some(path) => Explosion::after(&window, Dnp::Mark, path).expect("a path that is there"),
        };
        lines.take(limit).map(|line| line.path).collect::<Vec<_>>()
    };
    assert_eq!(read(None, 1, &[&product, &board]), all[..1], "what is below its last line says whether there is any");
    assert_eq!(read(None, 3, &[&product, &board, &resistor, &module]), all[..3]);
    assert_eq!(read(Some(&all[1]), 1, &[&product, &board, &resistor, &module]), all[2..3], "the way down, and on");
    assert_eq!(read(Some(&all[3]), 9, &[&product, &board, &module, &resistor, &behind]), all[4..]);
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
    let Company { ports, product, board, module, resistor, .. } = company();
    let list = flat(&structure(&ports, &product));
    let of = |part: &Built| {
        let line = list.iter().find(|line| line.part == part.part.id).expect("a part of the list");
        (line.amount.fitted.to_string(), line.amount.not_fitted.to_string(), line.lines, line.has_lines)
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
    let worst = || roll_up(&structure(&ports, &top), &BTreeMap::new()).worst;
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
    let Company { ports, product, board, module, resistor, .. } = company();
    let glue = build::part("ME-OTH").add_to(&ports);
    let cord = build::part("ME-OTH").add_to(&ports);
    build::line(&product, &glue).quantity("2.5", Unit::Gram).add_to(&ports);
    build::line(&product, &glue).quantity("40", Unit::Milligram).add_to(&ports);
    build::line(&product, &cord).quantity("3", Unit::Metre).add_to(&ports);
    let structure = structure(&ports, &product);
    let rolled = |masses: &[(&Built, &str)]| {
        let masses = masses.iter().map(|(part, mass)| (part.revision.id, decimal(mass))).collect();
        let RollUp { mass, without_mass, .. } = roll_up(&structure, &masses);
        (mass.to_string(), without_mass.into_iter().collect::<Vec<_>>())
    };
    let without = |parts: &[&Built]| parts.iter().map(|part| part.part.id).collect::<Vec<_>>();
    assert_eq!(rolled(&[]), ("0.00254".to_owned(), without(&[&resistor, &cord])));
    assert_eq!(rolled(&[(&resistor, "0.01")]), ("0.06254".to_owned(), without(&[&cord])));
    assert_eq!(
        rolled(&[(&resistor, "0.01"), (&board, "0.011")]),
        ("0.02454".to_owned(), without(&[&cord])),
        "its own counts"
    );
    assert_eq!(rolled(&[(&board, "0.011"), (&module, "9")]), ("0.02454".to_owned(), without(&[&cord])), "not fitted");
    assert_eq!(rolled(&[(&board, "0.001"), (&cord, "0.005")]), ("0.01954".to_owned(), vec![]), "by the metre");
}

#[test]
fn a_mass_is_a_number_in_a_unit_of_mass() {
    for (property, expected) in [
        (number("1.5", "kg"), Some("1.5")),
        (number("11.4", "g"), Some("0.0114")),
        (number("0.5", "mg"), Some("0.0000005")),
        (number("0", "g"), Some("0")),
        (number("-1", "g"), None),
        (number("1", "m"), None),
        (number("1", ""), None),
        (number("1", "lb"), None),
        (PropertyValue::Boolean { boolean: true }, None),
    ] {
        assert_eq!(kilograms(&property).map(|mass| mass.to_string()).as_deref(), expected, "{property}");
    }
}

#[test]
fn lines_that_only_moved_are_alike() {
    let Company { ports, board, .. } = company();
    let before = lines(&ports, &board);
    let mut after = before.clone();
    for (place, StructureLine { line, .. }) in after.iter_mut().rev().enumerate() {
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
    let counts = |of: &Built| Some(bom::Counting { revision: of.revision.id, state: Lifecycle::Draft });
    let row = |line: build::LineBuilder| entry(line.row(ports));
    let before = row(build::line(board, &test.resistor).at("R10 R11"));
    let says = |change: &dyn Fn(&mut StructureLine)| {
        let mut after = before.clone();
        change(&mut after);
        after
    };
    let pinned = |line: &mut StructureLine| line.line.pinned = Some(test.resistor.revision.id);
    for (after, expected) in [
        (
            row(build::line(board, &test.resistor).at("R10 R11").quantity("3", Unit::Each).intended()),
            vec![Aspect::Quantity, Aspect::Intended],
        ),
        (row(build::line(board, &test.module).at("R10 R11")), vec![Aspect::Part]),
        (says(&|line| line.counts = counts(&test.resistor)), vec![Aspect::Revision]),
        (says(&pinned), vec![Aspect::Revision]),
        (says(&|line| line.line.unit = Unit::Metre), vec![Aspect::Quantity]),
        (row(build::line(board, &test.resistor).at("R10 R12")), vec![Aspect::Designators]),
        (says(&|line| line.line.dnp = true), vec![Aspect::Dnp]),
        (row(build::line(board, &test.resistor).at("R10 R11").or(&test.module)), vec![Aspect::Substitutes]),
        (says(&|line| line.line.find_number = bom::FindNumber::parse("7").expect("one")), vec![Aspect::FindNumber]),
        (says(&|line| line.line.note = bom::Note::parse("hot").expect("a note")), vec![Aspect::Note]),
        (row(build::line(board, &test.resistor).at("R10 R11").property("Height", "2 mm")), vec![Aspect::Properties]),
    ] {
        let comparison = compare(std::slice::from_ref(&before), std::slice::from_ref(&after));
        let changed = Difference::Changed { before: &before, after: &after, aspects: expected };
        assert_eq!((comparison.differences, comparison.alike), (vec![changed], 0));
    }
}

#[test]
fn the_order_of_properties_and_where_a_line_came_from_make_no_difference() {
    let test = company();
    let file = ImportFileId(test.ports.ids.next());
    let row = |says: [(&str, &str); 2]| {
        says.iter().fold(build::line(&test.board, &test.module), |line, (name, text)| line.property(name, text))
    };
    let before = [entry(row([("Height", "2 mm"), ("Tolerance", "1 %")]).row(&test.ports))];
    let after = [entry(row([("Tolerance", "1 %"), ("Height", "2 mm")]).from(file, &[7]).row(&test.ports))];
    assert_eq!(compare(&before, &after).alike, 1);
}

#[test]
fn the_same_length_in_another_unit_is_alike() {
    let test = company();
    let row = |quantity, unit| entry(build::line(&test.board, &test.module).quantity(quantity, unit).row(&test.ports));
    let (before, after) = ([row("500", Unit::Millimetre)], [row("0.5", Unit::Metre)]);
    let comparison = compare(&before, &after);
    assert_eq!((comparison.differences, comparison.alike), (vec![], 1));
}

#[test]
fn units_of_one_dimension_are_turned_into_each_other_and_no_others() {
    for (number, from, to, expected) in [
        ("500", Unit::Millimetre, Unit::Metre, Some("0.5")),
        ("0.000001", Unit::Milligram, Unit::Kilogram, Some("0.000000000001")),
        ("2.5", Unit::Litre, Unit::Millilitre, Some("2500")),
        ("3", Unit::Each, Unit::Each, Some("3")),
        ("3", Unit::Each, Unit::Metre, None),
        ("3", Unit::Gram, Unit::Millilitre, None),
    ] {
        let converted = from.convert(&decimal(number), to).map(|number| number.to_string());
        assert_eq!(converted.ok().as_deref(), expected, "{number} {from} in {to}");
    }
}

#[test]
fn a_flat_list_sums_what_is_measured_in_the_base_unit() {
    let test = company();
    let cord = build::part("ME-OTH").add_to(&test.ports);
    build::line(&test.product, &cord).quantity("250", Unit::Millimetre).add_to(&test.ports);
    build::line(&test.product, &cord).quantity("1.5", Unit::Metre).add_to(&test.ports);
    build::line(&test.product, &cord).quantity("2", Unit::Each).add_to(&test.ports);
    let list = flat(&structure(&test.ports, &test.product));
    let sums: Vec<_> = list.iter().filter(|line| line.part == cord.part.id).collect();
    let told: Vec<_> = sums.iter().map(|line| (line.dimension, line.amount.fitted.to_string(), line.lines)).collect();
    assert_eq!(told, [(Dimension::Count, "2".to_owned(), 1), (Dimension::Length, "1.75".to_owned(), 2)]);
}

#[test]
fn of_several_lines_of_one_part_those_are_paired_that_share_a_designator() {
    let test = company();
    let row = |designators: &str, position| {
        let line = build::line(&test.board, &test.resistor).at(designators).row(&test.ports);
        entry(BomLine { position, ..line })
    };
    let before = [row("R1 R2", 1), row("R3 R4", 2), row("R5", 3)];
    let after = [row("R4 R6", 1), row("R1 R2", 2), row("R7", 3), row("R8", 4)];
    let comparison = compare(&before, &after);
    assert_eq!(comparison.alike, 1);
    let changed =
        |at: usize, to: usize, aspects| Difference::Changed { before: &before[at], after: &after[to], aspects };
    let both = [Aspect::Quantity, Aspect::Designators];
    assert_eq!(
        comparison.differences,
        [changed(1, 0, both[1..].to_vec()), changed(2, 2, both[1..].to_vec()), Difference::Added(&after[3]),]
    );
}

#[test]
fn another_part_at_other_places_is_removed_and_added() {
    let test = company();
    let before = entry(build::line(&test.board, &test.resistor).at("R9").row(&test.ports));
    let after = entry(build::line(&test.board, &test.module).at("R8").row(&test.ports));
    let comparison = compare(std::slice::from_ref(&before), std::slice::from_ref(&after));
    assert_eq!(comparison.differences, [Difference::Removed(&before), Difference::Added(&after)]);
}

#[test]
fn flat_lists_differ_in_what_one_needs_and_the_other_does_not() {
    let Company { ports, product, board, module, resistor, .. } = company();
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

fn plan(ports: &Ports, old: &Built, new: &Built) -> partwright_domain::Result<ReplacePlan> {
    ports.store.read("test", |snapshot| {
        let (boms, revisions) = (snapshot.boms(), snapshot.revisions());
        bom::plan_replacement(boms, snapshot.parts(), revisions, old.part.id, new.part.id)
    })
}

#[test]
fn a_part_is_replaced_in_every_draft_and_nowhere_else() {
    let Company { ports, actor, product, board, module, resistor } = company();
    let (frozen, other) = (build::part("EL-PCA").add_to(&ports), build::part("EL-RES").add_to(&ports));
    let kept = build::line(&frozen, &resistor).add_to(&ports);
    let pinned = build::line(&product, &resistor).pinned(&resistor).or(&other).add_to(&ports);
    build::advance(&ports, frozen.revision.id, Lifecycle::Released);
    let service = bom::BomService::new(ports.clone());
    let before = plan(&ports, &resistor, &other).expect("a plan");
    let refused: Vec<_> = before.lines.iter().filter(|line| line.refused.is_some()).map(|line| line.line.id).collect();
    assert_eq!((refused, before.changing().count()), (vec![kept.id], 3));
    let changed =
        service.replace(&actor, resistor.part.id, other.part.id, before.fingerprint()).expect("a replacement");
    let [product_id, board_id, module_id] = [&product, &board, &module].map(|built| built.revision.id);
    assert_eq!(changed.len(), 3);
    assert!([product_id, board_id, module_id].iter().all(|id| changed.contains(id)));
    let after = lines(&ports, &product).into_iter().map(|entry| entry.line).find(|line| line.id == pinned.id);
    assert_eq!(after, Some(BomLine { child: other.part.id, pinned: None, substitutes: vec![], ..pinned }));
    assert_eq!(lines(&ports, &frozen)[0].line, kept);
    assert_eq!(plan(&ports, &resistor, &other).expect("a plan").changing().count(), 0);
}

#[test]
fn a_replacement_is_refused_when_the_plan_is_another_by_then() {
    let Company { ports, actor, product, resistor, .. } = company();
    let other = build::part("EL-RES").add_to(&ports);
    let seen = plan(&ports, &resistor, &other).expect("a plan").fingerprint();
    build::line(&product, &resistor).add_to(&ports);
    let service = bom::BomService::new(ports.clone());
    let refused = service.replace(&actor, resistor.part.id, other.part.id, seen);
    assert_eq!(refused.expect_err("another plan").code(), "bom.plan_changed");
    assert_eq!(plan(&ports, &resistor, &other).expect("a plan").changing().count(), 3, "nothing was replaced");
}

#[test]
fn a_part_does_not_replace_itself_nor_make_a_cycle() {
    let Company { ports, product, board, resistor, .. } = company();
    assert_eq!(plan(&ports, &board, &board).expect_err("itself").code(), "bom.replaced_by_itself");
    let cyclic = plan(&ports, &resistor, &product).expect("a plan");
    assert!(cyclic.lines.iter().all(|line| line.refused.as_ref().is_some_and(|error| error.code() == "bom.cycle")));
    assert_eq!(cyclic.lines.len(), 2);
}

/// The nodes as `number leaves`, and the edges as `from > to: amount`.
fn drawn(ports: &Ports, graph: &bom::Graph) -> (Vec<String>, Vec<String>) {
    let number = |node: &bom::Node| {
        let revision = node.revision;
        let found = ports.store.read("test", |snapshot| {
            let revision = snapshot.revisions().find(revision)?.expect("a revision");
            snapshot.parts().find(revision.part)
        });
        found.expect("a read").expect("a part").number.to_string()
    };
    let numbers: Vec<String> = graph.nodes.iter().map(number).collect();
    let edge = |edge: &bom::Edge| {
        let amounts: Vec<_> = edge.amounts.iter().map(|(unit, amount)| format!("{amount} {unit}")).collect();
        format!("{} > {}: {}", numbers[edge.from], numbers[edge.to], amounts.join(", "))
    };
    let nodes = graph.nodes.iter().zip(&numbers).map(|(node, number)| format!("{number} {}", node.leaves)).collect();
    (nodes, graph.edges.iter().map(edge).collect())
}

#[test]
fn a_graph_has_each_assembly_once_and_counts_the_parts_that_are_none() {
    let Company { ports, product, board, module, .. } = company();
    build::line(&product, &module).quantity("3", Unit::Each).add_to(&ports);
    build::line(&product, &module).quantity("4", Unit::Each).add_to(&ports);
    let of = |most| bom::Graph::below(&structure(&ports, &product), most);
    let (nodes, edges) = drawn(&ports, &of(9));
    let [product, board, module] = [&product, &board, &module].map(|built| built.part.number.to_string());
    assert_eq!(nodes, [format!("{product} 0"), format!("{board} 1"), format!("{module} 1")]);
    let expected = [
        format!("{product} > {board}: 2 each"),
        format!("{product} > {module}: 7 each"),
        format!("{board} > {module}: 1 each"),
    ];
    assert_eq!((edges, of(9).left_out), (expected.to_vec(), 0));
    let (nodes, edges) = drawn(&ports, &of(2));
    assert_eq!((nodes.len(), edges.len(), of(2).left_out), (2, 1, 1), "what there is no room for is counted");
}

#[test]
fn a_graph_goes_up_from_a_part_to_the_products() {
    let Company { ports, product, board, module, resistor, .. } = company();
    let lines = ports.store.read("test", |snapshot| snapshot.boms().above(resistor.part.id)).expect("uses");
    let graph = bom::Graph::above(resistor.part.id, resistor.revision.id, &lines, 9);
    let (_, edges) = drawn(&ports, &graph);
    let [product, board, module, resistor] =
        [&product, &board, &module, &resistor].map(|built| built.part.number.to_string());
    let mut expected = [
        format!("{board} > {resistor}: 3 each"),
        format!("{module} > {resistor}: 2 each"),
        format!("{board} > {module}: 1 each"),
        format!("{product} > {board}: 2 each"),
    ];
    expected.sort();
    let mut edges = edges;
    edges.sort();
    assert_eq!(edges, expected);
}
