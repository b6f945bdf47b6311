//! KiCad's session, replayed: each rule of its HTTP library, checked on every answer.

use std::collections::BTreeSet;

use partwright_domain::revision::Lifecycle;
use partwright_testkit::build;
use serde_json::Value;

use crate::served::{Served, serve, workspace};

/// A workspace in which something could go wrong with each rule: texts in many letters, several categories, lines in
/// texts, parts in every state.
fn company() -> Served {
    let ports = workspace();
    for count in 0..3 {
        build::part("EL-RES")
            .named("10 kΩ 1 % \"0402\" \\ <b>")
            .described("first line\nsecond\tline")
            .value("10k")
            .footprint("Resistor_SMD:R_0402_1005Metric")
            .mpn("Yageo", &format!("RC0402-{count}"))
            .released()
            .add_to(&ports);
        build::part("EL-CAP").value("100 µF ±5 °C").released().add_to(&ports);
        build::part("EL-DIO").property("Symbol", "Device:LED").released().add_to(&ports);
        build::part("EL-DIO").named("without a symbol").released().add_to(&ports);
        build::part("EL-RES").named("a draft").add_to(&ports);
        build::part("ME-FAS").named("a screw").released().add_to(&ports);
    }
    let gone = build::part("EL-RES").named("obsolete").released().add_to(&ports);
    build::advance(&ports, gone.revision.id, Lifecycle::Obsolete);
    serve(&ports)
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} is no text in {value}"))
}

/// Every value is a text, or holds nothing but texts.
fn assert_texts(value: &Value) {
    match value {
        Value::String(_) => {}
        Value::Array(values) => values.iter().for_each(assert_texts),
        Value::Object(values) => values.values().for_each(assert_texts),
        other => panic!("{other} is no text"),
    }
}

fn assert_goes_into_an_address(id: &str) {
    assert!(!id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{id}");
}

/// A part with all that KiCad takes from it.
fn assert_part(part: &Value) {
    assert_texts(part);
    assert_goes_into_an_address(text(part, "id"));
    assert_eq!(text(part, "name"), text(part, "id"), "KiCad tells parts apart by their names");
    assert!(text(part, "symbolIdStr").contains(':'), "{part}");
    for flag in ["exclude_from_bom", "exclude_from_board", "exclude_from_sim"] {
        assert!(["True", "False"].contains(&text(part, flag)), "{part}");
    }
    let fields = part["fields"].as_object().expect("fields");
    for (name, field) in fields {
        assert!(["True", "False"].contains(&text(field, "visible")), "{name} of {part}");
        let value = text(field, "value");
        assert!(!value.is_empty() || name == "keywords", "{name} of {part}");
        assert!(!value.contains(['\n', '\r', '\t']), "{name} of {part}");
    }
    for needed in ["value", "description", "Part number"] {
        assert!(fields.contains_key(needed), "{needed} of {part}");
    }
}

#[test]
fn a_session_of_kicad_finds_every_rule_kept() {
    let served = company();

    // What KiCad asks when it opens the library: both keys must be there and not be empty lists.
    let root = served.get("/v1/").json();
    assert_eq!(root, serde_json::json!({ "categories": "", "parts": "" }));

    let categories = served.get("/v1/categories.json").json();
    let categories = categories.as_array().expect("a list");
    let mut names = BTreeSet::new();
    let mut parts = BTreeSet::new();
    for category in categories {
        assert_texts(category);
        assert_goes_into_an_address(text(category, "id"));
        assert!(!text(category, "description").is_empty(), "{category}");
        assert!(names.insert(text(category, "name").to_owned()), "{category} stands once");

        let listed = served.get(&format!("/v1/parts/category/{}.json", text(category, "id"))).json();
        for part in listed.as_array().expect("a list") {
            assert_part(part);
            assert!(parts.insert(text(part, "name").to_owned()), "{part} stands once in all categories");
            let alone = served.get(&format!("/v1/parts/{}.json", text(part, "id"))).json();
            assert_eq!(alone, *part, "the list says all that there is to say");
        }
    }
    assert_eq!(parts.len(), 9, "three resistors, three capacitors, three diodes with a symbol: {parts:?}");
    assert!(names.contains("EL-RES Resistors"), "{names:?}");
    assert!(!names.iter().any(|name| name.starts_with("ME-")), "{names:?}");
}

#[test]
fn nothing_is_ever_not_modified() {
    let served = company();
    let (port, token) = (served.port(), served.token.as_str());
    for path in ["/v1/", "/v1/categories.json", "/v1/parts/category/EL-RES.json", "/v1/parts/EL-RES-100000.json"] {
        let answer = served.send(&format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Token {token}\r\n\
             If-None-Match: *\r\nIf-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT\r\n\r\n"
        ));
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.headers.contains("content-type: application/json"), "{}", answer.headers);
        assert!(answer.headers.contains("cache-control: no-store"), "{}", answer.headers);
    }
}

#[test]
fn what_is_not_there_is_not_found() {
    let served = company();
    for path in [
        "/",
        "/v1",
        "/v2/",
        "/v1/categories",
        "/v1/parts/category/EL-ZZZ.json",
        "/v1/parts/category/el.json",
        "/v1/parts/category/EL-RES",
        "/v1/parts/EL-RES-999999.json",
        "/v1/parts/EL-RES-100000",
        "/v1/parts/..%2F..%2Fetc%2Fpasswd.json",
        "/v1/parts/%00.json",
    ] {
        assert_eq!(served.get(path).status, 404, "{path}");
    }
}

#[test]
fn a_category_that_offers_nothing_is_an_empty_list() {
    let served = company();
    for codes in ["EL-FUS", "ME-FAS"] {
        let listed = served.get(&format!("/v1/parts/category/{codes}.json")).json();
        assert_eq!(listed, serde_json::json!([]), "{codes}");
    }
}
