//! Plans: what becomes of each row, and what is said about it.

use partwright_domain::import::Outcome::{Matched, Merged, New, NotAPart, Refused, Updated};
use partwright_domain::import::plan::PlannedPart;
use partwright_domain::import::{ImportService, Plan, Severity};
use partwright_domain::property::PropertyValue;
use partwright_testkit::build;

use super::{lines, outcomes, plan, preview, problems, request};

/// The properties of the new part at that place, as `name=text`.
fn properties(plan: &Plan, place: usize) -> Vec<String> {
    let PlannedPart::New(part) = &plan.parts[place] else { panic!("this part is there already") };
    part.properties.iter().map(|property| format!("{}={}", property.name, property.value)).collect()
}

#[test]
fn a_new_part_takes_its_category_name_and_facts_from_its_row() {
    let plan = plan(
        "Ref,Qty,Value,Footprint,MPN,Manufacturer,Description,Datasheet,Tolerance,Empty\n\
         R1 R2,2,10k,Resistor_SMD:R_0402,RC0402FR-0710KL,Yageo,Thick film,https://example.org/r.pdf,1 %,\n\
         C1,1,100n,C_0402,,,,,~,\n\
         U1,1,ESP32-S3,,ESP32-S3,Espressif,,,,\n\
         ,3,,,,,Screw,,,\n\
         C2,1,220n,C_0402,GRM155,Murata,,,,\n",
    );
    assert_eq!(outcomes(&plan), [New; 5]);
    let parts: Vec<_> = plan.items.iter().map(|item| (item.codes.as_str(), item.name.as_str())).collect();
    assert_eq!(
        parts,
        [
            ("EL-RES", "10k RC0402FR-0710KL"),
            ("EL-CAP", "100n C_0402"),
            ("EL-ICT", "ESP32-S3"),
            ("EL-OTH", "Screw"),
            ("EL-CAP", "220n GRM155"),
        ],
        "the value, with what tells its part from others, unless that begins with the value itself"
    );
    let facts = ["Value=10k", "Footprint=Resistor_SMD:R_0402", "Datasheet=https://example.org/r.pdf", "Tolerance=1 %"];
    assert_eq!(properties(&plan, 0), facts);
    assert_eq!(properties(&plan, 1), ["Value=100n", "Footprint=C_0402"], "empty cells and tildes say nothing");
    let PlannedPart::New(first) = &plan.parts[0] else { panic!("a new part") };
    assert!(matches!(first.properties[2].value, PropertyValue::Link { .. }), "a link is kept as one");
    assert_eq!(first.description.as_str(), "Thick film");
    assert_eq!(lines(&plan), ["2 each: R1 R2", "1 each: C1", "1 each: U1", "3 each: ", "1 each: C2"]);
    assert_eq!(problems(&plan), ["3 import.no_mpn", "5 import.no_mpn"]);
    assert_eq!(plan.without_mpn(), 2);
}

#[test]
fn a_part_is_matched_by_its_number() {
    let (ports, _) = build::workspace();
    let known = build::part("EL-RES").named("10k").value("10k").add_to(&ports);
    let plan = preview(&ports, "Ref,IPN,Value\nR1,el-res-100000,10k\nR2,EL-RES-100777,10k\nR3,nonsense,10k\n");
    assert_eq!(outcomes(&plan), [Matched, Refused, Refused]);
    assert_eq!(plan.parts, [PlannedPart::Known { id: known.part.id, gets: vec![] }]);
    assert_eq!((plan.items[0].name.as_str(), plan.items[0].number.as_ref()), ("10k", Some(&known.part.number)));
    assert_eq!(problems(&plan), ["3 !import.number_unknown", "4 !import.number_unknown"]);
    assert_eq!(plan.problems[0].column.as_deref(), Some("IPN"));
    assert_eq!(plan.without_mpn(), 0, "a refused row is not imported, and a matched one is known by its number");
}

