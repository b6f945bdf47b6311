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
    assert_eq!(checked, format!("path,sound,problems\n{},true,\n", text(&bench.file())));
}
