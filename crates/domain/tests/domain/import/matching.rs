//! Which part a row means: by number, by MPN, by what was chosen; and what is only suggested.

use partwright_domain::import::Outcome::{Matched, Merged, New, Refused, Updated};
use partwright_domain::import::{Chosen, Plan, PlannedPart, Request, Target};
use partwright_domain::manufacturer_part::{ManufacturerPartService, Status};
use partwright_domain::ports::Ports;
use partwright_testkit::build::{self, Built};

use super::{import, outcomes, preview, previewed, problems, request};
use crate::code;

/// The parts of the workspace that a plan names.
fn known(plan: &Plan) -> Vec<String> {
    plan.parts.iter().filter_map(|part| Some(part.known.as_ref()?.1.to_string())).collect()
}

fn mpns(ports: &Ports, part: &Built) -> Vec<(String, Status)> {
    let of = ports.store.read("test", |snapshot| snapshot.manufacturer_parts().of(part.part.id)).expect("a read");
    of.iter().map(|of| (of.mpn.to_string(), of.status)).collect()
}

#[test]
fn a_part_is_matched_by_its_number() {
    let (ports, _) = build::workspace();
    build::part("EL-RES").named("10k").value("10k").add_to(&ports);
    let plan = preview(&ports, "Ref,IPN,Value\nR1,el-res-100000,10k\nR2,EL-RES-100777,10k\nR3,EL-RES-10000,10k\n");
    assert_eq!(outcomes(&plan), [Matched, Refused, Refused], "a slip in a number of ours makes no part");
    assert_eq!((known(&plan), plan.parts.get(0).name.as_str()), (vec!["EL-RES-100000".to_owned()], "10k"));
    assert_eq!(problems(&plan), ["3 !import.number_unknown", "4 !import.number_unknown"]);
    assert_eq!(plan.problems[0].column.as_deref(), Some("IPN"));
    assert_eq!(
        plan.remarks().without_mpn,
        0,
        "a refused row is not imported, and a matched one is known by its number"
    );
}

#[test]
fn a_number_that_is_ours_by_chance_puts_no_mpn_on_another_part() {
    let (ports, _) = build::workspace();
    build::part("EL-RES").named("10k").value("10k").mpn("Yageo", "RC0402FR-0710KL").add_to(&ports);
    let head = "IPN,Ref,Value,MPN,Manufacturer\nEL-RES-100000,";
    let told = |plan: &Plan| (outcomes(plan), plan.parts.get(0).gets.len(), problems(plan));
    let foreign = preview(&ports, format!("{head}U7,LM358,LM358DR,TI\n"));
    let said = vec!["2 import.part_differs".to_owned(), "2 import.mpn_withheld".to_owned()];
    assert_eq!(told(&foreign), (vec![Matched], 0, said));
    let sentence = "LM358DR was not put on EL-RES-100000, because this row says another Value.";
    assert!(foreign.problems[1].message.starts_with(sentence), "{}", foreign.problems[1].message);
    let second_source = preview(&ports, format!("{head}R1,10 kΩ,ERJ2RKF1002X,Panasonic\n"));
    assert_eq!(told(&second_source), (vec![Updated], 1, Vec::new()), "the value is the same");
    let silent = preview(&ports, format!("{head}R1,,ERJ2RKF1002X,Panasonic\n"));
    assert_eq!(told(&silent), (vec![Updated], 1, Vec::new()), "nothing speaks against it");
    let known = preview(&ports, format!("{head}R1,12k,RC0402FR-0710KL,Yageo\n"));
    assert_eq!(told(&known), (vec![Matched], 0, vec!["2 import.part_differs".to_owned()]), "it has that MPN");
    let foreign_numbers = Request { foreign_numbers: true, ..request(&ports) };
    let chosen = previewed(&ports, format!("{head}U7,LM358,LM358DR,TI\n"), &foreign_numbers).plan;
    assert_eq!((outcomes(&chosen), chosen.parts.get(0).gets.len()), (vec![New], 1));
}

#[test]
fn the_number_of_another_system_names_one_part_and_is_found_again() {
    let (ports, actor) = build::workspace();
    let text = "Ref,IPN,MPN\nC1,CAP-000-1001,X1\nC2,cap-000-1001,\nC3,CAP-000-1002,X1\n,CAP-000-1001,Y1\n";
    let plan = preview(&ports, text);
    assert_eq!(outcomes(&plan), [New, Merged, New, Merged]);
    assert_eq!(plan.parts.len(), 2, "two numbers are two parts, whatever their MPN");
    let part = plan.parts.get(0);
    let gets: Vec<_> = part.gets.iter().map(|(_, mpn)| mpn.as_str()).collect();
    assert_eq!((gets, part.codes.to_string().as_str()), (vec!["X1", "Y1"], "EL-CAP"));
    assert!(part.sets.iter().any(|property| property.name.as_str() == "IPN"));
    import(&ports, &actor, text, request(&ports)).expect("an import");
    let again = preview(&ports, "Ref,IPN\nC1,CAP-000-1002\nC2,CAP-000-1001\n");
    assert_eq!(
        (outcomes(&again), known(&again)),
        (vec![Matched; 2], vec!["EL-CAP-100002".into(), "EL-CAP-100001".into()])
    );
}