#[test]
fn a_part_is_matched_by_its_mpn_when_the_manufacturers_do_not_contradict() {
    let (ports, _) = build::workspace();
    let known = build::part("EL-ICT").mpn("onsemi", "CAT24M01YI-GT3").add_to(&ports);
    let nameless = build::part("EL-ICT").mpn("", "LM317").add_to(&ports);
    for (row, part) in [
        ("onsemi,CAT24M01YI-GT3", Some(&known)),
        ("ON Semi,cat24m01yi\u{2212}gt3", Some(&known)),
        (",CAT24M01YI-GT3", Some(&known)),
        ("Catalyst,CAT24M01YI-GT3", None),
        ("TI,LM317", Some(&nameless)),
        (",lm317", Some(&nameless)),
    ] {
        let plan = preview(&ports, format!("Ref,Manufacturer,MPN\nU1,{row}\n"));
        let found = match &plan.parts[0] {
            PlannedPart::Known { id, .. } => Some(*id),
            PlannedPart::New(_) => None,
        };
        assert_eq!(found, part.map(|part| part.part.id), "{row}");
        assert_eq!(outcomes(&plan), [if part.is_some() { Matched } else { New }], "{row}");
    }
}

#[test]
fn of_several_parts_with_the_mpn_the_oldest_is_taken_and_the_others_named() {
    let (ports, _) = build::workspace();
    let oldest = build::part("EL-RES").add_to(&ports);
    build::part("EL-CAP").mpn("B", "X1").add_to(&ports);
    build::part("EL-ICT").mpn("C", "X-1").add_to(&ports);
    let service = partwright_domain::manufacturer_part::ManufacturerPartService::new(ports.clone());
    let actor = build::open(&ports);
    // The oldest part gets the manufacturer part last.
    service.add(&actor, oldest.part.id, build::manufacturer_part("A", "X1")).expect("a manufacturer part");
    let plan = preview(&ports, "Ref,MPN\nR1,x1\n");
    assert_eq!(plan.parts, [PlannedPart::Known { id: oldest.part.id, gets: vec![] }]);
    assert_eq!(problems(&plan), ["2 import.mpn_ambiguous"]);
    assert_eq!(
        plan.problems[0].message,
        "x1 stands on EL-RES-100000 and on EL-CAP-100001; EL-RES-100000, the oldest, was taken."
    );
}

#[test]
fn rows_of_one_part_are_one_line() {
    let plan = plan("Ref,Value,Footprint\nR1,10k,0402\nC1,100n,0402\nR2,10k,0402\nR3,10k,0402\n");
    assert_eq!(outcomes(&plan), [New, New, Merged, Merged]);
    assert_eq!(lines(&plan), ["3 each: R1 R2 R3", "1 each: C1"]);
    assert_eq!(plan.parts.len(), 2);
    assert!(plan.items.iter().all(|item| item.quantity == "1"), "each row says what it adds");
}

#[test]
fn the_same_part_described_otherwise_populated_otherwise_or_in_another_unit_is_a_line_of_its_own() {
    let plan = plan("Ref,Qty,MPN,Note,DNP\nR1,1,X1,a,\nR2,1,X1,b,\nR3,1,X1,a,yes\n,0.5 m,X1,a,\nR4,1,X1,a,\n");
    assert_eq!(outcomes(&plan), [New, Matched, Matched, Matched, Merged]);
    assert_eq!(lines(&plan), ["2 each: R1 R4", "1 each: R2", "1 each: R3 DNP", "0.5 m: "]);
    assert_eq!(problems(&plan), ["3 import.same_as_row", "4 import.same_as_row", "5 import.same_as_row"]);
    assert_eq!(plan.parts.len(), 1);
}

#[test]
fn equal_values_in_other_categories_or_footprints_are_other_parts() {
    let plan = plan("Ref,Value,Footprint\nR1,10,0402\nC1,10,0402\nR2,10,0603\n");
    assert_eq!((outcomes(&plan), plan.parts.len()), (vec![New, New, New], 3));
}

