//! KiCad through the commands, on files: served while the workspace is open, and only that one.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;

use partwright_app_tauri::app::App;
use serde_json::{Value, json};

use crate::workspaces::{Machine, code, run};

/// A port that nobody has at the moment.
fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    listener.local_addr().expect("an address").port()
}

/// What the library file says: the port and the token.
fn library(app: &App, path: &Path) -> (u16, String) {
    let saved = run(app, "kicad_save", json!({ "path": path.to_str() })).expect("a library file");
    let text = fs::read_to_string(saved.as_str().expect("a path")).expect("a file");
    let json: Value = serde_json::from_str(&text).expect("JSON");
    let port =
        json["source"]["root_url"].as_str().expect("an address").trim_matches(|letter: char| !letter.is_numeric());
    let port = port.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    (port, json["source"]["token"].as_str().expect("a token").to_owned())
}

/// Asks as KiCad does, and answers the status and all that came; `None` where nobody listens.
fn ask((port, token): &(u16, String), path: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, *port)).ok()?;
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUser-Agent: KiCad/9.0.8\r\nAccept: application/json\r\n\
         Authorization: Token {token}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).expect("a request");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("an answer");
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    Some((status, text))
}

fn status(library: &(u16, String)) -> Option<u16> {
    ask(library, "/v1/").map(|(status, _)| status)
}

fn serve(app: &App, on: bool, port: u16) -> Value {
    run(app, "kicad_serve", json!({ "on": on, "port": port.to_string() })).expect("a switch")
}

#[test]
fn it_is_off_until_somebody_switches_it_on_and_comes_back_with_the_next_start() {
    let machine = Machine::new();
    let (app, port) = (machine.start(None), free_port());
    machine.create(&app, "Lamp");
    let before = run(&app, "kicad_show", json!({})).expect("a status");
    assert_eq!((&before["on"], &before["port"], &before["address"]), (&json!(false), &json!(8791), &Value::Null));

    let on = serve(&app, true, port);
    assert_eq!(on["address"], format!("127.0.0.1:{port}"));
    let lamp = library(&app, &machine.at("elsewhere/lamp"));
    assert_eq!(lamp.0, port);
    let (answer, text) = ask(&lamp, "/v1/categories.json").expect("an answer");
    assert!(answer == 200 && text.contains("EL-RES Resistors"), "{text}");
    let shown = run(&app, "kicad_show", json!({})).expect("a status");
    assert_eq!((&shown["answered"], &shown["client"]), (&json!(1), &json!("KiCad/9.0.8")));

    app.close();
    assert_eq!(status(&lamp), None, "nobody listens when the application is closed");
    let again = machine.start(None);
    run(&again, "workspace_show", json!({})).expect("a workspace");
    assert_eq!(status(&lamp), Some(200), "the library file stays good");
    serve(&again, false, port);
    assert_eq!(status(&lamp), None);
}

#[test]
fn kicad_is_shown_the_workspace_that_is_open_and_no_other() {
    let machine = Machine::new();
    let (app, port) = (machine.start(None), free_port());
    machine.create(&app, "Lamp");
    serve(&app, true, port);
    let lamp = library(&app, &machine.at("elsewhere/lamp.kicad_httplib"));
    machine.create(&app, "Clock");
    assert_eq!(status(&lamp), None, "the other one was never switched on");
    serve(&app, true, port);
    assert_eq!(status(&lamp), Some(401), "at the same port, another workspace has another token");
    let open = json!({ "path": machine.path("boards/Lamp.partwright") });
    run(&app, "workspace_open_at", open).expect("a workspace");
    assert_eq!(status(&lamp), Some(200));

    let to = json!({ "task": "move", "folder": machine.path("elsewhere") });
    run(&app, "workspace_move", to).expect("a move, for which KiCad's server lets go");
    assert_eq!(status(&lamp), Some(200), "and is there again at the new place");
    run(&app, "kicad_renew", json!({})).expect("a new token");
    assert_eq!(status(&lamp), Some(401));
    run(&app, "workspace_close", json!({})).expect("a close");
    assert_eq!(status(&lamp), None);
}

#[test]
fn a_taken_port_and_a_path_that_cannot_be_are_told() {
    let machine = Machine::new();
    let app = machine.start(None);
    let other = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let port = other.local_addr().expect("an address").port();
    let shown = serve(&app, true, port);
    assert_eq!((&shown["failed"]["code"], &shown["address"]), (&json!("kicad.port_taken"), &Value::Null));
    for port in ["80", "", "70000"] {
        assert_eq!(code(run(&app, "kicad_serve", json!({ "on": true, "port": port }))), "kicad.port_invalid");
    }
    assert_eq!(code(run(&app, "kicad_save", json!({ "path": "lamp" }))), "kicad.file_failed");
    drop(other);
    assert_eq!(serve(&app, true, port)["address"], format!("127.0.0.1:{port}"));
}

#[test]
fn a_mapping_goes_to_the_file_and_back() {
    let machine = Machine::new();
    let app = machine.start(None);
    machine.create(&app, "Lamp");
    let all = |value: Value| value.as_array().expect("a list").clone();
    let mappings = all(run(&app, "kicad_mappings", json!({})).expect("mappings"));
    let resistors = mappings.iter().find(|of| of["codes"] == "EL-RES").expect("resistors");
    assert_eq!((&resistors["said"], &resistors["mapping"]["symbol"]), (&json!(false), &json!("Device:R")));

    let mut mapping = resistors["mapping"].clone();
    mapping["symbol"] = json!("Device:R_US");
    mapping["reference"] = json!("");
    mapping["exclude_from_simulation"] = json!(true);
    mapping["fields"] = json!([{ "property": "Tolerance", "visible": true }]);
    let mapped = all(run(&app, "kicad_map", mapping.clone()).expect("a mapping"));
    let mapped = mapped.iter().find(|of| of["codes"] == "EL-RES").expect("resistors");
    assert_eq!((&mapped["said"], &mapped["mapping"]), (&json!(true), &mapping));
    for (field, value, wanted) in [
        ("symbol", json!("R"), "kicad.symbol_invalid"),
        ("reference", json!("R1"), "kicad.reference_invalid"),
        ("symbol_property", json!(""), "property.name_invalid"),
        ("fields", json!([{ "property": "Value", "visible": true }]), "kicad.field_reserved"),
        ("subcategory", json!("x"), "ipc.request_invalid"),
    ] {
        let mut wrong = mapping.clone();
        wrong[field] = value;
        assert_eq!(code(run(&app, "kicad_map", wrong)), wanted, "{field}");
    }
    let subcategory = json!({ "subcategory": mapping["subcategory"] });
    let usual = all(run(&app, "kicad_unmap", subcategory).expect("as usual"));
    assert!(usual.contains(resistors));
    assert_eq!(run(&app, "kicad_offer", json!({ "drafts": true })).expect("a change")["drafts"], true);
    let counted = all(run(&app, "kicad_count", json!({ "task": "count" })).expect("counts"));
    assert!(counted.iter().any(|of| of["codes"] == "EL-RES" && of["offered"] == 0), "{counted:?}");
}
