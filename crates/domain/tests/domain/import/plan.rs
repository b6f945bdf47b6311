//! Plans: what becomes of each row, and what is said about it.

use partwright_domain::bom::Quantity;
use partwright_domain::import::Outcome::{Matched, Merged, New, NotAPart, Refused};
use partwright_domain::import::{Aside, Plan, Request, Role, Severity};
use partwright_domain::part::Description;
use partwright_domain::property::PropertyValue;
use partwright_testkit::{build, rows};

use super::{file, lines, outcomes, plan, preview, previewed, problems, request};

/// What the line at that place keeps, as `name=text`.
fn kept(plan: &Plan, place: usize) -> Vec<String> {
    let kept = &plan.lines.get(place).content.properties;
    kept.iter().map(|property| format!("{}={}", property.name, property.text)).collect()
}

/// The properties of the new part at that place, as `name=text`.
fn properties(plan: &Plan, place: usize) -> Vec<String> {
    plan.parts.get(place).sets.iter().map(|property| format!("{}={}", property.name, property.value)).collect()
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
    let parts: Vec<_> = plan.parts.iter().map(|part| (part.codes.to_string(), part.name.to_string())).collect();
    let parts: Vec<_> = parts.iter().map(|(codes, name)| (codes.as_str(), name.as_str())).collect();
    assert_eq!(
        parts,
        [
            ("EL-RES", "10k RC0402FR-0710KL"),
            ("EL-CAP", "100n C_0402"),
            ("EL-ICT", "ESP32-S3"),
            ("ME-FAS", "Screw"),
            ("EL-CAP", "220n GRM155"),
        ],
        "the value, with what tells its part from others, unless that begins with the value itself"
    );
    let facts = ["Value=10k", "Footprint=Resistor_SMD:R_0402", "Datasheet=https://example.org/r.pdf"];
    assert_eq!(properties(&plan, 0), facts);
    assert_eq!(kept(&plan, 0), ["Tolerance=1 %"], "what nobody knows stays with the line");
    assert_eq!(properties(&plan, 1), ["Value=100n", "Footprint=C_0402"], "empty cells and tildes say nothing");
    let first = plan.parts.get(0);
    assert!(matches!(first.sets[2].value, PropertyValue::Link { .. }), "a link is kept as one");
    assert_eq!(first.description.as_ref().map(Description::as_str), Some("Thick film"));
    assert_eq!(lines(&plan), ["2 each: R1 R2", "1 each: C1", "1 each: U1", "3 each: ", "1 each: C2"]);
    assert_eq!(problems(&plan), ["3 import.no_mpn", "5 import.no_mpn"]);
    assert_eq!(plan.remarks().without_mpn, 2);
}

#[test]
fn rows_of_one_part_are_one_line() {
    let plan = plan("Ref,Value,Footprint\nR1,10k,0402\nC1,100n,0402\nR2,10k,0402\nR3,10k,0402\n");
    assert_eq!(outcomes(&plan), [New, New, Merged, Merged]);
    assert_eq!(lines(&plan), ["3 each: R1 R2 R3", "1 each: C1"]);
    assert_eq!(plan.parts.len(), 2);
    assert!(plan.items.iter().all(|item| item.quantity == Some(Quantity::ONE)), "each row says what it adds");
}

#[test]
fn rows_that_the_file_has_grouped_stay_lines_of_their_own() {
    let plan = plan("Ref,Qty,Value,Footprint\nR1 R2,2,150,0603\nR3 R4,2,150,0603\nR5,1,150,0603\n,3,150,0603\n");
    assert_eq!(outcomes(&plan), [New, Matched, Matched, New]);
    assert_eq!(lines(&plan), ["2 each: R1 R2", "2 each: R3 R4", "1 each: R5", "3 each: "]);
    let late = self::plan("Ref,Value,Footprint\nR1,150,0603\nR2,150,0603\nC1 C2,100n,0603\n");
    assert_eq!(lines(&late).len(), 3, "wherever the row stands that has several designators");
}