#[test]
fn what_names_no_part_is_no_part_and_says_so() {
    let plan = plan("Ref,Value,Qty\n,,\nFID1,,1\nR1,10k,1\n");
    assert_eq!(outcomes(&plan), [NotAPart, NotAPart, New]);
    assert_eq!(problems(&plan), ["2 import.row_empty", "3 import.row_without_part", "4 import.no_mpn"]);
    assert!(plan.problems.iter().all(|problem| problem.severity == Severity::Notice));
    assert!(plan.items[1].designators.is_empty(), "what is no part adds no designators");
}

#[test]
fn a_tilde_is_an_empty_cell_in_every_column() {
    let plan = plan("Ref,Qty,Value,Footprint,MPN,Manufacturer,IPN,DNP\n~,~,~,~,~,~,~,~\nR1,~,10k,~,~,~,~,~\n");
    assert_eq!(outcomes(&plan), [NotAPart, New]);
    assert_eq!(lines(&plan), ["1 each: R1"]);
    assert_eq!(problems(&plan), ["2 import.row_without_part", "3 import.no_mpn"]);
}

#[test]
fn each_reason_to_refuse_a_row_is_named_with_its_column() {
    let long = "x".repeat(121);
    for (row, code, column) in [
        ("R1 R1,2,10k,,", "bom.designator_twice", "Ref"),
        ("R1-R2000,,10k,,", "bom.range_too_long", "Ref"),
        (&format!("{long},1,10k,,"), "bom.designator_invalid", "Ref"),
        ("R1,many,10k,,", "import.quantity_invalid", "Qty"),
        ("R1,\"1,000\",10k,,", "import.quantity_invalid", "Qty"),
        (",0,10k,,", "import.quantity_zero", "Qty"),
        (&format!("R1,1,{},,", "x".repeat(201)), "part.name_invalid", "Value"),
        (&format!("R1,1,10k,{long},"), "manufacturer_part.mpn_invalid", "MPN"),
        (&format!("R1,1,10k,X1,{long}"), "manufacturer_part.manufacturer_invalid", "Maker"),
    ] {
        let plan = plan(format!("Ref,Qty,Value,MPN,Maker\n{row}\n"));
        assert_eq!(outcomes(&plan), [Refused], "{row}");
        assert_eq!(problems(&plan), [format!("2 !{code}")]);
        assert_eq!(plan.problems[0].column.as_deref(), Some(column), "{row}");
        assert!(plan.lines.is_empty() && plan.parts.is_empty(), "{row}");
    }
}

#[test]
fn a_designator_of_an_earlier_row_is_refused_with_that_row() {
    let plan = plan("Ref,Value\nR1 R2,10k\nR3 R2,12k\nR3,15k\n");
    assert_eq!(outcomes(&plan), [New, Refused, New], "a refused row takes no designators");
    let refused = plan.problems.iter().find(|problem| problem.severity == Severity::Refused).expect("a refusal");
    assert_eq!((refused.row, refused.code), (3, "import.designator_taken"));
    assert!(refused.message.contains("R2 already stands in row 2"), "{}", refused.message);
}

#[test]
fn a_quantity_that_disagrees_is_kept_and_marked_as_intended() {
    let plan = plan("Ref,Qty,MPN\nR1 R2,3,X1\nC1,0.5 m,X2\nR9,2.5,X3\n");
    assert_eq!(lines(&plan), ["3 each: R1 R2 intended", "0.5 m: C1 intended", "2.5 each: R9 intended"]);
    let notice = "import.quantity_differs";
    assert_eq!(problems(&plan), [2, 3, 4].map(|row| format!("{row} {notice}")));
}

#[test]
fn a_range_is_expanded_unless_the_quantity_says_that_it_is_one_designator() {
    let plan = plan("Ref,Qty,MPN\nBTN0-6,7,X1\nTA-1,1,X2\nC1-C3,,X3\nJ1-J2,1,X4\n\"D1-D2,D5\",2,X5\n");
    let expected = [
        "7 each: BTN0 BTN1 BTN2 BTN3 BTN4 BTN5 BTN6",
        "1 each: TA-1",
        "3 each: C1 C2 C3",
        "1 each: J1-J2",
        "2 each: D1-D2 D5",
    ];
    assert_eq!(lines(&plan), expected);
    assert_eq!(problems(&plan), [""; 0]);
}

