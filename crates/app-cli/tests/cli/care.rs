//! Looking after a workspace: copies of it, putting one back, and finding what is wrong.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use partwright_app_cli::exit::Exit;
use partwright_domain::category::{self, Codes};
use partwright_domain::id::TimeOrderedIds;
use partwright_domain::part::{Description, NewPart, PartName};
use partwright_domain::person::Actor;
use partwright_domain::ports::Ports;
use partwright_domain::services::Services;
use partwright_domain::time::SystemClock;
use partwright_persistence::{DiskVault, Settings, SqliteStore};

use crate::{Bench, text};

/// The services of a workspace, as another program on this machine has them.
pub(crate) fn services(file: &Path) -> Services {
    let store = Arc::new(SqliteStore::open(file, Settings::default()).expect("a workspace"));
    let vault = Arc::new(DiskVault::beside(file, Arc::new(SystemClock)));
    Services::new(Ports { store, clock: Arc::new(SystemClock), ids: Arc::new(TimeOrderedIds) }, vault)
}

/// Makes resistors of these names.
pub(crate) fn make_parts(file: &Path, names: &[String]) {
    let services = services(file);
    let actor: Actor = services.actor().expect("somebody who acts");
    let codes = Codes::parse("EL-RES").expect("codes");
    let resistors = services.store.read("test", |snapshot| category::with_codes(snapshot, &codes)).expect("resistors");
    let new = names.iter().map(|name| NewPart {
        subcategory: resistors.id,
        name: PartName::parse(name).expect("a name"),
        description: Description::parse("").expect("nothing"),
        manufacturer_part: None,
    });
    services.parts.create_all(&actor, new.collect()).expect("parts");
}

#[test]
fn a_backup_is_put_back_and_what_was_there_is_kept() {
    let bench = Bench::new();
    let resistor = bench.part("EL-RES", "10 kΩ");
    let copy = bench.path("copy.partwright");
    let backed_up = bench.json(&["backup", text(&copy)]);
    assert_eq!((&backed_up["contents"], &backed_up["problems"]), (&0.into(), &serde_json::json!([])));
    assert_eq!(bench.call(&["backup", text(&copy)]).code(), "workspace.path_taken");
    let later = bench.part("EL-RES", "12 kΩ");
    assert_eq!(bench.call(&["restore", text(&copy)]).exit, Exit::Usage, "nobody is there to say yes");
    let asked = bench.call_answering(&["restore", text(&copy)], Some("\n"));
    assert_eq!(asked.exit, Exit::Cancelled);
    let told: Vec<_> = asked.err.lines().filter(|line| line.contains("its newest change is #")).collect();
    let goes = format!("{} has 2 parts; its newest change is #", text(&bench.file()));
    let comes = format!("{} has 1 part; its newest change is #", text(&copy));
    assert!(told.len() == 2 && told[0].starts_with(&goes) && told[1].starts_with(&comes), "{}", asked.err);
    assert!(told[0].contains(&later) && told[1].contains(&resistor), "{}", asked.err);
    bench.call(&["part", "show", &later]).done();
    let restored = bench.json(&["restore", text(&copy), "--yes"]);
    bench.call(&["part", "show", &resistor]).done();
    assert_eq!(bench.call(&["part", "show", &later]).code(), "part.not_found");
    let kept = restored["kept"].as_str().expect("a path");
    assert!(fs::metadata(kept).is_ok(), "{kept}");
}

