//! A workspace that is taken to another folder: all of it, or it stays; and whatever ends in between leaves a whole one.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use partwright_domain::cancel::Cancel;
use partwright_domain::file::FileService;
use partwright_domain::time::SystemClock;
use partwright_domain::{Error, Result};
use partwright_persistence::{DiskRecent, DiskVault, Relocated, Settings, SqliteStore, relocate};
use partwright_testkit::build;

/// A folder with two more in it, and a workspace in the first, in which a drawing is attached to a board.
struct Move {
    _folder: tempfile::TempDir,
    from: PathBuf,
    to: PathBuf,
}

const DRAWING: &[u8] = b"a drawing";

fn ports(path: &Path) -> partwright_domain::ports::Ports {
    build::ports_on(Arc::new(SqliteStore::open(path, Settings::default()).expect("a workspace that opens")))
}

fn files(path: &Path, ports: &partwright_domain::ports::Ports) -> FileService {
    FileService::new(ports.clone(), Arc::new(DiskVault::beside(path, Arc::new(SystemClock))))
}

fn workspace() -> Move {
    let folder = tempfile::tempdir().expect("a folder");
    let [from, to] = ["here", "there"].map(|name| {
        fs::create_dir(folder.path().join(name)).expect("a folder");
        folder.path().join(name).join("boards.partwright")
    });
    let ports = ports(&from);
    let actor = build::open(&ports);
    let board = build::part("EL-PCA").named("board").add_to(&ports);
    let new = build::new_file("drawing.pdf");
    files(&from, &ports).attach(&actor, board.revision.id, new, &mut &*DRAWING, &Cancel::new()).expect("a file");
    Move { _folder: folder, from, to }
}

/// Whether there is a whole workspace at this path, with its file.
fn is_whole(path: &Path) -> bool {
    let ports = ports(path);
    let faults = files(path, &ports).check(&Cancel::new()).expect("a look at the vault");
    let count = ports.store.read("test", |snapshot| snapshot.parts().count()).expect("a read");
    count == (1, 1) && faults.is_empty()
}

/// What lies in the folder of a workspace.
fn beside(path: &Path) -> Vec<String> {
    let entries = fs::read_dir(path.parent().expect("a folder")).expect("entries");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn attempt(Move { from, to, .. }: &Move) -> Result<Relocated> {
    relocate(from, to, &Cancel::new(), &mut |_| ())
}

fn code(answer: Result<Relocated>) -> &'static str {
    answer.map(drop).map_err(|error: Error| error.code()).expect_err("this must be refused")
}

#[test]
fn a_workspace_is_at_its_new_place_with_all_that_is_attached_and_at_its_old_one_no_more() {
    let place = workspace();
    attempt(&place).expect("a copy").remove_old().expect("the old one goes");
    assert!(is_whole(&place.to));
    assert_eq!(beside(&place.from), Vec::<String>::new(), "neither a log nor a vault stays");
}

#[test]
fn until_the_old_one_goes_both_are_whole() {
    let place = workspace();
    // As if the program had ended here.
    drop(attempt(&place).expect("a copy"));
    assert!(is_whole(&place.from) && is_whole(&place.to));
}

#[test]
fn nobody_opens_the_old_one_while_it_is_taken_away() {
    let place = workspace();
    let relocated = attempt(&place).expect("a copy");
    let impatient = Settings { other_program: std::time::Duration::from_millis(50), ..Settings::default() };
    let refused = SqliteStore::open(&place.from, impatient).expect_err("it is held");
    assert_eq!(Error::from(refused).code(), "store.busy");
    relocated.remove_old().expect("the old one goes");
    assert!(is_whole(&place.to));
}

#[test]
fn a_workspace_that_somebody_has_open_stays_and_nothing_is_left_elsewhere() {
    let place = workspace();
    let open = ports(&place.from);
    assert_eq!(code(attempt(&place)), "store.busy");
    assert_eq!(beside(&place.to), Vec::<String>::new());
    drop(open);
    attempt(&place).expect("a copy").remove_old().expect("the old one goes");
    assert!(is_whole(&place.to));
}

#[test]
fn what_is_cancelled_half_way_leaves_the_old_one_whole_and_is_taken_up_again() {
    let place = workspace();
    let cancel = Cancel::new();
    let (mut steps, stop) = (0, cancel.clone());
    let answer = relocate(&place.from, &place.to, &cancel, &mut |_| {
        steps += 1;
        // The vault is copied by then, and the file is not.
        if steps == 2 {
            stop.cancel();
        }
    });
    assert_eq!(code(answer), "store.cancelled");
    assert_eq!(beside(&place.to), ["boards.partwright-files"], "no file that would be taken for a workspace");
    assert!(is_whole(&place.from));
    attempt(&place).expect("a copy").remove_old().expect("the old one goes");
    assert!(is_whole(&place.to));
}

#[test]
fn nothing_is_written_over_and_nothing_foreign_is_moved() {
    let place = workspace();
    fs::write(&place.to, "somebody's").expect("a file");
    assert_eq!(code(attempt(&place)), "workspace.path_taken");
    assert_eq!(fs::read(&place.to).expect("the file"), b"somebody's");
    let foreign = relocate(&place.to, &place.to.with_extension("moved"), &Cancel::new(), &mut |_| ());
    assert_eq!(code(foreign), "workspace.foreign");
    assert!(is_whole(&place.from));
}

#[test]
fn what_somebody_put_beside_the_contents_stays_behind() {
    let place = workspace();
    let relocated = attempt(&place).expect("a copy");
    let vault = place.from.with_file_name("boards.partwright-files");
    fs::write(vault.join("notes.txt"), "mine").expect("a file of somebody else");
    relocated.remove_old().expect("the old one goes");
    assert_eq!(beside(&vault.join("notes.txt")), ["notes.txt"]);
}

#[test]
fn what_is_noted_of_recent_workspaces_is_there_afterwards_and_damage_is_told() {
    use partwright_domain::workspace::RecentFile;
    let folder = tempfile::tempdir().expect("a folder");
    let list = DiskRecent::within(&folder.path().join("not there yet"));
    let mut recent = list.read().expect("nothing yet");
    assert!(recent.list().is_empty());
    recent.opened(Path::new("/boards/ünï.partwright"));
    list.write(&recent).expect("a note");
    assert_eq!(list.read().expect("a list"), recent);
    assert_eq!(beside(&folder.path().join("not there yet/recent.json")), ["recent.json"]);
    fs::write(folder.path().join("not there yet/recent.json"), "{").expect("a broken list");
    assert_eq!(list.read().expect_err("damage").code(), "workspace.recent_failed");
}