#[test]
fn not_populated_is_said_by_a_column_by_the_value_or_by_a_zero() {
    let plan = plan("Ref,Qty,Value,DNP\nR1,1,10k,yes\nR2,1,10k DNP,\nR3 R4,0,12k,\nR5,1,15k,no\n");
    assert_eq!(lines(&plan), ["1 each: R1 DNP", "1 each: R2 DNP", "2 each: R3 R4 DNP", "1 each: R5"]);
    assert!(problems(&plan).contains(&"4 import.zero_is_dnp".to_owned()));
    assert_eq!(plan.items.iter().map(|item| item.dnp).collect::<Vec<_>>(), [true, true, true, false]);
}

#[test]
fn a_known_part_keeps_what_it_says_and_the_difference_is_told() {
    let (ports, _) = build::workspace();
    let known = build::part("EL-RES").mpn("", "X1").value("10k").footprint("0402").add_to(&ports);
    let plan = preview(&ports, "Ref,MPN,Value,Footprint,Note\nR1,X1,12k,0402,by the edge\n");
    assert_eq!(
        (outcomes(&plan), plan.parts.clone()),
        (vec![Matched], vec![PlannedPart::Known { id: known.part.id, gets: vec![] }])
    );
    let messages: Vec<_> = plan.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "EL-RES-100000 keeps its Value \"10k\"; this row says \"12k\".",
            "EL-RES-100000 keeps its Note \"\"; this row says \"by the edge\".",
        ]
    );
    assert_eq!(problems(&plan), ["2 import.part_differs", "2 import.part_differs"]);
}

#[test]
fn a_part_named_by_number_gets_the_manufacturer_part_it_lacks() {
    let (ports, actor) = build::workspace();
    let known = build::part("EL-RES").named("10k").mpn("Yageo", "RC0402-10K").add_to(&ports);
    let number = known.part.number.to_string();
    let file = format!(
        "Ref,IPN,MPN,Mfg\nR1,{number},rc0402-10k,\nR2,{number},ERJ-2RKF1002X,Panasonic\nR3,{number},ERJ-2RKF1002X,Panasonic\n"
    );
    let plan = preview(&ports, &file);
    assert_eq!(outcomes(&plan), [Matched, Updated, Updated], "a number it has already is nothing new");
    let service = ImportService::new(ports.clone());
    let request = request(&ports, &file);
    let (_, fingerprint) = service.preview(&request).expect("a preview");
    service.apply(&actor, request, fingerprint).expect("an import");
    let of = ports.store.read("test", |snapshot| snapshot.manufacturer_parts().of(known.part.id)).expect("a read");
    let mpns: Vec<_> = of.iter().map(|of| of.mpn.as_str()).collect();
    assert_eq!(mpns, ["RC0402-10K", "ERJ-2RKF1002X"], "added once, after the one it had");
}

#[test]
fn a_maker_without_a_number_is_kept_as_a_property() {
    let plan = plan("Ref,Value,Mfg\nR1,10k,Yageo\n");
    assert_eq!(properties(&plan, 0), ["Value=10k", "Manufacturer=Yageo"]);
}

#[test]
fn a_description_that_differs_from_the_known_one_is_told() {
    let (ports, _) = build::workspace();
    build::part("EL-RES").mpn("Yageo", "RC0402").described("thick film").add_to(&ports);
    let plan = preview(&ports, "Ref,MPN,Description\nR1,RC0402,thin film\nR2,RC0402,thick film\n");
    assert_eq!(problems(&plan)[..1], ["2 import.part_differs"]);
    assert!(!problems(&plan)[1..].contains(&"3 import.part_differs".to_owned()));
}

#[test]
fn cells_beyond_the_last_column_are_named() {
    let plan = plan("Ref,MPN,\nR1,X1,one,,two\nR2,X1,,\n");
    assert_eq!(problems(&plan), ["2 import.cells_without_column"]);
    assert!(plan.problems[0].message.ends_with("which are not kept: one, two."));
}

