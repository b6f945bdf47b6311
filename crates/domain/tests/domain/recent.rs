//! Recent workspaces: their order, who acts in each here, and how the program was left; and the paths of new ones.

use std::path::{Path, PathBuf};

use partwright_domain::id::{PersonId, Uuid};
use partwright_domain::time::Timestamp;
use partwright_domain::workspace::{
    KnownBackup, Left, RecentWorkspaces, Stand, Verified, backups, is_named_as_backup, path_of,
};

fn paths(recent: &RecentWorkspaces) -> Vec<&str> {
    recent.list().iter().filter_map(|known| known.path.to_str()).collect()
}

fn opened(paths: &[&str]) -> RecentWorkspaces {
    let mut recent = RecentWorkspaces::default();
    for path in paths {
        recent.opened(Path::new(path));
    }
    recent
}

#[test]
fn the_last_one_that_was_opened_stands_first_and_each_stands_once() {
    assert_eq!(paths(&opened(&["/a", "/b", "/a", "/c", "/b"])), ["/b", "/c", "/a"]);
}

#[test]
fn twenty_are_remembered() {
    let many: Vec<String> = (0..30).map(|number| format!("/{number}")).collect();
    let recent = opened(&many.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((recent.list().len(), paths(&recent)[0], paths(&recent)[19]), (20, "/29", "/10"));
}

#[test]
fn who_acts_is_remembered_for_each_workspace_through_opening_and_moving() {
    let mut recent = opened(&["/a", "/b"]);
    let person = PersonId(Uuid::max());
    recent.acts(Path::new("/a"), person);
    recent.acts(Path::new("/nowhere"), person);
    recent.opened(Path::new("/a"));
    recent.moved(Path::new("/a"), Path::new("/c"));
    let known = ["/a", "/b", "/c"].map(|path| recent.person(Path::new(path)));
    assert_eq!(known, [None, None, Some(person)]);
}

#[test]
fn what_is_moved_keeps_its_place_and_is_still_the_one_to_start_with() {
    let mut recent = opened(&["/new", "/a", "/b"]);
    recent.leaves(Left::Open("/a".into()));
    recent.moved(Path::new("/a"), Path::new("/new"));
    assert_eq!(paths(&recent), ["/b", "/new"], "what was known at the new place is another one now");
    assert_eq!(recent.left(), &Left::Open("/new".into()));
    recent.moved(Path::new("/b"), Path::new("/d"));
    assert_eq!(recent.left(), &Left::Open("/new".into()), "moving another one leaves that");
    recent.forgotten(Path::new("/d"));
    assert_eq!(paths(&recent), ["/new"]);
}

#[test]
fn what_is_written_down_comes_back() {
    let mut recent = opened(&["/a", "/b"]);
    recent.acts(Path::new("/a"), PersonId(Uuid::max()));
    for left in [Left::Unasked, Left::Closed, Left::Open("/b".into())] {
        recent.leaves(left);
        let text = serde_json::to_string(&recent).expect("text");
        assert_eq!(serde_json::from_str::<RecentWorkspaces>(&text).expect("a list"), recent);
    }
}

#[test]
fn a_name_becomes_a_file_in_its_folder() {
    let folder = if cfg!(windows) { Path::new("C:\\boards") } else { Path::new("/boards") };
    for name in ["Lamp", " Lamp ", "Lamp.partwright"] {
        assert_eq!(path_of(folder, name), Ok(folder.join("Lamp.partwright")), "{name:?}");
    }
    let longest = "é".repeat(100);
    assert_eq!(path_of(folder, &longest), Ok(folder.join(format!("{longest}.partwright"))));
    for name in ["", " ", ".partwright", "a/b", "..", "a\\b", "CON", "a:b", "a\nb", &"x".repeat(201), &"é".repeat(140)]
    {
        assert_eq!(path_of(folder, name).expect_err(name).code(), "workspace.name_invalid", "{name:?}");
    }
    let relative = path_of(&PathBuf::from("boards"), "Lamp").expect_err("no whole path");
    assert_eq!(relative.code(), "workspace.folder_invalid");
}

fn stand(modified: i64, bytes: u64) -> Stand {
    Stand { modified: Timestamp(modified), bytes }
}

fn known(path: &str, stand: Option<Stand>) -> KnownBackup {
    let verified = stand.map(|stand| Verified { at: Timestamp(900), stand });
    KnownBackup { path: path.into(), verified, scheduled: None }
}

#[test]
fn copies_are_remembered_with_their_workspace_through_opening_and_moving() {
    let mut recent = opened(&["/a", "/b"]);
    for path in ["/x/1", "/x/2", "/x/1"] {
        recent.backed_up(Path::new("/a"), known(path, None));
    }
    recent.backed_up(Path::new("/nowhere"), known("/x/3", None));
    recent.opened(Path::new("/a"));
    recent.moved(Path::new("/a"), Path::new("/c"));
    let of =
        |path: &str| recent.backups(Path::new(path)).iter().filter_map(|known| known.path.to_str()).collect::<Vec<_>>();
    assert_eq!([of("/c"), of("/a"), of("/b")], [vec!["/x/1", "/x/2"], vec![], vec![]]);
}

#[test]
fn a_list_of_before_there_were_copies_is_read_still() {
    let text = r#"{ "workspaces": [{ "path": "/a", "person": null }], "left": "unasked" }"#;
    let recent: RecentWorkspaces = serde_json::from_str(text).expect("a list");
    assert_eq!((paths(&recent), recent.backups(Path::new("/a"))), (vec!["/a"], &[][..]));
}

#[test]
fn copies_that_are_there_are_listed_once_with_the_newest_first_and_as_whole_only_while_they_stand_as_they_did() {
    let there = |path: &Path| match path.to_str() {
        Some("/x/old") => Some(stand(10, 100)),
        Some("/x/new") => Some(stand(30, 100)),
        Some("/x/changed") => Some(stand(20, 101)),
        _ => None,
    };
    let noted = [
        known("/x/old", Some(stand(10, 100))),
        known("/x/changed", Some(stand(20, 100))),
        known("/x/gone", Some(stand(40, 100))),
    ];
    let listed = backups(Path::new("/x/lamp.partwright"), &noted, vec!["/x/new".into(), "/x/old".into()], there);
    let listed: Vec<_> = listed.iter().map(|backup| (backup.path.to_str(), backup.verified.map(|at| at.0))).collect();
    assert_eq!(listed, [(Some("/x/new"), None), (Some("/x/changed"), None), (Some("/x/old"), Some(900))]);
}

#[test]
fn a_copy_is_known_by_the_name_of_its_workspace_and_a_day() {
    let is_ours = |name: &str| is_named_as_backup(Path::new("/boards/lamp.partwright"), name);
    let ours = ["lamp-2026-11-28.partwright", "lamp-2026-11-28-evening.partwright"];
    let others =
        ["lamp.partwright", "lamp-two-2026-11-28.partwright", "lamp-2026.partwright", "lamp-2026-11-28.partwright-wal"];
    assert_eq!((ours.map(is_ours), others.map(is_ours)), ([true; 2], [false; 4]));
}
