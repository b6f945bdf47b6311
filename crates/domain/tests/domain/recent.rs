//! Recent workspaces: their order, who acts in each here, and how the program was left; and the paths of new ones.

use std::path::{Path, PathBuf};

use partwright_domain::id::{PersonId, Uuid};
use partwright_domain::workspace::{Left, RecentWorkspaces, path_of};

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
