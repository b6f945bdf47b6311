//! The surface of the window, whole: every command is one that changes nothing in the workspace, or is refused to a Viewer.
//! A new command stands in neither list, and is tried like those that change something.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use partwright_app_tauri::commands;
use partwright_hostile::wire::{Maker, Wire, body};
use partwright_testkit::chance::Chance;
use serde_json::{Value, json};

use super::hostile::House;
use super::ipc::{call, on_file, window};

/// What only shows something, or reckons what would be.
const READS: [&str; 60] = [
    "approval_list",
    "approval_rounds",
    "audit_list",
    "audit_next",
    "bom_beside",
    "bom_compare_amounts",
    "bom_cost",
    "bom_explode",
    "bom_flat",
    "bom_graph",
    "bom_line_check",
    "bom_line_origin",
    "bom_line_show",
    "bom_lines",
    "bom_lines_say",
    "bom_replace_preview",
    "bom_roll_up",
    "bom_shortage",
    "bom_show",
    "category_count",
    "category_list",
    "export_layouts",
    "export_propose",
    "export_verify",
    "file_list",
    "file_read",
    "import_changes",
    "import_preview",
    "import_rows",
    "import_set_preview",
    "kicad_count",
    "kicad_mappings",
    "kicad_show",
    "part_cells",
    "part_list",
    "part_next",
    "part_show",
    "part_tally",
    "part_where_used",
    "person_list",
    "property_names",
    "release_plan",
    "release_verify",
    "revision_as_of",
    "revision_changes",
    "revision_offers",
    "revision_status",
    "search_parts",
    "setting_show",
    "supplier_part_price",
    "workflow_check",
    "workflow_list",
    "workspace_backups",
    "workspace_check",
    "workspace_places",
    "workspace_opening",
    "workspace_show",
    "workspace_status",
    "workspace_verify",
    "window_ready",
];

/// What changes something at this machine, and nothing in the workspace but who acts there: which one is open, which windows there
/// are, and copies that the user has of what they may read.
const MACHINE: [&str; 25] = [
    "export_write",
    "file_collect",
    "file_open",
    "file_save",
    "kicad_renew",
    "kicad_save",
    "kicad_serve",
    "person_act",
    "task_cancel",
    "window_close",
    "window_guard",
    "window_open",
    "workspace_back_up",
    "workspace_choose",
    "workspace_close",
    "workspace_copies",
    "workspace_copy",
    "workspace_create",
    "workspace_forget",
    "workspace_move",
    "workspace_open",
    "workspace_open_at",
    "workspace_restore",
    "workspace_salvage",
    "workspace_schedule",
];

/// What a Designer may not do, however it is asked for.
const ADMINISTERED: [&str; 9] = [
    "approval_override",
    "kicad_map",
    "kicad_offer",
    "kicad_unmap",
    "person_add",
    "person_change",
    "setting_change",
    "workflow_save",
    "workflow_take",
];

/// What a Designer may do or not, by what it is about: what a category demands is an Admin's, and so is to undo what is.
const BY_CONTENT: [&str; 4] = ["audit_redo", "audit_undo", "category_subcategory_add", "category_subcategory_change"];

/// What of that is refused to a Viewer all the same: it takes away bytes that lie beside the workspace.
const MACHINE_OF_EDITORS: [&str; 1] = ["file_collect"];

/// How often a command is asked, in other words each time, until it was refused for its right; and how often one that is
/// not to be refused.
const TRIES: usize = 600;
const FEW: usize = 20;

/// Lets somebody act who is that in the workspace, and answers their id.
fn act_as(house: &House<'_>, role: &str) -> Value {
    let people = call(house.window, "person_add", json!({ "name": role, "role": role })).expect("a person");
    let added = people.as_array().expect("people").iter().find(|person| person["name"] == role).expect("the person");
    call(house.window, "person_act", json!({ "person": added["id"] })).expect("they act");
    added["id"].clone()
}

