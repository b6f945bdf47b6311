//! A file of many rows through the commands: each row can be looked at before it is imported; the import's undo is followed, and
//! ended, as the import is.

use std::cell::RefCell;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use partwright_app_tauri::app::App;
use partwright_app_tauri::task::ProgressView;
use serde_json::{Value, json};

use crate::ipc::run_and_hear;
use crate::workspaces::{Machine, code, run};

/// More than a preview tells at once.
const MANY: usize = 1_200;

fn request(app: &App) -> Value {
    let rows: Vec<_> = (1..=MANY).map(|row| format!("R{row},{row}R,R_0402,Yageo,RC-{row}")).collect();
    let text = format!("Reference,Value,Footprint,Manufacturer,MPN\n{}\nR1,2R,,,\n", rows.join("\n"));
    let categories = run(app, "category_list", json!({})).expect("categories");
    let of = |code: &str, among: &Value| {
        let all = among.as_array().expect("a list").iter();
        all.clone().find(|one| one["code"] == code).expect(code).clone()
    };
    let boards = of("PCA", &of("EL", &categories)["subcategories"]);
    let target = json!({ "kind": "new", "subcategory": boards["id"], "name": "Board" });
    json!({ "content": STANDARD.encode(text), "name": "board.csv", "roles": null, "target": target })
}

fn apply(app: &App, preview: &Value) -> Value {
    let mut apply = request(app);
    apply["fingerprint"] = preview["fingerprint"].clone();
    run(app, "import_apply", apply).expect("an import")
}

#[test]
fn every_row_of_a_plan_can_be_looked_at() {
    let machine = Machine::new();
    let app = machine.start(None);
    machine.create(&app, "Board");
    let preview = run(&app, "import_preview", request(&app)).expect("a preview");
    let outline = &preview["outline"];
    assert_eq!(preview["items"].as_array().expect("items").len(), 1_000, "the first thousand");
    let letters = format!("{}N", "n".repeat(MANY));
    assert_eq!((&outline["ends"], &outline["changes"]), (&json!(letters), &json!("a".repeat(MANY + 1))));
    assert_eq!((&outline["rows"][MANY - 1], &outline["problems"][MANY]), (&json!(MANY + 1), &json!(1)));

    let asked = |fingerprint: &Value| json!({ "fingerprint": fingerprint, "places": [1_100, MANY, MANY + 1] });
    let rows = run(&app, "import_rows", asked(&preview["fingerprint"])).expect("rows");
    let says = |row: &Value| ["row", "value", "footprint", "manufacturer", "mpn"].map(|cell| row["item"][cell].clone());
    assert_eq!(
        says(&rows[0]),
        [json!(1_102), json!("1101R"), json!("R_0402"), json!("Yageo"), json!("RC-1101")],
        "{rows}"
    );
    assert_eq!((&rows[1]["item"]["remarked"], &rows[1]["problems"][0]["row"]), (&json!(true), &json!(MANY + 2)));
    assert_eq!(rows.as_array().map(Vec::len), Some(2), "what the plan has not is passed over");
    let changes = run(&app, "import_changes", asked(&preview["fingerprint"])).expect("changes");
    assert_eq!(changes[0]["change"]["after"]["designators"], json!(["R1101"]), "{changes}");

    assert_eq!(code(run(&app, "import_rows", asked(&json!("another")))), "import.plan_changed");
    apply(&app, &preview);
    assert_eq!(code(run(&app, "import_changes", asked(&preview["fingerprint"]))), "import.plan_changed");
}

#[test]
fn the_undo_of_an_import_is_followed_and_ended_before_it_is_done() {
    let machine = Machine::new();
    let app = machine.start(None);
    machine.create(&app, "Board");
    let preview = run(&app, "import_preview", request(&app)).expect("a preview");
    let unit = apply(&app, &preview)["unit"].clone();
    let parts = || run(&app, "workspace_show", json!({})).expect("a workspace")["parts"].clone();
    let asked = |task: &str| json!({ "unit": unit, "task": task });

    let cancel = |progress: ProgressView| {
        run(&app, "task_cancel", json!({ "task": progress.task })).expect("an answer");
    };
    let ended = run_and_hear(&app, "audit_undo", asked("ended"), &cancel);
    assert_eq!((code(ended), parts()), ("store.cancelled".to_owned(), json!(MANY + 2)));

    let told = RefCell::new(Vec::new());
    run_and_hear(&app, "audit_undo", asked("undo"), &|progress| told.borrow_mut().push(progress)).expect("an undo");
    let last = told.borrow().last().expect("the last step is always told").clone();
    assert_eq!((last.task.as_str(), last.done, parts()), ("undo", last.total, json!(0)));
    let ended = run_and_hear(&app, "audit_redo", asked("ended"), &cancel);
    assert_eq!((code(ended), parts()), ("store.cancelled".to_owned(), json!(0)));
    run_and_hear(&app, "audit_redo", asked("redo"), &|_| ()).expect("a redo");
    assert_eq!(parts(), json!(MANY + 2));
}
