//! Exports through the commands: files where they were asked for, and one package from two copies of a workspace.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use partwright_app_tauri::app::App;
use partwright_app_tauri::wiring;
use partwright_domain::approval::{ApprovalService, Comment};
use partwright_domain::bom::Unit;
use partwright_domain::cancel::Cancel;
use partwright_domain::file::FileService;
use partwright_domain::person::{Actor, PersonName, PersonService, Role};
use partwright_domain::ports::Ports;
use partwright_domain::release::{Exception, ReleaseService};
use partwright_domain::store::Store;
use partwright_domain::time::SystemClock;
use partwright_domain::workspace::WorkspaceFile;
use partwright_persistence::{DiskVault, Settings, SqliteStore};
use partwright_testkit::build;
use serde_json::{Value, json};

use crate::workspaces::{code, run};

/// A workspace in that file with a released lamp, and the id of its revision.
fn released(path: &Path) -> (String, Arc<SqliteStore>) {
    let store = Arc::new(SqliteStore::open(path, Settings::default()).expect("a store"));
    let ports: Ports = build::ports_on(Arc::clone(&store) as Arc<dyn Store>);
    let ada = build::open(&ports);
    build::demand_nothing(&ports);
    let lamp = build::lamp(&ports);
    let name = PersonName::parse("Grace").expect("a name");
    let grace = Actor::from(&PersonService::new(ports.clone()).add(&ada, name, Role::Designer).expect("a person"));
    let files = FileService::new(ports.clone(), Arc::new(DiskVault::beside(path, Arc::new(SystemClock))));
    let revision = lamp.lamp.revision.id;
    files
        .attach(&ada, revision, build::new_file("drawing.txt"), &mut &b"a drawing"[..], &Cancel::new())
        .expect("a file");
    build::line(&lamp.lamp, &lamp.substitute).quantity("0.5", Unit::Gram).add_to(&ports);
    let (approvals, silence) = (ApprovalService::new(ports.clone()), || Comment::parse("").expect("no comment"));
    approvals.submit(&ada, revision, silence()).expect("a request");
    approvals.approve(&grace, revision, silence()).expect("a verdict");
    let exception = Exception::parse("its parts come later").expect("a reason");
    ReleaseService::new(ports.clone()).release(&grace, revision, exception).expect("a release");
    (revision.to_string(), store)
}

fn start(folder: &Path, workspace: &Path) -> App {
    let arguments = wiring::Arguments { workspace: Some(workspace.to_owned()) };
    let opener = wiring::opener(wiring::Places::new(&folder.join("data"), &arguments), Arc::new(|_| {}));
    let viewer = partwright_app_tauri::viewer::Viewer::new(Box::new(|path| panic!("{} was opened", path.display())));
    App::new(opener, viewer)
}

fn write(what: &Value, format: &str, path: &Path, replace: bool) -> Value {
    json!({ "task": "export", "what": what, "format": format, "mark": false, "plain": false, "path": path, "replace": replace })
}

#[test]
fn a_document_is_written_where_it_is_asked_for_and_replaces_nothing_unasked() {
    let folder = tempfile::tempdir().expect("a folder");
    let workspace = folder.path().join("lamp.partwright");
    let (revision, store) = released(&workspace);
    drop(store);
    let app = start(folder.path(), &workspace);
    let what = json!({ "kind": "bom", "revision": revision, "shape": "flat", "builds": "10" });
    let to = folder.path().join("bom.csv");
    let propose = json!({ "what": what, "format": "csv", "beside": to });
    let proposed = run(&app, "export_propose", propose).expect("a path");
    assert!(proposed.as_str().expect("a path").ends_with(" 1 flat.csv"), "{proposed}");
    let done = run(&app, "export_write", write(&what, "csv", &to, false)).expect("a document");
    assert_eq!(done, json!({ "path": to, "count": 7 }));
    assert!(fs::read_to_string(&to).expect("a file").starts_with("Part number,Revision,State,Name,Quantity,"));
    assert_eq!(code(run(&app, "export_write", write(&what, "xlsx", &to, false))), "export.path_taken");
    run(&app, "export_write", write(&what, "xlsx", &to, true)).expect("it is replaced");
    assert!(fs::read(&to).expect("a file").starts_with(b"PK"));
    let nowhere = folder.path().join("no").join("bom.csv");
    assert_eq!(code(run(&app, "export_write", write(&what, "csv", &nowhere, false))), "export.path_unwritable");
    assert_eq!(
        code(run(&app, "export_write", write(&what, "csv", Path::new("bom.csv"), false))),
        "export.path_unwritable"
    );
    assert_eq!(
        code(run(&app, "export_write", write(&what, "zip", &folder.path().join("x"), false))),
        "export.format_unknown"
    );
    let layout = json!({ "kind": "layout", "revision": revision, "layout": "jlcpcb", "ranges": null });
    assert_eq!(
        code(run(&app, "export_write", write(&layout, "csv", &folder.path().join("y"), false))),
        "export.nothing_placed"
    );
}

#[test]
fn two_copies_of_a_workspace_make_the_same_package_and_it_is_verified() {
    let folder = tempfile::tempdir().expect("a folder");
    let workspace = folder.path().join("lamp.partwright");
    let (revision, store) = released(&workspace);
    let copy = folder.path().join("copy.partwright");
    store.back_up(&copy, &mut || Ok(()), &Cancel::new(), &mut |_| {}).expect("a copy");
    let ports = build::ports_on(Arc::clone(&store) as Arc<dyn Store>);
    let clock = || Arc::new(SystemClock);
    let vault = FileService::new(ports, Arc::new(DiskVault::beside(&workspace, clock())));
    vault.back_up(&DiskVault::beside(&copy, clock()), &Cancel::new()).expect("a copy of the vault");
    drop((store, vault));
    let mut packages = Vec::new();
    for (of, name) in [(&workspace, "one.zip"), (&copy, "two.zip")] {
        let app = start(folder.path(), of);
        let to = folder.path().join(name);
        let what = json!({ "kind": "package", "revision": revision });
        run(&app, "export_write", write(&what, "zip", &to, false)).expect("a package");
        let verified = run(&app, "export_verify", json!({ "task": "verify", "path": to })).expect("a package");
        assert_eq!((&verified["findings"], &verified["released_by"]), (&json!([]), &json!("Grace")));
        packages.push(fs::read(&to).expect("a package"));
    }
    assert!(packages[0] == packages[1], "the same release is the same bytes");
    let app = start(folder.path(), &workspace);
    let nothing = json!({ "task": "verify", "path": folder.path().join("none.zip") });
    assert_eq!(code(run(&app, "export_verify", nothing)), "export.path_unreadable");
    assert_eq!(
        code(run(&app, "export_verify", json!({ "task": "verify", "path": workspace }))),
        "export.not_a_package"
    );
}