/// The commands that are in neither list: those that change something in the workspace.
fn changing() -> BTreeSet<&'static str> {
    let all: BTreeSet<_> = commands::names().collect();
    let others: BTreeSet<_> = READS.into_iter().chain(MACHINE).collect();
    assert!(others.is_subset(&all), "the lists name commands that there are");
    assert_eq!(others.len(), READS.len() + MACHINE.len(), "each once");
    &all - &others
}

#[test]
fn the_page_knows_which_commands_change_nothing_in_the_workspace() {
    let written = include_str!("../../ui/src/backend/quiet.ts").lines();
    let quiet: BTreeSet<_> = written.filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\",")).collect();
    assert_eq!(quiet, READS.into_iter().chain(MACHINE).collect());
}

fn newest(house: &House<'_>) -> Value {
    let list = json!({ "part": null, "before": null, "limit": 1 });
    call(house.window, "audit_list", list).expect("the history")["units"][0]["sequence"].clone()
}

/// Asks every command of the list in many ways, and answers those that changed something, and those that were refused for
/// the right of whoever asks.
fn tried<'w>(
    house: &House<'_>,
    wire: &'w Wire,
    commands: &BTreeSet<&str>,
    folder: &str,
    tries: usize,
) -> (BTreeSet<&'w str>, BTreeSet<&'w str>) {
    let known = house.known();
    let maker = Maker { wire, known: &known, folder };
    let mut chance = Chance::of(5);
    let (mut changed, mut refused) = (BTreeSet::new(), BTreeSet::new());
    for asked in wire.commands().iter().filter(|asked| commands.contains(asked.command.as_str())) {
        let before = newest(house);
        for _ in 0..tries {
            let data = chance.bytes(384);
            let code = body(&maker, asked, &data, &|asked, request, bytes| house.ask(asked, request, &bytes));
            if code.as_deref() == Some("person.right_missing") {
                refused.insert(asked.command.as_str());
                break;
            }
            if newest(house) != before {
                changed.insert(asked.command.as_str());
                break;
            }
        }
    }
    (changed, refused)
}

#[test]
fn every_command_that_changes_the_workspace_is_refused_to_a_viewer() {
    let root = tempfile::tempdir().expect("a folder");
    let folder = root.path().to_str().expect("a path in UTF-8");
    let (_shell, window) = window(on_file(&root.path().join("own.partwright")));
    let house = House::build(&window);
    let wire = Wire::parse(&commands::typescript());
    let (reads, changing) = (BTreeSet::from(READS), changing());

    act_as(&house, "Viewer");
    let before = newest(&house);
    let (changed, refused) = tried(&house, &wire, &changing, folder, TRIES);
    assert_eq!(changed, BTreeSet::new(), "a Viewer changed something");
    assert_eq!(refused, changing, "each is refused, and for the right that is missing");
    let (changed, refused) = tried(&house, &wire, &reads, folder, FEW);
    assert_eq!(
        (changed, refused),
        (BTreeSet::new(), BTreeSet::new()),
        "what only shows something is shown to everybody"
    );
    assert_eq!(newest(&house), before);

    // The same eye sees what somebody changes who may: a command without a check would be found.
    call(&window, "person_act", json!({ "person": house.admin })).expect("the Admin acts");
    let (changed, refused) = tried(&house, &wire, &changing, folder, FEW);
    assert_eq!(refused, BTreeSet::new(), "an Admin may");
    assert!(changed.len() * 3 > changing.len(), "of {} commands, {changed:?} changed something", changing.len());
}