#[test]
fn a_name_that_would_be_too_long_is_shortened_and_nothing_is_lost() {
    let long = "word ".repeat(60);
    let plan = plan(format!("Ref,Value,MPN\nR1,{long},X1\nR2,{long},\nR3,{},\n", "x".repeat(250)));
    assert_eq!(outcomes(&plan), [New; 3]);
    assert_eq!(plan.parts.get(0).name.as_str(), "X1");
    assert!(plan.parts.get(1).name.as_str().ends_with("word word …"));
    assert_eq!(properties(&plan, 0), [format!("Value={}", long.trim())]);
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
    assert!(plan.designators_of(&plan.items[1]).is_empty(), "what is no part adds no designators");
}

#[test]
fn words_in_the_place_of_designators_name_what_nothing_else_names() {
    let plan = plan(
        "Reference,Qty,Value,Footprint\nC1,1,1u,C_0402\nR1,1,1k,R_0402\nDIL socket SMD mounted,1,,DIP-28\n\
         USB cable A/mini B,2,,\nmain board CPU location,,CN5010,\nsee the drawing below,,,\n",
    );
    assert_eq!(outcomes(&plan), [New, New, New, New, New, NotAPart]);
    let names: Vec<_> = plan.parts.iter().skip(2).map(|part| part.name.to_string()).collect();
    assert_eq!(names, ["DIL socket SMD mounted", "USB cable A/mini B", "CN5010"]);
    assert!(plan.lines.iter().skip(2).all(|line| line.content.designators.is_empty()));
    assert_eq!(lines(&plan)[2..], ["1 each: ", "2 each: ", "1 each: "]);
    let said = plan.problems.iter().filter(|problem| problem.code == "import.reference_in_words");
    assert_eq!(said.map(|problem| problem.row).collect::<Vec<_>>(), [4, 5, 6]);
}

#[test]
fn what_is_counted_may_be_named_by_a_column_that_nobody_knows() {
    let plan =
        plan("No,Quantity,Drawing,Desc\n1,1,case.step,print\n2,3,Cherry MX reds,\n3,2,$4.00,\n4,,Total Price,\n");
    assert_eq!(outcomes(&plan), [New, New, NotAPart, NotAPart]);
    assert_eq!(plan.parts.get(1).name.as_str(), "Cherry MX reds");
}