#[test]
fn a_part_is_matched_by_its_mpn_when_the_manufacturers_do_not_contradict() {
    let (ports, _) = build::workspace();
    let onsemi = build::part("EL-ICT").mpn("onsemi", "CAT24M01YI-GT3").add_to(&ports);
    let nameless = build::part("EL-ICT").mpn("", "LM317").add_to(&ports);
    for (row, part) in [
        ("onsemi,CAT24M01YI-GT3", Some(&onsemi)),
        ("ON Semi,cat24m01yi\u{2212}gt3", Some(&onsemi)),
        (",CAT24M01YI-GT3", Some(&onsemi)),
        ("Catalyst,CAT24M01YI-GT3", None),
        ("TI,LM317", Some(&nameless)),
        (",lm317", Some(&nameless)),
    ] {
        let plan = preview(&ports, format!("Ref,Manufacturer,MPN\nU1,{row}\n"));
        let found = part.map(|part| part.part.number.to_string());
        assert_eq!(known(&plan), found.into_iter().collect::<Vec<_>>(), "{row}");
        assert_eq!(outcomes(&plan), [if part.is_some() { Matched } else { New }], "{row}");
    }
}

#[test]
fn of_several_parts_with_the_mpn_the_first_to_have_it_is_taken_unless_another_was_chosen() {
    let (ports, actor) = build::workspace();
    let other = build::part("EL-RES").add_to(&ports);
    build::part("EL-CAP").mpn("B", "X1").add_to(&ports);
    build::part("EL-ICT").mpn("C", "X-1").add_to(&ports);
    // The oldest part gets the manufacturer part last.
    let service = ManufacturerPartService::new(ports.clone());
    service.add(&actor, other.part.id, build::manufacturer_part("A", "X1")).expect("a manufacturer part");
    let plan = preview(&ports, "Ref,MPN\nR1,x1\n");
    assert_eq!((known(&plan), problems(&plan)), (vec!["EL-CAP-100001".into()], vec!["2 import.mpn_ambiguous".into()]));
    assert_eq!(
        &*plan.problems[0].message,
        "x1 stands on EL-CAP-100001 and on EL-RES-100000; EL-CAP-100001, which had it first, was taken."
    );

    let suggested = &previewed(&ports, "Ref,MPN\nR1,x1\n", &request(&ports)).suggestions;
    let numbers: Vec<_> = suggested[0].candidates.iter().map(|candidate| candidate.number.to_string()).collect();
    assert_eq!(numbers, ["EL-CAP-100001", "EL-RES-100000"]);
    let choices = vec![Chosen { key: suggested[0].key.clone(), part: Some(other.part.id) }];
    let chosen = Request { choices, ..request(&ports) };
    assert_eq!(known(&previewed(&ports, "Ref,MPN\nR1,x1\n", &chosen).plan), ["EL-RES-100000"]);
    import(&ports, &actor, "Ref,MPN\nR1,x1\n", chosen).expect("an import");
    let again = preview(&ports, "Ref,MPN\nR1,x1\n");
    assert_eq!((known(&again), problems(&again)), (vec!["EL-RES-100000".into()], vec![]), "and it is remembered");
}

#[test]
fn a_part_named_by_number_gets_the_manufacturer_part_it_lacks() {
    let (ports, actor) = build::workspace();
    let part = build::part("EL-RES").named("10k").mpn("Yageo", "RC0402-10K").add_to(&ports);
    let number = part.part.number.to_string();
    let text = format!(
        "Ref,IPN,MPN,Mfg\nR1,{number},rc0402-10k,\nR2,{number},ERJ-2RKF1002X,Panasonic\nR3,{number},ERJ-2RKF1002X,Panasonic\n"
    );
    let plan = preview(&ports, &text);
    assert_eq!(outcomes(&plan)[..2], [Matched, Updated], "a number it has already is nothing new");
    import(&ports, &actor, &text, request(&ports)).expect("an import");
    let expected = [("RC0402-10K".to_owned(), Status::Active), ("ERJ-2RKF1002X".to_owned(), Status::Alternate)];
    assert_eq!(mpns(&ports, &part), expected, "added once, after the one it had");
}