#[test]
fn columns_of_one_name_are_all_kept() {
    let plan = plan("Ref,Value,Note,Note,Note,Note 2,Value\nR1,10k,a,b,c,d,e\nC1,1n,,b,,d,\n");
    assert_eq!(properties(&plan, 0), ["Value=10k", "Note=a", "Note 2=b", "Note 3=c", "Note 2 2=d", "Value 2=e"]);
    assert_eq!(properties(&plan, 1), ["Value=1n", "Note=b", "Note 2=d"]);
}

#[test]
fn an_unknown_category_falls_back_to_the_one_for_what_nobody_knows() {
    let plan = plan("Ref,MPN\nr1,X1\nLED7,X2\n?9,X3\nPCB1,X4\n");
    let codes: Vec<_> = plan.items.iter().map(|item| item.codes.as_str()).collect();
    assert_eq!(codes, ["EL-RES", "EL-DIO", "EL-OTH", "EL-PCB"]);
}

#[test]
fn a_messy_file_is_explained_row_by_row() {
    let (ports, _) = build::workspace();
    build::part("EL-RES").mpn("Yageo", "RC0402").value("10k").add_to(&ports);
    let plan = preview(
        &ports,
        "Refs;Qty;Value;MPN;Manufacturer\n\
         R1,R2;3;10k;RC0402;Yageo\n\
         R2;1;12k;;\n\
         C1-C3;3;100n;;;by hand\n\
         R54;0;10k;RC0402;Yageo\n\
         ;;;;\n\
         TP1;1;;;\n\
         W1;1,000;Wire;;\n",
    );
    let told: Vec<_> = plan.problems.iter().map(|problem| format!("{}: {}", problem.row, problem.message)).collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    2: The quantity is 3, but there are 2 designators; the line keeps both and is marked as intended.
    3: R2 already stands in row 2; a reference designator can stand only once in a BOM.
    4: The row has no MPN; the part is known by its value and footprint alone.
    4: The row has cells beyond the last column, which are not kept: by hand.
    5: The quantity is 0; the line counts its 1 designators and is marked as not populated.
    5: The part is the one of row 2; it gets a line of its own.
    6: The row is empty.
    7: The row names no part: it has no value, MPN, part number or description.
    8: "1,000" is not a quantity; write a number such as 4 or 0.25, with a unit after it if it is not pieces.
    "#);
    assert_eq!(outcomes(&plan), [Matched, Refused, New, Matched, NotAPart, NotAPart, Refused]);
}

#[test]
fn a_quote_that_is_never_closed_loses_no_row_silently() {
    let (ports, _) = build::workspace();
    let open = "Ref,Value,Description\nR1,10k,a\nR2,11k,\"open\nR3,12k,b\nR4,13k,c\n";
    let refused = ImportService::new(ports.clone()).preview(&request(&ports, open)).expect_err("an open quote");
    assert_eq!((refused.code(), refused.fields()), ("import.quote_open", vec![("row", "3".to_owned())]));
    // Closed by a later quote, it is a cell with line breaks, and somebody should look.
    let plan = plan("Ref,Value,Description\nR1,10k,\"two\nlines\"\nR2,\"1\n0k\",c\nR3,12k,3.5\" wide\n");
    assert_eq!(outcomes(&plan), [New, Refused, New]);
    let spans: Vec<_> = plan.problems.iter().filter(|problem| problem.code == "import.row_spans_lines").collect();
    assert_eq!(spans.iter().map(|problem| problem.row).collect::<Vec<_>>(), [2, 4], "refused rows say it too");
    assert!(spans[0].message.contains("line 3"));
}

#[test]
fn what_is_noticed_on_the_way_to_a_refusal_is_not_said() {
    let plan = plan("Ref,Qty,Value\nR1 R2,3,\n");
    assert_eq!(problems(&plan), ["2 import.row_without_part"]);
}
