//! Files: whole or not at all.

use std::fs;
use std::io::Write as _;

use partwright_domain::store::StoreError;
use partwright_formats::write::atomically;
use tempfile::tempdir;

fn names(folder: &std::path::Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn a_file_takes_its_place_when_it_is_whole() {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("bom.csv");
    fs::write(&path, "what was there").expect("a file");
    let answer = atomically(&path, |out| {
        out.write_all(b"new").expect("a write");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "what was there");
        Ok(3)
    });
    assert_eq!(answer, Ok(3));
    assert_eq!(
        (fs::read_to_string(&path).expect("a file"), names(folder.path())),
        ("new".to_owned(), vec!["bom.csv".to_owned()])
    );
}

#[test]
fn a_workspace_and_what_is_no_file_are_never_replaced() {
    let folder = tempdir().expect("a folder");
    let workspace = folder.path().join("boards.partwright");
    fs::write(&workspace, b"SQLite format 3\0 and pages").expect("a file");
    for path in [workspace.as_path(), folder.path()] {
        let refused = atomically(path, |_| Ok(())).expect_err("to be kept");
        assert_eq!(refused.code(), "export.path_unwritable");
    }
    assert_eq!(fs::read(&workspace).expect("a file"), b"SQLite format 3\0 and pages");
    assert_eq!(names(folder.path()), ["boards.partwright"]);
}

#[test]
#[cfg(unix)]
fn what_a_link_leads_to_is_written_and_the_link_stays() {
    let folder = tempdir().expect("a folder");
    let (real, link) = (folder.path().join("real.csv"), folder.path().join("link.csv"));
    fs::write(&real, "old").expect("a file");
    std::os::unix::fs::symlink(&real, &link).expect("a link");
    atomically(&link, |out| {
        out.write_all(b"new").expect("a write");
        Ok(())
    })
    .expect("a file");
    assert_eq!(fs::read_to_string(&real).expect("a file"), "new");
    assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
}

#[test]
fn nothing_half_written_is_left_and_what_was_there_stays() {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("bom.csv");
    fs::write(&path, "what was there").expect("a file");
    let refused = atomically(&path, |out| {
        out.write_all(&vec![0; 100_000]).expect("a write");
        Err::<(), _>(StoreError::Cancelled.into())
    });
    assert_eq!(refused.expect_err("it was cancelled").code(), "store.cancelled");
    assert_eq!(
        (fs::read_to_string(&path).expect("a file"), names(folder.path())),
        ("what was there".to_owned(), vec!["bom.csv".to_owned()])
    );
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("no").join("bom.csv");
    let refused = atomically(&path, |_| Ok(())).expect_err("there is no such folder");
    assert_eq!(refused.code(), "export.path_unwritable");
    assert!(refused.to_string().contains("bom.csv"), "{refused}");
}

#[cfg(unix)]
#[test]
fn a_new_file_may_be_read_as_any_other() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempdir().expect("a folder");
    let (ours, other) = (folder.path().join("ours"), folder.path().join("other"));
    atomically(&ours, |_| Ok(())).expect("a file");
    fs::write(&other, "").expect("a file");
    let mode = |path| fs::metadata(path).expect("a file").permissions().mode();
    assert_eq!(mode(ours), mode(other));
}
