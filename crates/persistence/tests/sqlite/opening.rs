//! How far the opening of an older file is, told while it is copied and brought up to date; of others nothing is told.

use partwright_domain::workspace::{Opening, Progress, Stage};
use partwright_persistence::{Settings, SqliteStore};

use crate::older;

/// What is told while the file is opened.
fn told(path: &std::path::Path) -> Vec<Opening> {
    let mut told = Vec::new();
    SqliteStore::open_telling(path, Settings::default(), &mut |opening| told.push(opening)).expect("a store");
    told
}

#[test]
fn an_older_file_tells_that_it_is_copied_then_each_step_and_then_that_it_is_made_ready() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("older.partwright");
    // Older than the chain of the history.
    let version = 5;
    older::filled(&path, version);
    let told = told(&path);
    let of = |stage| told.iter().filter(|opening| opening.stage == stage).map(|opening| opening.progress).collect();
    let copied: Vec<Progress> = of(Stage::SettingAside);
    let last = copied.last().expect("the last page is told");
    assert!(last.total > 0 && last.done == last.total, "{copied:?}");
    let upgraded: Vec<Progress> = of(Stage::Upgrading);
    let total = older::steps().len() as u64 - u64::from(version);
    assert_eq!(upgraded, (0..total).map(|done| Progress { done, total }).collect::<Vec<_>>());
    let mut stages: Vec<_> = told.iter().map(|opening| opening.stage).collect();
    stages.dedup();
    assert_eq!(stages, [Stage::SettingAside, Stage::Upgrading, Stage::CatchingUp]);
}

#[test]
fn nothing_is_told_of_a_new_file_or_of_one_that_is_up_to_date() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("new.partwright");
    assert_eq!((told(&path), told(&path)), (Vec::new(), Vec::new()));
}
