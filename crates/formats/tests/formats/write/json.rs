//! JSON: the schema of `docs/FORMATS.md`, and that every document is valid JSON.

use partwright_domain::export::Shape;
use partwright_formats::write::{Format, Options};
use serde_json::{Value, json};

use super::{any, bom, exported, lamp, row, written};

#[test]
fn a_document_is_one_object_whose_exact_numbers_are_texts() {
    let told = written(Format::Json, Options::default(), any(vec![row("a \"b\"\n")])).expect("a document");
    let value: Value = serde_json::from_slice(&told).expect("JSON");
    assert_eq!(
        value,
        json!({
            "format": "partwright-bom",
            "version": 1,
            "view": "any",
            "title": "Any",
            "about": { "about": "anything" },
            "columns": [
                { "key": "text", "name": "Text", "kind": "text" },
                { "key": "whole", "name": "Whole", "kind": "whole" },
                { "key": "decimal", "name": "Decimal", "kind": "decimal" },
                { "key": "money", "name": "Money", "kind": "money", "currency": "EUR" },
                { "key": "moment", "name": "Moment", "kind": "moment" },
                { "key": "flag", "name": "Flag", "kind": "flag" },
                { "key": "link", "name": "Link", "kind": "link" },
                { "key": "list", "name": "List", "kind": "list" },
            ],
            "lines": [{
                "text": "a \"b\"\n",
                "whole": 7,
                "decimal": "-0.25",
                "money": "1234.5",
                "moment": "2026-01-01T00:00:00.000Z",
                "flag": true,
                "link": "https://example.com/a?b=1&c=2",
                "list": ["R1", "R2"],
            }],
            "totals": { "lines": 2 },
        })
    );
}

#[test]
fn a_document_without_lines_is_valid_too() {
    let told = written(Format::Json, Options::default(), any(Vec::new())).expect("a document");
    let value: Value = serde_json::from_slice(&told).expect("JSON");
    assert_eq!(value["lines"], json!([]));
}

#[test]
fn an_indented_bom_says_how_deep_each_line_stands_and_leaves_out_what_says_nothing() {
    let (ports, lamp) = lamp();
    let told = exported(&ports, &bom(lamp.lamp.revision.id, Shape::Indented), Format::Json, Options::default());
    let value: Value = serde_json::from_slice(&told).expect("JSON");
    assert_eq!((&value["format"], &value["view"]), (&json!("partwright-bom"), &json!("indented")));
    assert_eq!(value["about"]["part_number"], json!(lamp.lamp.part.number));
    assert_eq!(value["totals"]["cost_each"], json!({ "amount": "0.04", "currency": "EUR" }));
    let levels: Vec<_> = value["lines"].as_array().expect("lines").iter().map(|line| line["level"].clone()).collect();
    assert_eq!(json!(levels), json!([1, 2, 2, 2, 1, 1]));
    assert_eq!(
        value["lines"][1],
        json!({
            "level": 2,
            "find_number": "1",
            "part_number": lamp.resistor.part.number,
            "revision": "1",
            "state": "Draft",
            "name": "Resistor 10k",
            "quantity": "4",
            "unit": "each",
            "total": "4",
            "total_unit": "each",
            "designators": ["R1", "R2", "R3", "R5"],
            "dnp": false,
            "value": "10k",
            "footprint": "R_0402",
            "manufacturer": "Vishay",
            "mpn": "CRCW040210K0FKED",
            "alternates": ["Yageo RC0402FR-0710KL"],
            "datasheet": "https://example.com/rc.pdf?a=1&b=2",
            "substitutes": [lamp.substitute.part.number],
            "pinned": false,
            "quantity_intended": false,
        })
    );
}
