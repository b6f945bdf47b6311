//! The library file, and what a machine remembers.

use std::fs;
use std::path::Path;

use partwright_kicad::{DEFAULT_PORT, EXTENSION, LibraryFile, Machine, Settings, Token};
use serde_json::Value;
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

#[cfg(unix)]
fn is_for_its_owner_alone(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).expect("a file").permissions().mode().trailing_zeros() >= 6
}

#[cfg(not(unix))]
fn is_for_its_owner_alone(path: &Path) -> bool {
    path.is_file()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    entries.map(|name| name.to_string_lossy().into_owned()).collect()
}

#[test]
fn a_library_file_says_what_kicad_reads() {
    let folder = folder();
    let path = folder.path().join(format!("amp.{EXTENSION}"));
    fs::write(&path, "an older one").expect("a file");
    let file = LibraryFile { name: "Amp ±".to_owned(), port: 8791, token: Token::random().expect("a token") };
    file.write(&path).expect("a library file");

    let text = fs::read_to_string(&path).expect("UTF-8");
    let json: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(json["meta"]["version"], 1.0);
    assert_eq!(json["name"], "Amp ±");
    assert!(json["description"].is_string());
    assert_eq!(json["source"]["type"], "REST_API");
    assert_eq!(json["source"]["api_version"], "v1");
    assert_eq!(json["source"]["root_url"], "http://127.0.0.1:8791/");
    assert_eq!(json["source"]["token"], file.token.as_str());
    assert!(json["source"]["timeout_parts_seconds"].is_u64() && json["source"]["timeout_categories_seconds"].is_u64());

    assert!(is_for_its_owner_alone(&path), "the token is a secret");
    assert_eq!(names(folder.path()), ["amp.kicad_httplib"], "nothing is left beside it");
    assert_eq!(LibraryFile::read(&path).expect("a library file"), file);
}

#[test]
fn a_library_file_that_cannot_be_written_is_said() {
    let folder = folder();
    let file = LibraryFile { name: "Amp".to_owned(), port: 8791, token: Token::random().expect("a token") };
    let refusal = file.write(&folder.path().join("nowhere").join("amp.kicad_httplib")).expect_err("no folder");
    assert_eq!(refusal.code(), "kicad.file_failed");
    fs::write(folder.path().join("bad"), "{}").expect("a file");
    assert_eq!(LibraryFile::read(&folder.path().join("bad")).expect_err("no library").code(), "kicad.file_failed");
}

#[test]
fn a_machine_knows_each_workspace_by_a_token_of_its_own() {
    let folder = folder();
    let machine = Machine::within(&folder.path().join("made when needed"));
    let (amp, clock) = (Path::new("/amp.partwright"), Path::new("/clock.partwright"));
    assert_eq!(machine.find(amp).expect("nothing"), None);
    let first = machine.settings(amp).expect("settings");
    assert_eq!((first.on, first.port), (false, DEFAULT_PORT), "it is off until somebody switches it on");
    assert_eq!(machine.settings(amp).expect("settings"), first, "the token stays");
    assert_eq!(machine.find(amp).expect("settings"), Some(first.clone()));
    let other = machine.settings(clock).expect("settings");
    assert_ne!(other.token, first.token);

    let changed = Settings { on: true, port: 9000, ..first };
    machine.remember(amp, &changed).expect("a note");
    assert_eq!(machine.settings(amp).expect("settings"), changed);
    assert_eq!(machine.settings(clock).expect("settings"), other, "the other stays as it was");

    machine.moved(amp, Path::new("/away.partwright")).expect("a note");
    assert_eq!(machine.settings(Path::new("/away.partwright")).expect("settings"), changed);
    assert!(!machine.settings(amp).expect("settings").on, "what comes to its old place is new");
    assert!(is_for_its_owner_alone(&folder.path().join("made when needed").join("kicad.json")));
}

#[test]
fn a_workspace_has_one_token_by_whatever_path_it_is_reached() {
    let folder = folder();
    let (machine, boards) = (Machine::within(&folder.path().join("notes")), folder.path().join("boards"));
    fs::create_dir(&boards).expect("a folder");
    let amp = boards.join("amp.partwright");
    fs::write(&amp, "").expect("a file");
    let settings = machine.settings(&boards.join("..").join("boards").join("amp.partwright")).expect("settings");
    assert_eq!(machine.find(&amp).expect("settings"), Some(settings.clone()));
    #[cfg(unix)]
    for (link, to, path) in [("linked", &boards, "linked/amp.partwright"), ("link.partwright", &amp, "link.partwright")]
    {
        std::os::unix::fs::symlink(to, folder.path().join(link)).expect("a link");
        assert_eq!(machine.settings(&folder.path().join(path)).expect("settings"), settings, "{path}");
    }
    let away = folder.path().join("away.partwright");
    fs::rename(&amp, &away).expect("a move");
    machine.moved(&boards.join("..").join("boards").join("amp.partwright"), &away).expect("a note");
    assert_eq!(machine.find(&away).expect("settings"), Some(settings));
    assert_eq!(machine.find(&amp).expect("nothing"), None);
}

#[test]
fn a_damaged_note_is_said_and_not_replaced() {
    let folder = folder();
    let path = folder.path().join("kicad.json");
    fs::write(&path, "{\"workspaces\": [").expect("a file");
    let machine = Machine::within(folder.path());
    assert_eq!(machine.settings(Path::new("/amp")).expect_err("damaged").code(), "kicad.settings_failed");
    assert_eq!(fs::read_to_string(&path).expect("a file"), "{\"workspaces\": [");
}

#[test]
fn a_port_is_one_that_anybody_may_have() {
    assert_eq!(Settings::port(" 8791 "), Ok(8791));
    for text in ["", "0", "80", "1023", "65536", "-1", "8791x"] {
        assert_eq!(Settings::port(text).expect_err(text).code(), "kicad.port_invalid");
    }
}
