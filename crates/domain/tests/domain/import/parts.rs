//! Lists of parts: no lines, and every column is the part's.

use partwright_domain::import::Outcome::{Matched, Merged, New, NotAPart, Updated};
use partwright_domain::import::{Request, Target};
use partwright_domain::manufacturer_part::Status;
use partwright_domain::revision::Lifecycle;
use partwright_testkit::build;

use super::{import, outcomes, previewed, problems};

const LIST: &str = "IPN,MPN,Manufacturer,Description,Symbol,Footprint,Capacitance\n\
    CAP-0000-0102,CC0603,Yageo,1nF 50V,Device:C,Capacitor_SMD:C_0603,1nF\n\
    CAP-0000-0104,CC0604,Yageo,100nF 50V,Device:C,Capacitor_SMD:C_0603,100nF\n\
    CAP-0000-0104,GCM188,Murata,100nF 50V,Device:C,Capacitor_SMD:C_0603,100nF\n\
    ,,,,,,\n\
    SCR-002-0002,18a02,screwsRus,#4 screw,,,\n";

fn list(update: bool) -> Request {
    Request::into_target(Target::PartsList { subcategory: None, update })
}

#[test]
fn a_list_makes_parts_with_all_that_its_columns_say() {
    let (ports, actor) = build::workspace();
    let plan = previewed(&ports, LIST, &list(false)).plan;
    assert_eq!(outcomes(&plan), [New, New, Merged, NotAPart, New], "the second maker of a number is an alternate");
    assert_eq!((plan.lines.len(), plan.designators(), plan.quantity_total.to_string().as_str()), (0, 0, "0"));
    let codes: Vec<_> = plan.parts.iter().map(|part| part.codes.to_string()).collect();
    assert_eq!(codes, ["EL-CAP", "EL-CAP", "ME-FAS"], "as the numbers suggest");
    let facts: Vec<_> = plan.parts.get(0).sets.iter().map(|set| format!("{}={}", set.name, set.value)).collect();
    let expected = ["Footprint=Capacitor_SMD:C_0603", "IPN=CAP-0000-0102", "Symbol=Device:C", "Capacitance=1nF"];
    assert_eq!(facts, expected);
    let done = import(&ports, &actor, LIST, list(false)).expect("an import");
    assert_eq!((done.part, done.new_parts, done.lines), (None, 3, 0));
    let of = ports.store.read("test", |snapshot| snapshot.manufacturer_parts().matching("GCM188")).expect("a read");
    assert_eq!(of[0].status, Status::Alternate);
    let again = previewed(&ports, LIST, &list(false));
    assert_eq!(outcomes(&again.plan), [Matched, Matched, Merged, NotAPart, Matched]);
    assert!(again.is_nothing());
    assert_eq!(import(&ports, &actor, LIST, list(false)).expect("an import").unit, None);
}

#[test]
fn a_changed_list_tells_what_differs_and_changes_it_only_when_asked() {
    let (ports, actor) = build::workspace();
    import(&ports, &actor, LIST, list(false)).expect("an import");
    let changed = LIST.replace("1nF 50V,", "1nF 100V,").replace("C_0603,1nF", "C_0805,1nF");
    let told = previewed(&ports, &changed, &list(false));
    assert_eq!((told.is_nothing(), outcomes(&told.plan)[0]), (true, Matched));
    assert_eq!(problems(&told.plan)[..2], ["2 import.part_differs", "2 import.part_differs"]);

    let update = previewed(&ports, &changed, &list(true));
    assert_eq!((outcomes(&update.plan)[0], problems(&update.plan)), (Updated, vec!["5 import.row_empty".to_owned()]));
    import(&ports, &actor, &changed, list(true)).expect("an import");
    let again = previewed(&ports, &changed, &list(true));
    assert!(again.is_nothing(), "{:#?}", again.plan.parts);
}

#[test]
fn rows_that_disagree_about_a_part_tell_what_is_not_taken() {
    let (ports, actor) = build::workspace();
    let text = "IPN,Value,Description\nCAP-1,1nF,first\nCAP-1,2nF,second\nCAP-1,1n,\n";
    let plan = previewed(&ports, text, &list(false)).plan;
    assert_eq!(outcomes(&plan), [New, Merged, Merged]);
    let said = || plan.problems.iter().map(|problem| (problem.code, problem.column.as_deref()));
    assert!(
        said().eq([("import.row_differs", Some("Description")), ("import.row_differs", Some("Value"))]),
        "{:?}",
        plan.problems
    );
    assert!(plan.problems[0].message.contains("\"first\"") && plan.problems[0].message.contains("\"second\""));
    import(&ports, &actor, text, list(false)).expect("an import");

    // The first row says what the part has, or changes it; the others are told either way.
    for (first, differ) in [("1nF,first", [3, 3]), ("3nF,third", [3, 3])] {
        let text = format!("IPN,Value,Description\nCAP-1,{first}\nCAP-1,2nF,second\nCAP-1,{first}\n");
        let again = previewed(&ports, &text, &list(true));
        assert_eq!(outcomes(&again.plan)[1..], [Merged, Merged], "{first}");
        let rows: Vec<_> = again.plan.problems.iter().map(|problem| (problem.row, problem.code)).collect();
        assert_eq!(rows, differ.map(|row| (row, "import.row_differs")), "{first}");
    }
    let third = "IPN,Value,Description\nCAP-1,3nF,third\nCAP-1,1nF,first\n";
    assert_eq!(
        problems(&previewed(&ports, third, &list(true)).plan),
        ["3 import.row_differs"; 2],
        "the part has it, the row above takes it"
    );
}

#[test]
fn a_description_that_only_a_later_row_has_is_taken() {
    let (ports, _) = build::workspace();
    let plan = previewed(&ports, "IPN,Value,Description\nCAP-1,1nF,\nCAP-1,1nF,a capacitor\n", &list(false)).plan;
    assert_eq!(
        (problems(&plan), plan.parts.get(0).description.as_ref().map(ToString::to_string)),
        (vec![], Some("a capacitor".to_owned()))
    );
}

#[test]
fn what_is_released_is_not_updated_and_says_so() {
    let (ports, _) = build::workspace();
    let part = build::part("EL-CAP").mpn("Yageo", "CC0603").value("1nF").released().add_to(&ports);
    let text = format!("IPN,Value\n{},2nF\n", part.part.number);
    let plan = previewed(&ports, text, &list(true)).plan;
    assert_eq!((outcomes(&plan), problems(&plan)), (vec![Matched], vec!["2 import.part_frozen".to_owned()]));
    assert_eq!(part.revision.state, Lifecycle::Released);
}

#[test]
fn a_category_that_is_chosen_is_taken() {
    let (ports, _) = build::workspace();
    let subcategory = Some(build::subcategory(&ports, "ME-OTH"));
    let request = Request::into_target(Target::PartsList { subcategory, update: false });
    let plan = previewed(&ports, LIST, &request).plan;
    assert!(plan.parts.iter().all(|part| part.codes.to_string() == "ME-OTH"));
}

#[test]
fn a_list_with_places_and_without_mpns_finds_its_parts_again() {
    let (ports, actor) = build::workspace();
    let text = "Reference,Value,Footprint\nR1,10k,R_0603\n\"C1, C2\",100n,C_0402\n";
    assert_eq!(import(&ports, &actor, text, list(false)).expect("an import").new_parts, 2);
    let again = previewed(&ports, text, &list(false));
    assert_eq!(outcomes(&again.plan), [Matched, Matched]);
    assert!(again.is_nothing());
}
