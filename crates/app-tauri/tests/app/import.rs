//! Sets through the commands: from a path, from an archive, from files that were dropped; one change each, and its undo.

use std::fs;

use partwright_app_tauri::app::App;
use partwright_app_tauri::message::Message;
use serde_json::{Value, json};

use crate::workspaces::{Machine, code, run};

const FILES: [(&str, &str); 4] = [
    ("LMP-001.csv", "IPN,Qty\nSCR-002-0001,4\n,some\n"),
    ("notes.txt", "Turn it on.\n"),
    ("parts/mech.csv", "IPN,Description\nLMP-001-0001,Lamp\nSCR-002-0001,Screw\n"),
    (".hidden/parts.csv", "IPN,Description\nSCR-009-0001,Other screw\n"),
];

/// The words and the bytes of files that were dropped.
fn dropped() -> (Value, Vec<u8>) {
    let pieces: Vec<Value> = FILES.iter().map(|(path, text)| json!({ "path": path, "size": text.len() })).collect();
    let bytes = FILES.iter().flat_map(|(_, text)| text.bytes()).collect();
    (json!({ "kind": "files", "files": pieces }), bytes)
}

fn asked(source: &Value, bytes: Vec<u8>) -> Message {
    let request =
        json!({ "source": source, "update": false, "mode": "update", "foreign_numbers": false, "task": "set" });
    Message { request, bytes }
}

fn preview(app: &App, source: &Value, bytes: Vec<u8>) -> Value {
    run(app, "import_set_preview", asked(source, bytes)).expect("a preview")
}

#[test]
fn every_row_of_each_file_of_a_set_can_be_looked_at() {
    let machine = Machine::new();
    let app = machine.start(None);
    machine.create(&app, "Lamp");
    let list = |first: usize| {
        let rows: Vec<_> = (first..first + 1_200).map(|number| format!("SCR-{number}-0001,Screw {number}")).collect();
        format!("IPN,Description\n{}\n", rows.join("\n"))
    };
    let texts =
        [("LMP-001.csv", "IPN,Qty\nSCR-1000-0001,4\n".to_owned()), ("a.csv", list(1_000)), ("b.csv", list(5_000))];
    let pieces: Vec<Value> = texts.iter().map(|(path, text)| json!({ "path": path, "size": text.len() })).collect();
    let source = json!({ "kind": "files", "files": pieces });
    let bytes: Vec<u8> = texts.iter().flat_map(|(_, text)| text.bytes()).collect();
    let preview = preview(&app, &source, bytes.clone());
    let outline = &preview["files"][2]["outline"];
    assert_eq!((&preview["files"][2]["path"], &outline["ends"]), (&json!("b.csv"), &json!("n".repeat(1_200))));
    assert_eq!(preview["files"][2]["items"].as_array().map(Vec::len), Some(1_000), "the first thousand");
    let rows = |file: Option<usize>| {
        let fingerprint = &preview["fingerprint"];
        run(&app, "import_rows", json!({ "fingerprint": fingerprint, "file": file, "places": [1_100, 1_200] }))
    };
    let of = |file| {
        let rows = rows(Some(file)).expect("rows");
        let rows = rows.as_array().expect("a list").iter();
        rows.map(|row| (row["place"].clone(), row["item"]["name"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(of(1), [(json!(1_100), json!("Screw 2100"))], "what the file has not is passed over");
    assert_eq!(of(2), [(json!(1_100), json!("Screw 6100"))]);
    assert_eq!((of(0), of(3), rows(None)), (Vec::new(), Vec::new(), Ok(json!([]))));

    let mut apply = asked(&source, bytes);
    apply.request["fingerprint"] = preview["fingerprint"].clone();
    run(&app, "import_set_apply", apply).expect("an import");
    assert_eq!(code(rows(Some(1))), "import.plan_changed");
}

#[test]
fn a_set_is_the_same_from_a_path_and_from_files_that_were_dropped() {
    let machine = Machine::new();
    let app = machine.start(None);
    machine.create(&app, "Lamp");
    for (path, text) in FILES {
        let path = machine.at("elsewhere").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let by_path = preview(&app, &json!({ "kind": "path", "path": machine.path("elsewhere") }), Vec::new());
    let (source, bytes) = dropped();
    let by_files = preview(&app, &source, bytes.clone());
    assert_eq!(by_path, by_files);

    let files = by_files["files"].as_array().expect("a list");
    let of = |file: &Value| (file["path"].clone(), file["role"].clone());
    assert_eq!(
        files.iter().map(of).collect::<Vec<_>>(),
        [(json!("LMP-001.csv"), json!("bom")), (json!("parts/mech.csv"), json!("parts"))]
    );
    assert_eq!(by_files["not_read"][0]["path"], "notes.txt");
    let assembly = &files[0]["assemblies"][0];
    assert_eq!(
        (&assembly["number"], &assembly["new"], &assembly["added"]),
        (&json!("LMP-001-0001"), &json!(true), &json!(1))
    );
    assert_eq!((&files[0]["rows"]["read"], &files[0]["problems"][0]["row"]), (&json!(2), &json!(3)));
    assert_eq!((&by_files["new_parts"], &by_files["nothing"]), (&json!(2), &json!(false)));

    let mut apply = asked(&source, bytes.clone());
    apply.request["fingerprint"] = by_files["fingerprint"].clone();
    let done = run(&app, "import_set_apply", apply).expect("an import");
    assert_eq!((&done["boms"], &done["new_parts"], &done["added"]), (&json!(1), &json!(2), &json!(1)));
    let lamp = done["number"].as_str().expect("the lamp's number");
    assert!(preview(&app, &source, bytes)["nothing"] == true && lamp.ends_with("100000"), "{done}");
    run(&app, "audit_undo", json!({ "unit": done["unit"] })).expect("an undo");
    assert_eq!(run(&app, "workspace_show", json!({})).expect("a workspace")["parts"], 0);
}

#[test]
fn what_is_no_set_is_told() {
    let machine = Machine::new();
    let app = machine.start(None);
    machine.create(&app, "Lamp");
    let refused = |source: Value, bytes: Vec<u8>| code(run(&app, "import_set_preview", asked(&source, bytes)));
    assert_eq!(refused(json!({ "kind": "path", "path": "elsewhere" }), Vec::new()), "import.file_unreadable");
    assert_eq!(
        refused(json!({ "kind": "path", "path": machine.path("nowhere") }), Vec::new()),
        "import.file_unreadable"
    );
    assert_eq!(refused(json!({ "kind": "archive" }), b"no archive".to_vec()), "import.not_text");
    let (source, bytes) = dropped();
    for wrong in [bytes[1..].to_vec(), [bytes.as_slice(), b"x"].concat()] {
        assert_eq!(refused(source.clone(), wrong), "import.content_invalid");
    }
    let mut apply = asked(&source, bytes);
    apply.request["fingerprint"] = json!("another");
    assert_eq!(code(run(&app, "import_set_apply", apply)), "import.plan_changed");
}
