//! What stands in the fields, as the mapping says.

use partwright_domain::category::Codes;
use partwright_domain::kicad::{KicadService, Library};
use partwright_domain::ports::Ports;
use partwright_testkit::build;
use serde_json::{Value, json};

use crate::served::{serve, workspace};

fn listed(ports: &Ports, codes: &str) -> Value {
    let codes = Codes::parse(codes).expect("codes");
    let mut written = Vec::new();
    partwright_kicad::write_listing(std::sync::Arc::clone(&ports.store), &codes, &mut written).expect("a list");
    serde_json::from_slice(&written).expect("JSON")
}

#[test]
fn a_part_is_what_its_released_revision_says() {
    let ports = workspace();
    let built = build::part("EL-RES")
        .named("10 kΩ 1 %")
        .value("10k")
        .footprint("Resistor_SMD:R_0402")
        .mpn("Yageo", "RC0402")
        .mpn("Vishay", "CRCW0402")
        .released()
        .add_to(&ports);
    build::revise(&ports, &built.part);
    let number = built.part.number.to_string();
    let hidden = |value: &str| json!({ "value": value, "visible": "False" });
    let seen = |value: &str| json!({ "value": value, "visible": "True" });
    assert_eq!(
        listed(&ports, "EL-RES"),
        json!([{
            "id": number, "name": number, "description": "10 kΩ 1 % · RC0402 Yageo CRCW0402 Vishay", "keywords": "RC0402 Yageo CRCW0402 Vishay",
            "symbolIdStr": "Device:R",
            "exclude_from_bom": "False", "exclude_from_board": "False", "exclude_from_sim": "False",
            "fields": {
                "reference": seen("R"), "value": seen("10k"), "footprint": hidden("Resistor_SMD:R_0402"),
                "description": hidden("10 kΩ 1 %"), "keywords": hidden("RC0402 Yageo CRCW0402 Vishay"),
                "Part number": hidden(&number), "MPN": hidden("RC0402"), "Manufacturer": hidden("Yageo"),
            },
        }])
    );
}

#[test]
fn a_mapping_says_what_becomes_of_properties() {
    let ports = workspace();
    let admin = build::open(&ports);
    KicadService::new(ports.clone())
        .map(&admin, build::mapping(build::subcategory(&ports, "EL-RES")))
        .expect("a mapping");
    build::part("EL-RES")
        .property("KiCad symbol", "Device:R_Variable")
        .property("Land pattern", "Own:R_0402")
        .property("tolerance", "1 %")
        .property("Größe \"x\" [µ]", "two\nlines")
        .released()
        .add_to(&ports);
    build::part("EL-RES").released().add_to(&ports);
    let shown = listed(&ports, "EL-RES");
    assert_eq!(shown[0]["symbolIdStr"], "Device:R_Variable");
    assert_eq!(shown[0]["exclude_from_board"], "True");
    let fields = &shown[0]["fields"];
    assert_eq!(fields["reference"]["value"], "RX");
    assert_eq!(fields["footprint"]["value"], "Own:R_0402");
    assert_eq!(fields["Tolerance"], json!({ "value": "1 %", "visible": "True" }));
    assert_eq!(fields["Größe \"x\" [µ]"], json!({ "value": "two lines", "visible": "False" }));
    assert_eq!(fields.get("C2"), None, "what a part does not have is no field of it");
    assert_eq!(shown[1]["symbolIdStr"], "Device:R_US", "the category's, where the part names none");
}

#[test]
fn drafts_are_offered_when_the_workspace_says_so_and_are_marked() {
    let ports = workspace();
    let admin = build::open(&ports);
    let draft = build::part("EL-RES").named("new one").value("1k").add_to(&ports);
    let path = format!("/v1/parts/{}.json", draft.part.number);
    let served = serve(&ports);
    assert_eq!(served.get("/v1/parts/category/EL-RES.json").json(), json!([]));
    assert_eq!(served.get(&path).status, 404);

    KicadService::new(ports.clone()).change(&admin, Library { drafts: true }).expect("a change");
    let part = served.get(&path).json();
    assert_eq!(served.get("/v1/parts/category/EL-RES.json").json(), json!([part]));
    assert_eq!(part["name"], draft.part.number.to_string(), "the name stays the number");
    assert_eq!(part["description"], "DRAFT 1 (Draft): new one");
    assert_eq!(part["keywords"], "DRAFT");
}