#[test]
fn a_backup_that_is_none_is_told_and_nothing_is_changed() {
    let bench = Bench::demo();
    let copy = bench.path("copy.partwright");
    bench.call(&["backup", text(&copy)]).done();
    let bytes = fs::read(&copy).expect("a backup");
    let mut blotted = bytes.clone();
    blotted[bytes.len() / 2..].fill(0xA5);
    let cut = bytes[..bytes.len() / 2].to_vec();
    for (damaged, code) in [
        (blotted, "workspace.damaged"),
        (cut, "workspace.damaged"),
        (b"Dear Charles,".to_vec(), "workspace.foreign"),
        (Vec::new(), "workspace.foreign"),
    ] {
        fs::write(&copy, damaged).expect("a damaged backup");
        let refused = bench.call(&["restore", text(&copy), "--yes"]);
        assert_eq!(refused.exit, Exit::Unreachable, "{}", refused.err);
        assert!(refused.err.starts_with(&format!("error[{code}]")), "{}", refused.err);
    }
    fs::remove_file(&copy).expect("a backup that goes");
    let refused = bench.call(&["restore", text(&copy), "--yes"]);
    assert!(refused.err.starts_with("error[workspace.not_there]"), "{}", refused.err);
    bench.call(&["part", "show", "AS-PRD-100000"]).done();
    let nowhere = bench.path("no/such/copy.partwright");
    let refused = bench.call(&["backup", text(&nowhere)]);
    assert_eq!(refused.exit, Exit::Unreachable);
    assert!(!refused.err.contains("unfinished"), "{}", refused.err);
}

#[test]
fn an_empty_file_becomes_nobodys_workspace() {
    let bench = Bench { folder: tempfile::tempdir().expect("a folder") };
    fs::write(bench.file(), "").expect("an empty file");
    let refused = bench.call(&["check"]);
    assert_eq!(refused.exit, Exit::Unreachable, "{}", refused.err);
    assert!(refused.err.starts_with("error[workspace.foreign]"), "{}", refused.err);
    assert_eq!(fs::metadata(bench.file()).expect("the file").len(), 0);
}

#[test]
fn a_backup_goes_to_a_place_where_nothing_was() {
    let bench = Bench::demo();
    let copy = bench.path("copy.partwright");
    bench.call(&["backup", text(&copy)]).done();
    let elsewhere = bench.path("elsewhere.partwright");
    let restored = crate::call_answering(&["restore", text(&copy), "--workspace", text(&elsewhere)], None).done();
    assert_eq!(restored, format!("{} is what the backup was.\n", text(&elsewhere)));
    crate::call_answering(&["--workspace", text(&elsewhere), "part", "show", "AS-PRD-100000"], None).done();
}

#[test]
fn what_is_attached_is_copied_put_back_and_looked_at() {
    let bench = Bench::new();
    let resistor = bench.part("EL-RES", "10 kΩ");
    attach(&bench, &resistor, b"a drawing");
    let copy = bench.path("copy.partwright");
    assert_eq!(bench.json(&["backup", text(&copy)])["contents"], 1);
    assert_eq!(bench.call(&["check"]).exit, Exit::Done);
    let vault = DiskVault::beside(&bench.file(), Arc::new(SystemClock));
    damage(vault.folder());
    let checked = bench.call(&["check", "--format", "json"]);
    assert_eq!(checked.exit, Exit::Found);
    let told: serde_json::Value = serde_json::from_str(&checked.out).expect("one object");
    assert_eq!((&told["sound"], told["problems"].as_array().map(Vec::len)), (&false.into(), Some(1)));
    assert!(checked.err.is_empty(), "the answer says it all: {}", checked.err);
    assert_eq!(bench.json(&["restore", text(&copy), "--yes"])["contents"], 1);
    assert_eq!(bench.call(&["check"]).exit, Exit::Done, "the backup's content took the damaged one's place");
}

#[test]
fn a_damaged_workspace_is_told() {
    let bench = Bench::demo();
    let mut bytes = fs::read(bench.file()).expect("the file");
    // Far behind the header: the file opens, and what is in it does not hold together.
    let end = bytes.len();
    bytes[end / 2..end - 4096].fill(0xA5);
    fs::write(bench.file(), bytes).expect("a damaged file");
    let answer = bench.call(&["check"]);
    assert!(matches!(answer.exit, Exit::Found | Exit::Unreachable), "{answer:?}");
    assert!(!answer.out.contains("is sound"), "{answer:?}");
}

