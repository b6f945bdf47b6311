//! What is answered in each form: the same fields, as the documentation says.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{Bench, text};

const GUIDE: &str = include_str!("../../../../docs/guides/command-line.md");

/// Every list of the demo, with the command that answers it.
const LISTS: [(&str, &[&str]); 9] = [
    ("part list", &["part", "list"]),
    ("bom show", &["bom", "show", "EL-PCA-100001"]),
    ("bom explode", &["bom", "explode", "AS-PRD-100000"]),
    ("bom flat", &["bom", "flat", "AS-PRD-100000"]),
    ("where-used", &["where-used", "EL-RES-100013"]),
    ("search", &["search", "10k"]),
    ("history", &["history"]),
    ("person list", &["person", "list"]),
    ("category list", &["category", "list"]),
];

#[test]
fn a_list_has_the_same_fields_in_json_in_csv_and_in_the_guide() {
    let bench = Bench::demo();
    let records = partwright_app_cli::records();
    assert_eq!(records.iter().map(|(name, _)| *name).collect::<Vec<_>>(), LISTS.map(|(name, _)| name));
    for ((name, columns), (_, command)) in records.into_iter().zip(LISTS) {
        let keys: Vec<&str> = columns.iter().map(|column| column.key).collect();
        let rows = bench.json(command);
        for row in rows.as_array().expect("an array") {
            let fields: BTreeSet<&str> = row.as_object().expect("an object").keys().map(String::as_str).collect();
            assert_eq!(fields, keys.iter().copied().collect(), "{name}");
        }
        let csv = bench.call(&[command, &["--format", "csv"]].concat()).done();
        assert_eq!(csv.lines().next(), Some(&*keys.join(",")), "{name}");
        assert_eq!(csv.lines().count(), rows.as_array().map_or(0, Vec::len) + 1, "{name}");
        let documented =
            format!("| `{name}` | {} |", keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", "));
        assert!(GUIDE.contains(&documented), "the guide lacks the line\n{documented}");
    }
}

#[test]
fn quantities_are_exact_and_are_texts() {
    let bench = Bench::demo();
    let flat = bench.json(&["bom", "flat", "AS-PRD-100000"]);
    let of = |number: &str| {
        let rows = flat.as_array().expect("an array").iter();
        rows.filter(|row| row["number"] == number).map(|row| (row["fitted"].clone(), row["unit"].clone())).next()
    };
    assert_eq!(of("EL-CAB-100023"), Some(("0.12".into(), "m".into())));
    assert_eq!(of("EL-RES-100013"), Some(("3".into(), "each".into())));
    let exploded = bench.json(&["bom", "explode", "AS-PRD-100000"]);
    let total: Value = exploded
        .as_array()
        .expect("an array")
        .iter()
        .filter(|row| row["number"] == "EL-CAP-100010")
        .map(|row| row["total"].clone())
        .collect();
    assert_eq!(total, serde_json::json!(["6", "2"]));
    let fitted = bench.json(&["bom", "explode", "AS-PRD-100000", "--fitted"]);
    let lines = |value: &Value| value.as_array().map(Vec::len);
    assert_eq!((lines(&exploded), lines(&fitted)), (Some(27), Some(26)));
}

#[test]
fn a_table_is_aligned_says_what_it_shows_and_obeys_nobody() {
    let bench = Bench::new();
    bench.call(&["part", "new", "EL-RES", "10 kΩ", "--mpn", "RC0402"]).done();
    bench.call(&["part", "new", "EL-CAP", "100 nF, a long name", "--mpn", "GRM"]).done();
    assert_eq!(
        bench.call(&["part", "list"]).done(),
        "Number         Name                 Revision  State  Manufacturer  MPN     Value\n\
         EL-CAP-100001  100 nF, a long name  1         Draft                GRM\n\
         EL-RES-100000  10 kΩ                1         Draft                RC0402\n"
    );
    let board = bench.part("EL-PCA", "Board");
    bench.call(&["bom", "add", &board, "EL-RES-100000", "--note", "two\nlines"]).done();
    assert!(bench.call(&["bom", "show", &board]).done().lines().count() == 2);
}