#[test]
fn several_mpns_of_a_row_are_alternates_and_each_of_them_finds_the_part() {
    let (ports, actor) = build::workspace();
    let text = "Ref,MPN,Manufacturer,MPN 2,Manufacturer 2\nR1,X1,A,Y2,B\nR2,Y2,B,,\nR3,,,X1,A\n";
    let plan = preview(&ports, text);
    assert_eq!((outcomes(&plan)[0], plan.parts.len()), (New, 1));
    let done = import(&ports, &actor, text, request(&ports)).expect("an import");
    assert_eq!((done.new_parts, done.lines), (1, 1));
    let lines =
        ports.store.read("test", |snapshot| snapshot.boms().lines(done.revision.expect("a board"))).expect("a read");
    let of = ports.store.read("test", |snapshot| snapshot.manufacturer_parts().of(lines[0].child)).expect("a read");
    let of: Vec<_> = of.iter().map(|of| (of.manufacturer.as_str(), of.mpn.as_str(), of.status)).collect();
    assert_eq!(of, [("A", "X1", Status::Active), ("B", "Y2", Status::Alternate)]);
    assert_eq!(outcomes(&preview(&ports, "Ref,MPN\nR9,y2\n")), [Matched]);
}

#[test]
fn an_mpn_that_stands_on_another_part_stays_there() {
    let (ports, _) = build::workspace();
    build::part("EL-RES").mpn("A", "X1").add_to(&ports);
    build::part("EL-RES").mpn("B", "Y2").add_to(&ports);
    let plan = preview(&ports, "Ref,MPN,Manufacturer,MPN 2,Manufacturer 2\nR1,X1,A,Y2,B\n");
    assert_eq!((outcomes(&plan), plan.parts.get(0).gets.len()), (vec![Matched], 0));
    assert_eq!(problems(&plan), ["2 import.mpn_elsewhere"]);
}

#[test]
fn a_known_part_keeps_what_it_says_and_the_difference_is_told() {
    let (ports, _) = build::workspace();
    build::part("EL-RES").mpn("", "X1").value("10k").footprint("0402").described("thick film").add_to(&ports);
    let text =
        "Ref,MPN,Value,Footprint,Description,Whose\nR1,X1,12k,0402,thin film,ours\nR2,X1,10000,0402,thick film,\n";
    let plan = preview(&ports, text);
    assert_eq!(outcomes(&plan), [Matched; 2]);
    assert!(
        plan.parts.get(0).sets.is_empty()
            && plan.parts.get(0).gets.is_empty()
            && plan.parts.get(0).description.is_none()
    );
    let messages: Vec<_> = plan.problems.iter().map(|problem| &*problem.message).collect();
    assert_eq!(
        messages,
        [
            "EL-RES-100000 keeps its description \"thick film\"; this row says \"thin film\".",
            "EL-RES-100000 keeps its Value \"10k\"; this row says \"12k\".",
            "The part is the one of row 2; it gets a line of its own.",
        ],
        "a value written otherwise is no other value, and what stays with the line is no difference"
    );
}

#[test]
fn a_part_alike_in_value_footprint_and_category_is_suggested_and_never_taken_by_itself() {
    let (ports, actor) = build::workspace();
    let alike = build::part("EL-RES").value("4.7k").footprint("Resistor_SMD:R_0402").add_to(&ports);
    build::part("EL-RES").value("4.7k").footprint("R_0603").add_to(&ports);
    build::part("EL-CAP").value("4.7k").footprint("R_0402").add_to(&ports);
    build::part("EL-RES").value("47k").footprint("R_0402").add_to(&ports);
    let text = "Ref,Value,Footprint\nR1,4k7,R_0402\nR2,4k7,R_0402\nR3,9k,R_0402\n";
    let seen = previewed(&ports, text, &request(&ports));
    assert_eq!(seen.plan.new_parts(), 2, "a suggestion changes nothing");
    assert_eq!(seen.suggestions.len(), 1);
    let suggestion = &seen.suggestions[0];
    assert_eq!((suggestion.rows.as_slice(), suggestion.candidates.len()), (&[2, 3][..], 1));
    assert_eq!(suggestion.candidates[0].id, alike.part.id);

    let choices = vec![Chosen { key: suggestion.key.clone(), part: Some(alike.part.id) }];
    let chosen = Request { choices, ..request(&ports) };
    let plan = previewed(&ports, text, &chosen).plan;
    assert_eq!((known(&plan), plan.new_parts()), (vec![alike.part.number.to_string()], 1));
    import(&ports, &actor, text, chosen).expect("an import");
    let again = previewed(&ports, text, &request(&ports));
    assert_eq!((again.plan.new_parts(), again.suggestions.len()), (0, 0), "the next import asks no more");
}

