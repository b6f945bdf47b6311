//! What is not opened: a database that somebody has open, and what is kept beside one.

use std::fs;
use std::path::Path;

use partwright_formats::read::{File, Set};
use partwright_formats::{door, write};

/// What reading from there, and writing to there, is told, each way.
fn told(path: &Path) -> [Option<String>; 4] {
    let open = door::open(path).err().map(|error| error.to_string());
    let file = File::open(path).err().map(|error| error.to_string());
    let set = Set::open(path).err().map(|error| error.to_string());
    let written = write::atomically(path, |_| Ok(())).err().map(|error| error.to_string());
    [open, file, set, written]
}

#[test]
fn a_database_that_is_open_and_what_is_beside_it_are_neither_read_nor_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    for name in ["lamp.db", "lamp.db-wal", "lamp.db-shm"] {
        fs::write(at(name), "Ref,Qty\nR1,1\n").expect("a file with rows");
    }
    for (name, because) in [
        ("lamp.db", "it is a workspace or another database that is open"),
        ("lamp.db-wal", "it belongs to a workspace or another database"),
        ("lamp.db-shm", "it belongs to a workspace or another database"),
    ] {
        for told in told(&at(name)) {
            assert!(told.as_ref().is_some_and(|told| told.contains(because)), "{name}: {told:?}");
        }
        assert_eq!(fs::read_to_string(at(name)).expect("the file"), "Ref,Qty\nR1,1\n");
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_one_is_seen_through() {
    let folder = tempfile::tempdir().expect("a folder");
    let (lamp, link) = (folder.path().join("lamp.db"), folder.path().join("parts.csv"));
    for name in [lamp.clone(), folder.path().join("lamp.db-wal")] {
        fs::write(name, "Ref,Qty\nR1,1\n").expect("a file with rows");
    }
    std::os::unix::fs::symlink(&lamp, &link).expect("a link");
    assert!(told(&link).iter().all(Option::is_some), "{:?}", told(&link));
}

#[test]
fn nothing_is_written_among_what_is_attached_to_a_workspace() {
    let folder = tempfile::tempdir().expect("a folder");
    let (workspace, vault) = (folder.path().join("lamp.partwright"), folder.path().join("lamp.partwright-files"));
    fs::write(&workspace, "").expect("a workspace");
    assert_eq!(write::atomically(&vault, |_| Ok(())).map_err(|error| error.code()), Err("export.path_unwritable"));
    fs::remove_file(&workspace).expect("a workspace");
    fs::create_dir_all(vault.join("cd")).expect("a vault");
    fs::write(vault.join("cd/af24"), "a drawing").expect("a content");
    let told = |path: &Path| write::atomically(path, |_| Ok(())).err().map(|error| error.code());
    assert_eq!(told(&vault.join("report.csv")), None, "a folder that is only called so");
    fs::write(&workspace, "").expect("a workspace");
    for path in [vault.join("cd/af24"), vault.join("lock"), vault.clone()] {
        assert_eq!(told(&path), Some("export.path_unwritable"), "{}", path.display());
    }
    assert_eq!(fs::read_to_string(vault.join("cd/af24")).expect("the content"), "a drawing");
    #[cfg(unix)]
    for (link, to) in [("out.csv", vault.join("cd/af24")), ("elsewhere", vault.clone())] {
        std::os::unix::fs::symlink(to, folder.path().join(link)).expect("a link");
    }
    #[cfg(unix)]
    for path in ["out.csv", "elsewhere/cd/af24", "elsewhere/new.csv"] {
        assert_eq!(told(&folder.path().join(path)), Some("export.path_unwritable"), "{path}");
    }
}

#[test]
fn what_only_has_such_a_name_is_a_file_like_any_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("parts.csv-wal");
    fs::write(&path, "Ref,Qty\nR1,1\n").expect("a file with rows");
    let [open, file, _, written] = told(&path);
    assert_eq!([open, file, written], [None, None, None]);
}