#[test]
fn an_empty_list_is_an_empty_array_and_a_word_beside_the_table() {
    let bench = Bench::new();
    assert_eq!(bench.json(&["part", "list"]), serde_json::json!([]));
    let table = bench.call(&["search", "nothing"]);
    assert_eq!((&*table.out, &*table.err), ("", "No part answers that.\n"));
    assert_eq!(bench.call(&["part", "list", "--format", "csv"]).done().lines().count(), 1);
}

#[test]
fn a_long_list_comes_in_pages_without_a_gap() {
    let bench = Bench::new();
    // In one unit through the store: a command a part would take a minute.
    let names: Vec<String> = (0..2500).map(|number| format!("part {number}")).collect();
    crate::care::make_parts(&bench.file(), &names);
    let rows = bench.json(&["part", "list", "--sort", "created"]);
    let found: Vec<&str> = rows.as_array().expect("an array").iter().filter_map(|row| row["name"].as_str()).collect();
    assert_eq!(found, names);
    assert_eq!(bench.json(&["part", "list", "--limit", "1001"]).as_array().map(Vec::len), Some(1001));
    let table = bench.call(&["part", "list"]).done();
    assert_eq!(table.lines().count(), 2501, "one header, however many pages");
    assert_eq!(bench.json(&["part", "list", "--category", "EL-CAP"]), serde_json::json!([]));
    let rows = (0..2500).map(|number| format!("R{number},part {number}\n"));
    let bom: String = std::iter::once("Reference,Value\n".to_owned()).chain(rows).collect();
    let board = bench
        .call_answering(&["import", "-", "--new", "Board", "--category", "EL-PCA", "--format", "json"], Some(&bom));
    let board = board.json()["imported"]["number"].as_str().expect("a number").to_owned();
    for command in ["show", "explode"] {
        let rows = bench.json(&["bom", command, &board]);
        let placed = rows.as_array().expect("an array").iter().filter_map(|row| row["designators"][0].as_str());
        assert!(placed.eq((0..2500).map(|number| format!("R{number}"))), "{command}");
    }
}

#[test]
fn a_refusal_is_an_object_where_the_answer_would_be_one() {
    let bench = Bench::new();
    for (arguments, code) in [
        (["part", "show", "EL-RES-199999"], "part.not_found"),
        (["part", "show", "resistor"], "cli.revision_name_invalid"),
        (["part", "shown", "EL-RES-199999"], "cli.usage"),
    ] {
        let refused = bench.call(&[&arguments[..], &["--format", "json"]].concat());
        let told: Value = serde_json::from_str(&refused.err).expect("one object");
        assert_eq!((&told["error"]["code"], &*refused.out), (&code.into(), ""));
        assert!(told["error"]["message"].is_string() && told["error"]["fields"].is_object(), "{told}");
    }
}

#[test]
fn one_thing_is_one_line_of_csv() {
    let bench = Bench::demo();
    let csv = bench.call(&["part", "show", "EL-RES-100013", "--format", "csv"]).done();
    assert_eq!(csv.lines().count(), 2, "{csv}");
    assert!(csv.starts_with("number,name,"), "{csv}");
    let checked = bench.call(&["check", "--format", "csv"]).done();
    let (columns, values) = checked.split_once('\n').expect("two lines");
    assert_eq!(columns, "path,sound,entries,hash,problems");
    assert!(values.starts_with(&format!("{},true,", text(&bench.file()))), "{values}");
}

/// The words in backticks of a text.
fn coded(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// What the guide says of an answer: the words in backticks of its row, and those of the rows that it refers to.
fn documented(title: &str) -> BTreeSet<&'static str> {
    let answers = GUIDE.split_once("## JSON and CSV").expect("the section").1;
    let mut rows = answers.lines().filter_map(|line| line.strip_prefix('|')?.split_once('|'));
    let row = rows.find(|(first, _)| first.contains(title));
    let (_, fields) = row.unwrap_or_else(|| panic!("the guide does not tell what {title} answers"));
    let referred = fields.split("as `").skip(1).filter_map(|rest| rest.split('`').next());
    referred.flat_map(|command| documented(&format!("`{command}`"))).chain(coded(fields)).collect()
}