#[test]
fn whoever_wants_a_new_part_gets_one_whatever_there_is() {
    let (ports, actor) = build::workspace();
    let text = "Ref,Value,Footprint\nR1,10k,0402\nR2,10k,0402\n";
    import(&ports, &actor, text, request(&ports)).expect("an import");
    let plan = preview(&ports, text);
    assert_eq!(plan.new_parts(), 0);
    let key = partwright_domain::import::ChoiceKey {
        kind: partwright_domain::import::ChoiceKind::Described,
        key: preview(&build::workspace().0, text).parts.get(0).remembers[0].key.clone(),
    };
    let choices = vec![Chosen { key, part: None }];
    let plan = previewed(&ports, text, &Request { choices, ..request(&ports) }).plan;
    assert_eq!((plan.new_parts(), plan.lines.len()), (1, 1), "one for both rows");
}

#[test]
fn a_chosen_part_that_is_gone_is_refused() {
    let (ports, _) = build::workspace();
    let text = "Ref,Value,Footprint\nR1,10k,0402\n";
    let key = preview(&ports, text).parts.get(0).remembers[0].clone();
    let nobody = partwright_domain::id::PartId(partwright_domain::id::Uuid::nil());
    let request = Request { choices: vec![Chosen { key, part: Some(nobody) }], ..request(&ports) };
    assert_eq!(code(partwright_testkit::rows::preview(&ports, &super::file(text), &request)), "import.part_missing");
}

#[test]
fn numbers_of_another_workspace_are_foreign_where_one_says_so() {
    let (ports, actor) = build::workspace();
    let ours = build::part("EL-RES").value("1k").add_to(&ports).part.number.to_string();
    let text = format!("Ref,Value,Part number\nR1,10k,{ours}\nC1,1u,EL-CAP-100777\nC2,1u,EL-CAP-100777\n");
    let refused = previewed(&ports, &text, &request(&ports)).plan;
    assert_eq!(problems(&refused)[1..], ["3 !import.number_unknown", "4 !import.number_unknown"]);
    assert!(refused.problems.iter().any(|problem| problem.message.contains("another workspace")), "and what to do");

    let foreign = Request { foreign_numbers: true, ..request(&ports) };
    let plan = previewed(&ports, &text, &foreign).plan;
    let codes: Vec<_> = plan.parts.iter().map(|part| format!("{} {}", part.codes, part.is_new())).collect();
    assert_eq!((outcomes(&plan), codes), (vec![New, New, Merged], vec!["EL-RES true".into(), "EL-CAP true".into()]));
    let done = import(&ports, &actor, &text, foreign.clone()).expect("an import");
    assert_eq!(done.new_parts, 2);

    // From then on they are known: all of them when one says so, and else those that are nobody's here.
    assert_eq!(outcomes(&previewed(&ports, &text, &foreign).plan), [Matched, Matched, Merged]);
    let usual = previewed(&ports, &text, &request(&ports)).plan;
    assert_eq!(outcomes(&usual), [Matched, Matched, Merged]);
    assert_eq!(problems(&usual)[..1], ["2 import.number_of_both"]);
    assert_eq!(usual.parts.get(0).known.as_ref().map(|(_, number)| number.to_string()), Some(ours));
}

#[test]
fn a_link_where_an_mpn_belongs_is_told_and_kept_but_names_nothing() {
    let (ports, _) = build::workspace();
    let text = "IPN,MPN,Manufacturer\nRES-1,https://example.com/a.pdf,Yageo\nRES-2,RC0402,http://example.com\nRES-3,RC0403,Yageo\n";
    let list = Request::into_target(Target::PartsList { subcategory: None, update: false });
    let plan = previewed(&ports, text, &list).plan;
    let said: Vec<_> =
        plan.problems.iter().map(|problem| (problem.row, problem.code, problem.column.as_deref())).collect();
    assert_eq!(said, [(2, "import.mpn_is_link", Some("MPN")), (3, "import.mpn_is_link", Some("Manufacturer"))]);
    let named = |part: &PlannedPart| {
        let gets = part.gets.iter().map(|(maker, mpn)| format!("{maker} {mpn}"));
        let sets = part.sets.iter().map(|property| format!("{}: {}", property.name, property.value));
        gets.chain(sets).collect::<Vec<_>>()
    };
    assert_eq!(
        plan.parts.iter().map(|part| named(&part)).collect::<Vec<_>>(),
        [
            vec!["Manufacturer: Yageo", "IPN: RES-1", "MPN: https://example.com/a.pdf"],
            vec![" RC0402", "IPN: RES-2", "Manufacturer: http://example.com"],
            vec!["Yageo RC0403", "IPN: RES-3"],
        ]
    );
}