/// Changes a name in the history, as somebody does with a tool of their own.
fn tamper(file: &Path, name: &str, other: &str) {
    assert_eq!(name.len(), other.len(), "nothing moves");
    let [name, other] = [name, other].map(|name| format!("\"name\":\"{name}\""));
    let mut bytes = fs::read(file).expect("the file");
    let is_name = |place: &usize| bytes[*place..].starts_with(name.as_bytes());
    let places: Vec<usize> = (0..bytes.len()).filter(is_name).collect();
    assert!(!places.is_empty(), "{name} is in the history");
    for place in places {
        bytes[place..place + other.len()].copy_from_slice(other.as_bytes());
    }
    fs::write(file, bytes).expect("a changed file");
}

#[test]
fn a_backup_of_a_workspace_whose_history_was_changed_is_made_and_not_called_checked() {
    let bench = Bench::new();
    bench.part("EL-RES", "zebra");
    tamper(&bench.file(), "zebra", "horse");
    let copy = bench.path("copy.partwright");
    let made = bench.call(&["backup", text(&copy)]);
    assert_eq!(made.exit, Exit::Found, "{made:?}");
    assert!(!made.out.contains("opened and checked"), "{}", made.out);
    assert!(made.out.contains("was changed or put in past Partwright"), "{}", made.out);
    assert!(copy.is_file(), "it is the best copy that there is");
}

#[test]
fn a_backup_whose_history_was_changed_is_restored_by_who_asks_for_it_as_it_is() {
    let bench = Bench::new();
    bench.part("EL-RES", "zebra");
    let copy = bench.path("copy.partwright");
    bench.call(&["backup", text(&copy)]).done();
    let later = bench.part("EL-RES", "later");
    tamper(&copy, "zebra", "horse");
    let refused = bench.call(&["restore", text(&copy), "--yes"]);
    assert!(refused.err.starts_with("error[workspace.changed]"), "{refused:?}");
    assert!(refused.err.contains("was changed or put in past Partwright"), "{}", refused.err);
    assert_eq!(refused.exit, Exit::Unreachable, "{}", refused.err);
    bench.call(&["part", "show", &later]).done();
    let restored = bench.call(&["restore", text(&copy), "--yes", "--as-it-is"]);
    assert_eq!(restored.exit, Exit::Found, "{restored:?}");
    assert!(restored.out.contains("was changed or put in past Partwright"), "{}", restored.out);
    assert_eq!(bench.call(&["part", "show", &later]).code(), "part.not_found");
}

#[test]
fn what_is_kept_beside_a_workspace_is_looked_through_with_the_files_that_they_share() {
    let bench = Bench::new();
    let resistor = bench.part("EL-RES", "10k");
    let copy = bench.path("copy.partwright");
    bench.call(&["backup", text(&copy)]).done();
    attach(&bench, &resistor, b"a drawing");
    bench.call(&["restore", text(&copy), "--yes"]).done();
    let kept = bench.path("boards.partwright.replaced-1");
    crate::call_answering(&["--workspace", text(&kept), "check"], None).done();
}

#[test]
fn a_workspace_is_no_backup_of_itself() {
    let bench = Bench::demo();
    let refused = bench.call(&["restore", text(&bench.file()), "--yes"]);
    assert!(refused.err.starts_with("error[workspace.own_backup]"), "{refused:?}");
    bench.call(&["part", "show", "AS-PRD-100000"]).done();
}

/// Attaches a file to a part's newest revision.
fn attach(bench: &Bench, number: &str, content: &[u8]) {
    let services = services(&bench.file());
    let number = number.parse().expect("a number");
    let found = services.store.read("test", |snapshot| partwright_domain::revision::named(snapshot, &number, None));
    let (_, revision) = found.expect("a revision");
    let mut content = content;
    let new = partwright_testkit::build::new_file("drawing.pdf");
    let actor = services.actor().expect("somebody who acts");
    services
        .files
        .attach(&actor, revision.id, new, &mut content, &partwright_domain::cancel::Cancel::new())
        .expect("a file");
}