#[test]
fn a_row_that_names_nothing_is_no_part_whatever_its_quantity_says() {
    let plan = plan("Item,Qty,Cost\nBattery,1,2.5\nClip,many,2\n,Cost,180.70\n");
    assert_eq!(outcomes(&plan), [New, Refused, NotAPart]);
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
        ("R1-R2000,,10k,,", "bom.range_too_long", "Ref"),
        (&format!("{long},1,10k,,"), "bom.designator_invalid", "Ref"),
        (",many,10k,,", "import.quantity_invalid", "Qty"),
        (",\"1,000\",10k,,", "import.quantity_unclear", "Qty"),
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
fn a_designator_of_an_earlier_row_stays_there_and_the_row_keeps_its_quantity() {
    let plan = plan("Ref,Qty,Value\nR1 R2,2,10k\nR3 R2,2,12k\nR3,1,15k\n");
    assert_eq!(outcomes(&plan), [New; 3], "no row is lost by it");
    assert_eq!(lines(&plan), ["2 each: R1 R2", "2 each: R3 intended", "1 each: "]);
    let told: Vec<_> = plan.problems.iter().filter(|problem| problem.code == "import.designator_taken").collect();
    assert_eq!(told.iter().map(|problem| problem.row).collect::<Vec<_>>(), [3, 4]);
    assert!(told[0].message.contains("R2 already stands in row 2"), "{}", told[0].message);
}

#[test]
fn a_designator_twice_in_a_row_counts_once() {
    let plan = plan("Ref,Qty,MPN\nR1 R1 R2,3,X\n");
    assert_eq!(lines(&plan), ["3 each: R1 R2 intended"]);
    assert_eq!(problems(&plan), ["2 import.designator_twice", "2 import.quantity_differs"]);
}

#[test]
fn a_quantity_that_disagrees_is_kept_and_marked_as_intended() {
    let plan = plan("Ref,Qty,MPN\nR1 R2,3,X1\nC1,0.5 m,X2\nR9,2.5,X3\n");
    assert_eq!(lines(&plan), ["3 each: R1 R2 intended", "0.5 m: C1 intended", "2.5 each: R9 intended"]);
    let notice = "import.quantity_differs";
    assert_eq!(problems(&plan), [2, 3, 4].map(|row| format!("{row} {notice}")));
}

#[test]
fn a_quantity_that_cannot_be_read_is_that_of_the_designators() {
    // The third row has an unquoted comma, and its cells stand under the wrong columns.
    let plan = plan("Ref,Qty,Value\n\"C1\nC2\nC3\",100 for sale,100n\nR1,many,10k\nQ1,Q2,2,SS8050\nR2 R3,?,1k\n");
    assert_eq!(lines(&plan), ["3 each: C1 C2 C3", "1 each: R1", "1 each: Q1", "2 each: R2 R3"]);
    let counted: Vec<_> = plan.problems.iter().filter(|problem| problem.code == "import.quantity_counted").collect();
    assert_eq!(
        counted.iter().map(|problem| problem.row).collect::<Vec<_>>(),
        [2, 5, 6],
        "a question mark says nothing"
    );
    assert!(counted[2].message.starts_with("\"Q2\" is not a quantity"), "{}", counted[2].message);
}

#[test]
fn a_word_for_nothing_names_no_part() {
    let plan = plan("Ref,Value,MPN,Manufacturer\nR1,10k,n/a,-\nR2,22k,N/A,?\nR3,33k,—,tbd\n");
    assert_eq!((plan.parts.len(), plan.remarks().without_mpn), (3, 3));
    assert!(plan.parts.iter().all(|part| part.gets.is_empty()));
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
fn a_range_that_is_none_is_told() {
    let plan = plan("Ref,Qty,MPN\nR7-R5,,X1\nR1-R4000000000,,X2\nJ2-J1,1,X3\nC1-C4000000000,1,X4\n");
    assert_eq!(lines(&plan), ["1 each: J2-J1", "1 each: C1-C4000000000"]);
    let told = ["2 !bom.range_backwards", "3 !bom.range_too_long", "4 import.range_as_name", "5 import.range_as_name"];
    assert_eq!(problems(&plan), told);
}

#[test]
fn not_populated_is_said_by_a_column_by_the_value_or_by_a_zero() {
    let plan = plan("Ref,Qty,Value,DNP\nR1,1,10k,yes\nR2,1,10k DNP,\nR3 R4,0,12k,\nR5,1,15k,no\n");
    assert_eq!(lines(&plan), ["1 each: R1 DNP", "1 each: R2 DNP", "2 each: R3 R4 DNP", "1 each: R5"]);
    assert!(problems(&plan).contains(&"4 import.zero_is_dnp".to_owned()));
    assert_eq!(plan.items.iter().map(|item| plan.is_dnp(item)).collect::<Vec<_>>(), [true, true, true, false]);
    assert_eq!(plan.quantity_total.to_string(), "3", "a row that says 0 adds nothing");
}

#[test]
fn a_cell_that_says_only_that_the_row_is_not_populated_names_no_part() {
    let plan = plan(
        "Ref,Qty,Value,Footprint,MPN,Note\n\
         C90 C91,2,DNP,Glasgow:C_0402_1005Metric_DNP,,\n\
         R40,1,do not populate,R_0402,,\n\
         R41,1,10k,Glasgow:R_0402_DNP,,\n\
         R42,1,12k,R_0402,DNF,\n\
         R43,1,15k,R_0402,,DNP\n\
         R44,1,DNP,,RC0402-18K,\n\
         R45,1,DNP,,,\n",
    );
    let names: Vec<_> = plan.parts.iter().map(|part| part.name.to_string()).collect();
    assert_eq!(names, ["C_0402_1005Metric", "R_0402", "10k R_0402", "12k R_0402", "15k R_0402", "RC0402-18K"]);
    let fitted = ["2 each: C90 C91 DNP", "1 each: R40 DNP", "1 each: R41", "1 each: R42 DNP", "1 each: R43 DNP"];
    assert_eq!(lines(&plan)[..5], fitted);
    assert_eq!(lines(&plan)[5..], ["1 each: R44 DNP"]);
    assert_eq!(outcomes(&plan)[6], NotAPart, "nothing says which part it would be");
    assert!(problems(&plan).contains(&"8 import.row_only_dnp".to_owned()), "{:?}", problems(&plan));
    assert_eq!(properties(&plan, 0), ["Footprint=Glasgow:C_0402_1005Metric_DNP"], "what was written is kept");
    assert!(plan.parts.get(3).gets.is_empty(), "no maker calls a part so");
}

#[test]
fn a_value_beside_which_it_is_said_is_the_same_part() {
    let plan = plan(
        "Ref,Qty,Value,Footprint\n\
         R1,1,10k,R_0402\n\
         R2,1,10k DNP,R_0402\n\
         R3,1,10k (D.N.P.),R_0402\n\
         R4,1,\"10k, nicht bestückt\",R_0402\n\
         R5,1,D.N.P.,\n\
         R6,1,Nicht bestückt,\n\
         R7,1,n.b.,\n\
         R8,1,,\n",
    );
    let names: Vec<_> = plan.parts.iter().map(|part| part.name.to_string()).collect();
    assert_eq!(names, ["10k R_0402"]);
    assert_eq!(lines(&plan), ["1 each: R1", "3 each: R2 R3 R4 DNP"]);
    assert_eq!(properties(&plan, 0), ["Value=10k", "Footprint=R_0402"]);
    let told = problems(&plan).into_iter().filter(|problem| problem.contains("import.row_"));
    let of_dnp = ["6 import.row_only_dnp", "7 import.row_only_dnp", "8 import.row_only_dnp"];
    assert_eq!(told.collect::<Vec<_>>(), [&of_dnp[..], &["9 import.row_without_part"]].concat());
}

#[test]
fn a_maker_without_a_number_is_kept_as_a_property() {
    let plan = plan("Ref,Value,Mfg\nR1,10k,Yageo\n");
    assert_eq!(properties(&plan, 0), ["Value=10k", "Manufacturer=Yageo"]);
}

#[test]
fn cells_beyond_the_last_column_are_named() {
    let plan = plan("Ref,MPN\nR1,X1,one,,two\nR2,X1,,\n");
    assert_eq!(problems(&plan), ["2 import.cells_without_column"]);
    assert!(plan.problems[0].message.contains("with its origin only: one, two."));
}

#[test]
fn what_stands_under_no_name_is_taken_in_once_somebody_says_what_it_is() {
    let (ports, _) = build::workspace();
    let planned = |roles: Option<Vec<Role>>| {
        let request = Request { roles, ..request(&ports) };
        previewed(&ports, "Ref,Value,\nR1,10k,RC0402\nR2,12k,\n", &request).plan
    };
    let found = planned(None);
    assert_eq!(found.columns[2].role, Role::Ignore);
    assert_eq!(problems(&found), ["2 import.no_mpn", "2 import.cells_without_column", "3 import.no_mpn"]);
    let as_mpn = planned(Some(vec![Role::Reference, Role::Value, Role::Mpn]));
    assert_eq!(problems(&as_mpn), ["3 import.no_mpn"]);
    assert_eq!(as_mpn.problems[0].column.as_deref(), Some("Column 3"));
    let kept_whole = planned(Some(vec![Role::Reference, Role::Value, Role::Property]));
    assert_eq!(kept(&kept_whole, 0), ["Column 3=RC0402"]);
}

#[test]
fn columns_of_one_name_are_all_kept() {
    let plan = plan("Ref,Value,Whose,Whose,Whose,Whose 2,Value\nR1,10k,a,b,c,d,e\nC1,1n,,b,,d,\n");
    assert_eq!(kept(&plan, 0), ["Whose=a", "Whose 2=b", "Whose 3=c", "Whose 2 2=d", "Value=e"]);
    assert_eq!(kept(&plan, 1), ["Whose=b", "Whose 2=d"]);
}

#[test]
fn an_unknown_category_falls_back_to_the_one_for_what_nobody_knows() {
    let plan = plan("Ref,MPN\nr1,X1\nLED7,X2\n?9,X3\nPCB1,X4\n");
    let codes: Vec<_> = plan.parts.iter().map(|part| part.codes.to_string()).collect();
    assert_eq!(codes, ["EL-RES", "EL-DIO", "EL-OTH", "EL-PCB"]);
}

#[test]
fn a_messy_file_is_explained_row_by_row() {
    let (ports, _) = build::workspace();
    build::part("EL-RES").mpn("Yageo", "RC0402").value("10k").add_to(&ports);
    let plan = preview(
        &ports,
        "Refs,Qty,Value,MPN,Manufacturer\n\
         R1 R2,3,10k,RC0402,Yageo\n\
         R2,1,12k,,\n\
         C1-C3,3,100n,,,by hand\n\
         R54,0,10k,RC0402,Yageo\n\
         ,,,,\n\
         TP1,1,,,\n\
         ,\"1,000\",Wire,,\n",
    );
    let told: Vec<_> = plan.problems.iter().map(|problem| format!("{}: {}", problem.row, problem.message)).collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    2: The quantity is 3, but designators are given for 2; the line keeps both and is marked as intended.
    3: The row has no MPN; the part is known by its value and footprint alone.
    3: R2 already stands in row 2 and stays there; this row keeps its quantity without it. A reference designator can stand only once in a BOM.
    4: The row has no MPN; the part is known by its value and footprint alone.
    4: The row has cells under no name; they are kept with its origin only: by hand. Say what their column means to take them in.
    5: The quantity is 0; the line counts its designators (1) and is marked as not populated.
    5: The part is the one of row 2; it gets a line of its own.
    6: The row is empty.
    7: The row names no part: it has no value, MPN, part number or description.
    8: "1,000" could be a thousand or one with three decimals, and no other number of the file tells; write it without a sign between its thousands, or without those decimals.
    "#);
    assert_eq!(outcomes(&plan), [Matched, New, New, Matched, NotAPart, NotAPart, Refused]);
}

#[test]
fn a_row_over_several_lines_says_so() {
    // Closed by a later quote, it is a cell with line breaks, and somebody should look.
    let plan = plan("Ref,Value,Description\nR1,10k,\"two\nlines\"\n\"R2\nR1-R2000\",10k,c\nR3,12k,3.5 wide\n");
    assert_eq!(outcomes(&plan), [New, Refused, New]);
    let spans: Vec<_> = plan.problems.iter().filter(|problem| problem.code == "import.row_spans_lines").collect();
    assert_eq!(spans.iter().map(|problem| problem.row).collect::<Vec<_>>(), [2, 4], "refused rows say it too");
    assert!(spans[0].message.contains("line 3"));
}

#[test]
fn a_line_break_in_a_cell_of_a_spreadsheet_is_nothing_to_say() {
    let (ports, _) = build::workspace();
    let sheet = file("Ref,Value,MPN,Description\nR1,10k,RC1,\"two\nlines\"\n").spreadsheet();
    assert_eq!(problems(&rows::preview(&ports, &sheet, &request(&ports)).expect("a preview").plan), [""; 0]);
}

#[test]
fn what_is_noticed_on_the_way_to_a_refusal_is_not_said() {
    let plan = plan("Ref,Qty,Value\nR1 R2,3,\n");
    assert_eq!(problems(&plan), ["2 import.row_without_part"]);
}

#[test]
fn what_the_source_sets_aside_is_no_part_and_says_why() {
    let (ports, _) = build::workspace();
    let file = file("Ref,Value\nR1,1k\nR2,2k\nR3,3k\nR4,4k\nR5,5k\nR6,6k\n");
    let asides = [Aside::Preamble, Aside::Header, Aside::OtherTable, Aside::Metadata, Aside::Excluded];
    let file = (3..).zip(asides).fold(file, |file, (row, aside)| file.aside(row, aside));
    let plan = rows::preview(&ports, &file, &request(&ports)).expect("a preview").plan;
    assert_eq!(outcomes(&plan), [New, NotAPart, NotAPart, NotAPart, NotAPart, NotAPart]);
    let codes: Vec<_> = plan.problems.iter().map(|problem| problem.code).collect();
    let expected = ["above_header", "is_header", "of_other_table", "is_metadata", "excluded"];
    assert_eq!(codes[0], "import.no_mpn");
    assert!(codes[1..].iter().zip(expected).all(|(code, row)| *code == format!("import.row_{row}")), "{codes:?}");
}

#[test]
fn a_column_may_say_what_is_fitted_the_unit_the_number_on_the_drawing_and_a_note() {
    let plan =
        plan("Ref,Qty,Unit,Value,Fitted,Find No,Remarks\nR1,1,,1k,no,1,by hand\nR2,1,,1k,yes,2,\n,0.3,m,Wire,,,\n");
    assert_eq!(lines(&plan), ["1 each: R1 DNP", "1 each: R2", "0.3 m: "]);
    let content = &plan.lines.get(0).content;
    assert_eq!((content.find_number.as_str(), content.note.as_str()), ("1", "by hand"));
}

#[test]
fn where_nothing_else_says_what_a_part_is_its_order_codes_do() {
    let plan = plan("References,Quantity,Mouser,Digikey\nC1-C6,6,80-C0603,399-5089\nI/O,1,571-51,A33159\n,2,Total,\n");
    assert_eq!(outcomes(&plan), [New, New, NotAPart], "what stands nowhere is a sum, or nobody knows what");
    assert_eq!((plan.parts.get(0).name.as_str(), plan.parts.get(0).codes.to_string().as_str()), ("80-C0603", "EL-CAP"));
    assert_eq!(properties(&plan, 0), ["Mouser=80-C0603", "Digikey=399-5089"]);
    assert!(kept(&plan, 0).is_empty(), "they are the part's, and not the line's as well");
}

#[test]
fn a_thousand_is_told_from_one_by_the_other_numbers_of_the_file() {
    let plan_of = |text: &str, delimiter: char| {
        let file = file(text.replace(';', ",")).separated(delimiter);
        let (ports, _) = build::workspace();
        let plan = rows::preview(&ports, &file, &request(&ports)).expect("a preview").plan;
        let problems = problems(&plan).into_iter().filter(|problem| !problem.ends_with("no_mpn")).collect::<Vec<_>>();
        (lines(&plan), problems)
    };
    let refused = |row: u64| vec![format!("{row} !import.quantity_unclear")];
    let both = "Qty;Value;Price\n1.000;10k;\n3;22k;\n";
    assert_eq!(
        plan_of(both, ','),
        (vec!["1 each: ".to_owned(), "3 each: ".to_owned()], vec![]),
        "as programs write it"
    );
    assert_eq!(plan_of(both, ';'), (vec!["3 each: ".to_owned()], refused(2)), "nobody knows");
    let priced = "Qty;Value;Price\n1.000;10k;\"0,12 €\"\n";
    assert_eq!(plan_of(priced, ';').0, ["1000 each: "], "a price tells it");
    assert_eq!(plan_of(priced, ',').0, ["1 each: "], "but not where a semicolon does not");
    let measured = "Qty;Value;Price\n1.000;10k;\n\"2,5 m\";Wire;\n";
    assert_eq!(plan_of(measured, '\t').0, ["1000 each: ", "2.5 m: "], "another quantity tells it");
    let pointed = "Qty;Value;Price\n\"1,000\";10k;\n2.5 m;Wire;\n";
    assert_eq!(plan_of(pointed, ';').0, ["1000 each: ", "2.5 m: "]);
    let contrary = "Qty;Value;Price\n1.000;10k;\n2.5 m;Wire;\n\"2,5 m\";Tube;\n";
    assert_eq!(plan_of(contrary, ';').1, refused(2), "what contradicts itself tells nothing");
    let counted = "Ref;Qty;Value\nR1;1.000;10k\n";
    assert_eq!(plan_of(counted, ';'), (vec!["1 each: R1".to_owned()], vec!["2 import.quantity_counted".to_owned()]));
}

#[test]
fn a_dnp_cell_that_leaves_it_open_is_told() {
    let plan = plan("Ref,MPN,DNP\nR1,X1,?\nR2,X2,TBD\nR3,X3,x\nR4,X4,\n");
    assert_eq!(lines(&plan), ["1 each: R1", "1 each: R2", "1 each: R3 DNP", "1 each: R4"]);
    assert_eq!(problems(&plan), ["2 import.dnp_open", "3 import.dnp_open"]);
}

#[test]
fn a_quantity_that_is_left_open_is_told() {
    let plan = plan("Ref,Qty,MPN\n,tbd,X1\nR1 R2,?,X2\nR3,,X3\nR4,-,X4\n");
    assert_eq!(lines(&plan), ["1 each: ", "2 each: R1 R2", "1 each: R3", "1 each: R4"]);
    assert_eq!(problems(&plan), ["2 import.quantity_open", "3 import.quantity_open"]);
}
