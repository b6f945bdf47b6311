//! A workspace that is taken to another folder: all of it, or it stays; and whatever ends in between leaves a whole one.

use std::env;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
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
    parts_if_whole(path) == Some(1)
}

/// How many parts there are in a workspace with all its files; `None` where one of these is missing.
fn parts_if_whole(path: &Path) -> Option<u64> {
    let ports = ports(path);
    let faults = files(path, &ports).check(&Cancel::new()).expect("a look at the vault");
    let count = ports.store.read("test", |snapshot| snapshot.parts().count()).expect("a read");
    faults.is_empty().then_some(count.0)
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
fn no_kept_copy_takes_the_place_of_somebody_elses() {
    let place = workspace();
    fs::write(place.from.with_extension("partwright.replaced-1"), "kept").expect("a copy that is kept");
    let others = place.to.with_extension("partwright.replaced-1");
    fs::write(&others, "somebody's").expect("a file");
    assert_eq!(code(attempt(&place)), "workspace.path_taken");
    assert_eq!(fs::read(&others).expect("the file"), b"somebody's");
    assert!(is_whole(&place.from) && !place.to.exists());
}

#[test]
fn what_is_kept_beside_a_workspace_goes_with_it_and_with_what_is_attached_to_it() {
    let moved = workspace();
    let [old, new] = [&moved.from, &moved.to].map(|path| {
        ["partwright.replaced-1", "partwright.replaced-1-wal", "partwright.schema-8"]
            .map(|name| path.with_extension(name))
    });
    for kept in &old {
        fs::write(kept, kept.to_string_lossy().as_bytes()).expect("a copy that is kept");
    }
    fs::write(moved.from.with_extension("partwright.notes"), "mine").expect("somebody's");
    let relocated = attempt(&moved).expect("a workspace elsewhere");
    assert!(old.iter().chain(&new).all(|kept| kept.exists()), "both are whole until the old one goes");
    relocated.remove_old().expect("an old one that goes");
    for (old, new) in old.iter().zip(&new) {
        assert_eq!(fs::read(new).expect("what is kept"), old.to_string_lossy().as_bytes());
    }
    assert_eq!(beside(&moved.from), ["boards.partwright.notes"], "what is nobody's copy stays");
    assert!(is_whole(&moved.to));
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

const FROM: &str = "PARTWRIGHT_MOVE_FROM";
const TO: &str = "PARTWRIGHT_MOVE_TO";
const THIS_TEST: &str = "relocate::a_program_that_is_killed_while_it_moves_leaves_a_whole_workspace";

#[test]
fn a_program_that_is_killed_while_it_moves_leaves_a_whole_workspace() {
    // The child is this very test, started again with two places.
    if let (Some(from), Some(to)) = (env::var_os(FROM), env::var_os(TO)) {
        move_and_wait(Path::new(&from), Path::new(&to));
    }
    // Another moment each round: while the vault is copied, while the file is, before the old one goes, and after.
    for steps in 1..=FEWEST {
        let place = workspace();
        let ports = ports(&place.from);
        let (actor, draft) = (build::open(&ports), build::part("EL-PCA").add_to(&ports).revision.id);
        for number in 0..8 {
            let (name, bytes) = (build::new_file(&format!("{number}.pdf")), format!("drawing {number}"));
            files(&place.from, &ports)
                .attach(&actor, draft, name, &mut bytes.as_bytes(), &Cancel::new())
                .expect("a file");
        }
        drop(ports);
        killed_after(steps, &place);
        let there: Vec<_> = [&place.from, &place.to].into_iter().filter(|path| path.exists()).collect();
        assert!(!there.is_empty(), "after {steps} steps: no workspace at all");
        for path in there {
            assert_eq!(parts_if_whole(path), Some(2), "after {steps} steps: {}", path.display());
        }
    }
}

/// Says each step, and waits for its end.
fn move_and_wait(from: &Path, to: &Path) -> ! {
    // One write, so that a kill does not tear the line from its end.
    let say = || io::stdout().write_all(b"step\n").expect("a parent that listens");
    let relocated = relocate(from, to, &Cancel::new(), &mut |_| say()).expect("a copy");
    say();
    relocated.remove_old().expect("the old one goes");
    loop {
        say();
        std::thread::park();
    }
}

fn killed_after(steps: usize, Move { from, to, .. }: &Move) {
    let mut child = Command::new(env::current_exe().expect("this test"))
        .args(["--exact", THIS_TEST, "--nocapture"])
        .envs([(FROM, from), (TO, to)])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a child");
    let lines = BufReader::new(child.stdout.take().expect("its output")).lines().map_while(io::Result::ok);
    let told = lines.filter(|line| line.ends_with("step")).take(steps).count();
    child.kill().expect("a child to kill");
    let end = child.wait().expect("its end");
    assert!(told > 0 && end.code().is_none(), "it moved until it was killed: {end}");
}

/// So many steps it says at the least: nine contents, the file, the copy, and the end.
const FEWEST: usize = 12;

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