/// Overwrites every content below a folder.
fn damage(folder: &Path) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            damage(&path);
        } else if path.metadata().expect("a file").len() == 9 {
            fs::remove_file(&path).expect("a content that goes");
            fs::write(&path, "a blot...").expect("a content that is not what it was");
        }
    }
}

#[test]
fn a_hash_that_was_noted_shows_that_the_history_was_not_written_anew() {
    let bench = Bench::demo();
    let noted = bench.json(&["check"]);
    assert!(noted["entries"].as_u64() > Some(100), "{noted}");
    let noted = noted["hash"].as_str().expect("a hash").to_owned();
    bench.part("EL-RES", "one more");
    assert_ne!(bench.json(&["check", "--noted", &noted])["hash"], noted.as_str());
    let missed = bench.call(&["check", "--noted", &"ab".repeat(32)]);
    assert_eq!(missed.exit, Exit::Found);
    assert!(missed.out.contains("Nothing in the history has the hash abab"), "{}", missed.out);
    // What a chain begins with is the hash of nothing.
    for no_hash in ["yesterday", &"0".repeat(64)] {
        let refused = bench.call(&["check", "--noted", no_hash]);
        assert!(refused.err.starts_with("error[audit.noted_invalid]"), "{}", refused.err);
    }
}

#[test]
fn a_workspace_of_which_everything_can_be_read_is_salvaged_whole() {
    let bench = Bench::demo();
    let board = bench.part("EL-PCA", "board");
    let (file, new) = (bench.file(), bench.path("salvaged.partwright"));
    attach(&bench, &board, b"drawn");
    let mut damaged = fs::read(&file).expect("the workspace");
    // The beginning of its list of tables, which is on further pages too.
    damaged[..4096].fill(0xA5);
    fs::write(&file, &damaged).expect("a damaged workspace");
    let refused = bench.call(&["check"]);
    assert_eq!(refused.exit, Exit::Unreachable, "{}", refused.err);
    let report = bench.json(&["check", "--salvage", text(&new)]);
    assert!(report["kept"].as_u64() > Some(100) && report["contents"] == 1, "{report}");
    assert_eq!((&report["lost"], &report["unsure"]), (&0.into(), &false.into()), "{report}");
    assert_eq!(report["problems"], serde_json::json!([]));
    assert!(fs::read(&file).expect("the damaged one") == damaged, "it stays as it is");
    let checked = crate::call_answering(&["--workspace", text(&new), "check"], None);
    assert!(checked.done().contains("is sound"));
    crate::call_answering(&["--workspace", text(&new), "part", "show", &board], None).done();
    let again = bench.call(&["check", "--salvage", text(&new)]);
    assert!(again.err.starts_with("error[workspace.path_taken]"), "{}", again.err);
}

#[test]
fn what_can_be_read_of_a_damaged_workspace_is_salvaged_and_the_rest_is_told() {
    let bench = Bench::new();
    let zebra = bench.part("EL-RES", "zebra");
    let (file, new) = (bench.file(), bench.path("salvaged.partwright"));
    let mut damaged = fs::read(&file).expect("the workspace");
    let entry = b"\"name\":\"zebra\"";
    let place = damaged.windows(entry.len()).position(|bytes| bytes == entry).expect("an entry of the history");
    damaged[place / 4096 * 4096..][..4096].fill(0xA5);
    fs::write(&file, &damaged).expect("a damaged workspace");
    let told = bench.call(&["check", "--salvage", text(&new)]);
    assert_eq!(told.exit, Exit::Found, "{}", told.err);
    for said in ["audit_entry: ", "history: It is not whole", ", and how many more is not known."] {
        assert!(told.out.contains(said), "{said}: {}", told.out);
    }
    let checked = crate::call_answering(&["--workspace", text(&new), "check"], None);
    assert_eq!(checked.exit, Exit::Found, "{checked:?}");
    assert!(checked.out.contains("the history before it is not whole"), "{}", checked.out);
    crate::call_answering(&["--workspace", text(&new), "part", "show", &zebra], None).done();
}