#[test]
fn what_only_an_admin_may_is_refused_to_a_designer_and_nothing_else_is() {
    let root = tempfile::tempdir().expect("a folder");
    let folder = root.path().to_str().expect("a path in UTF-8");
    let (_shell, window) = window(on_file(&root.path().join("own.partwright")));
    let house = House::build(&window);
    let wire = Wire::parse(&commands::typescript());
    let administered = BTreeSet::from(ADMINISTERED);
    let others = &(&changing() - &administered) - &BTreeSet::from(BY_CONTENT);

    act_as(&house, "Designer");
    let (changed, refused) = tried(&house, &wire, &administered, folder, TRIES);
    assert_eq!(changed, BTreeSet::new(), "a Designer changed what is an Admin's");
    assert_eq!(refused, administered, "each is refused, and for the right that is missing");
    let (changed, refused) = tried(&house, &wire, &others, folder, FEW);
    assert_eq!(refused, BTreeSet::new(), "a Designer designs");
    assert!(changed.len() * 3 > others.len(), "of {} commands, {changed:?} changed something", others.len());
}

/// Asks every command of this machine twelve times, in a folder below, and tells what each answered; the house is at home again
/// each time. What is passed over is not asked.
fn ask_the_machine(
    house: &House<'_>,
    root: &Path,
    seed: u64,
    passed_over: &[&str],
    mut told: impl FnMut(&str, Option<String>),
) {
    let below = root.join("below");
    std::fs::create_dir(&below).expect("a folder");
    let (wire, known) = (Wire::parse(&commands::typescript()), house.known());
    let maker = Maker { wire: &wire, known: &known, folder: below.to_str().expect("a path in UTF-8") };
    let mut chance = Chance::of(seed);
    for asked in wire.commands().iter().filter(|asked| MACHINE.contains(&asked.command.as_str())) {
        for _ in 0..12 {
            let data = chance.bytes(128);
            if !passed_over.contains(&asked.command.as_str()) {
                let code = body(&maker, asked, &data, &|asked, request, bytes| house.ask(asked, request, &bytes));
                house.go_home(&asked.command);
                told(&asked.command, code);
            }
        }
    }
}

#[test]
fn what_changes_this_machine_only_leaves_no_trace_in_the_workspace() {
    let root = tempfile::tempdir().expect("a folder");
    let (_shell, window) = window(on_file(&root.path().join("own.partwright")));
    let house = House::build(&window);
    let before = newest(&house);
    let mut codes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    // A place to go to is asked for; nobody sits at this machine who would open anything.
    ask_the_machine(&house, root.path(), 6, &["file_open"], |command, code| {
        codes.entry(command.to_owned()).or_default().extend(code);
    });
    assert_eq!(newest(&house), before, "{codes:?}");
}

#[test]
fn what_changes_this_machine_only_is_a_viewers_too_but_for_what_takes_bytes_away() {
    let root = tempfile::tempdir().expect("a folder");
    let (_shell, window) = window(on_file(&root.path().join("own.partwright")));
    let house = House::build(&window);
    let viewer = act_as(&house, "Viewer");
    let mut refused = BTreeSet::new();
    // Nobody sits at this machine who would open anything; and who acts afterwards would be somebody else.
    ask_the_machine(&house, root.path(), 7, &["file_open", "person_act"], |command, code| {
        if code.as_deref() == Some("person.right_missing") {
            refused.insert(command.to_owned());
        }
        call(&window, "person_act", json!({ "person": viewer })).expect("the Viewer again");
    });
    assert_eq!(refused, BTreeSet::from(MACHINE_OF_EDITORS.map(str::to_owned)));
}

#[test]
fn what_a_designer_may_or_not_is_decided_each_time_and_never_left_open() {
    let root = tempfile::tempdir().expect("a folder");
    let folder = root.path().to_str().expect("a path in UTF-8");
    let (_shell, window) = window(on_file(&root.path().join("own.partwright")));
    let house = House::build(&window);
    let wire = Wire::parse(&commands::typescript());
    act_as(&house, "Designer");
    // Which change was undone and can be done again, chance does not find.
    let by_content = &BTreeSet::from(BY_CONTENT) - &BTreeSet::from(["audit_redo"]);
    let (changed, refused) = tried(&house, &wire, &by_content, folder, TRIES);
    assert_eq!(&changed | &refused, by_content, "changed {changed:?}, refused {refused:?}");
}