#[test]
fn every_object_has_the_fields_that_the_guide_tells() {
    let bench = Bench::demo();
    let (board, resistor, other) = ("EL-PCA-100001", "EL-RES-100013", "EL-RES-100014");
    let path = |name: &str| text(&bench.path(name)).to_owned();
    let (document, package, copy, made) = (path("b.csv"), path("r.zip"), path("c.partwright"), path("n.partwright"));
    let reason = ["--reason", "alone here"];
    for (command, arguments) in [
        ("init", &[&*made][..]),
        ("person add", &["Grace Hopper"]),
        ("person act", &["Ada Lovelace"]),
        ("part new", &["EL-RES", "1 kΩ"]),
        ("part show", &[resistor]),
        ("part set", &[resistor, "Tolerance=1%"]),
        ("undo", &[]),
        ("redo", &[]),
        ("bom add", &[board, resistor, "--designators", "R90"]),
        ("bom set", &[board, "1", "--dnp"]),
        ("bom remove", &[board, "1"]),
        ("bom compare", &[board, "EL-PCA-100002"]),
        ("bom replace", &[resistor, other, "--dry-run"]),
        ("submit", &[resistor]),
        ("reject", &[resistor, "--as", "Grace Hopper", reason[0], reason[1]]),
        ("submit", &[resistor]),
        ("withdraw", &[resistor]),
        ("submit", &[resistor]),
        ("override", &[resistor, reason[0], reason[1]]),
        ("release", &[resistor]),
        ("verify", &[resistor]),
        ("export bom", &[board, "--output", &document]),
        ("export package", &[resistor, "--output", &package]),
        ("verify", &[&package]),
        ("revise", &[resistor]),
        ("obsolete", &["EL-RES-100013@1"]),
        ("submit", &[other]),
        ("approve", &[other, "--as", "Grace Hopper"]),
        ("check", &[]),
        ("backup", &[&copy]),
        ("restore", &[&copy, "--yes"]),
    ] {
        let words: Vec<&str> = command.split(' ').chain(arguments.iter().copied()).collect();
        let told = bench.json(&words);
        let title = if arguments == [&*package] { "of a package" } else { &format!("`{command}`") };
        let known = documented(title);
        for key in told.as_object().expect("an object").keys() {
            assert!(known.contains(&**key), "the guide does not tell of {key}, which {command} answers");
        }
    }
}

#[test]
fn what_an_import_answers_has_the_fields_that_the_guide_tells_and_no_others() {
    let bench = Bench::new();
    // A row that is refused, so that there is a problem.
    let bom = "Reference,Qty,Value\nR1,1,10k\n,many,12k\n";
    let import = ["import", "-", "--new", "Lamp", "--category", "EL-PCA", "--format", "json"];
    let told = bench.call_answering(&import, Some(bom)).json();
    let section = GUIDE.split_once("### What an import answers").expect("the section").1;
    let section = section.split_once("\n## ").expect("its end").0;
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    let rows: Vec<(&str, BTreeSet<&str>)> = rows.map(|(field, says)| (field, coded(says).collect())).collect();
    let keys = |value: &Value| -> BTreeSet<String> {
        let object = value.get(0).unwrap_or(value).as_object().expect("an object");
        object.keys().cloned().collect()
    };
    assert_eq!(keys(&told), rows.iter().map(|(field, _)| (*field).to_owned()).collect());
    for (field, says) in rows.iter().filter(|(field, _)| told[field].is_object() || told[field].is_array()) {
        let said: BTreeSet<String> = says.iter().map(|word| (*word).to_owned()).collect();
        let values = ["refused", "notice"].map(str::to_owned);
        let named =
            if *field == "problems" { said.into_iter().filter(|word| !values.contains(word)).collect() } else { said };
        assert_eq!(keys(&told[field]), named, "{field}");
    }
}
