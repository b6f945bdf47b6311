//! Backups by themselves: when one is due, what it is called, and which of them are too many.

use std::path::{Path, PathBuf};

use partwright_domain::time::Timestamp;
use partwright_domain::workspace::{
    Keep, KnownBackup, Origin, RecentWorkspaces, Schedule, Scheduled, Stand, Verified, backups, is_due, kept_beside,
    kept_of, last_scheduled, scheduled_path, surplus,
};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// 2026-11-28T00:00:00Z.
const MIDNIGHT: i64 = 1_795_824_000_000;

fn at(after_midnight: i64) -> Timestamp {
    Timestamp(MIDNIGHT + after_midnight)
}

#[test]
fn one_is_due_on_each_day_in_utc_on_which_something_was_changed_since_the_last() {
    let changed = Some(at(HOUR));
    let cases = [
        ("none was ever made", None, changed, true),
        ("nothing was ever changed", None, None, false),
        ("the last is of yesterday, a minute before midnight", Some(at(-60_000)), changed, true),
        ("the last is of today", Some(at(0)), changed, false),
        ("nothing was changed since the last, a week ago", Some(at(-7 * DAY)), Some(at(-8 * DAY)), false),
        ("the last was made while the clock was wrong", Some(at(900 * DAY)), changed, true),
    ];
    for (what, last, changed, due) in cases {
        assert_eq!(is_due(last, changed, None, at(2 * HOUR)), due, "{what}");
    }
}

#[test]
fn one_that_could_not_be_made_is_tried_again_after_an_hour() {
    let due = |now| is_due(None, Some(at(0)), Some(at(HOUR)), now);
    assert_eq!([at(HOUR), at(2 * HOUR - 1), at(2 * HOUR)].map(due), [false, false, true]);
    assert!(due(at(0)), "the clock was put back");
}

#[test]
fn it_is_called_by_the_workspace_and_the_day_and_takes_nobodys_name() {
    let path = |now, taken: &[&str]| {
        let is_taken = |path: &Path| taken.iter().any(|taken| path.ends_with(taken));
        scheduled_path(Path::new("/boards/Lamp.partwright"), Path::new("/boards/backups"), now, is_taken)
    };
    let first = "Lamp-2026-11-28-daily.partwright";
    assert_eq!(path(at(0), &[]), Path::new("/boards/backups").join(first));
    assert!(path(at(-1), &[]).ends_with("Lamp-2026-11-27-daily.partwright"), "the day is that of UTC");
    assert!(path(at(DAY - 1), &[first]).ends_with("Lamp-2026-11-28-daily-2.partwright"));
}

#[test]
fn from_1_to_90_are_kept_and_a_week_of_them_where_nobody_said_otherwise() {
    assert_eq!(Schedule::unsaid(false), Schedule { on: true, keep: Keep::parse(7).expect("a number") });
    assert!(!Schedule::unsaid(true).on, "the demo can be had again");
    for refused in [0, 91, u32::MAX] {
        assert_eq!(Keep::parse(refused).expect_err("refused").code(), "workspace.keep_invalid");
    }
    assert!(serde_json::from_str::<Keep>("0").is_err(), "what is read back is held to the same");
}

fn stand(modified: i64) -> Stand {
    Stand { modified: Timestamp(modified), bytes: 100 }
}

/// A copy that was made by itself on that day, and found whole or not.
fn scheduled(day: i64, whole: bool) -> KnownBackup {
    let (at, stand) = (Timestamp(day), stand(day));
    let verified = whole.then_some(Verified { at, stand });
    KnownBackup { path: format!("/x/{day}").into(), verified, scheduled: Some(Scheduled { at, stand }) }
}

fn as_made(path: &Path) -> Option<Stand> {
    path.file_name()?.to_str()?.parse().ok().map(stand)
}

fn names(paths: &[PathBuf]) -> Vec<&str> {
    paths.iter().filter_map(|path| path.file_name()?.to_str()).collect()
}

#[test]
fn the_oldest_beyond_what_is_kept_are_too_many() {
    let known: Vec<_> = [3, 1, 4, 2].map(|day| scheduled(day, true)).into();
    let beyond = |keep| surplus(&known, Keep::parse(keep).expect("a number"), as_made);
    assert_eq!(names(&beyond(2)), ["2", "1"]);
    assert_eq!(names(&beyond(4)), [""; 0]);
}

#[test]
fn what_somebody_made_or_wrote_to_or_took_away_is_never_too_many() {
    let mut known: Vec<_> = (1..=5).map(|day| scheduled(day, true)).collect();
    known[0].scheduled = None;
    let look = |path: &Path| match as_made(path) {
        Some(Stand { modified: Timestamp(2), .. }) => Some(stand(99)),
        Some(Stand { modified: Timestamp(3), .. }) => None,
        stand => stand,
    };
    assert_eq!(names(&surplus(&known, Keep::parse(1).expect("a number"), look)), ["4"]);
}

#[test]
fn one_that_lacks_something_takes_no_whole_ones_place() {
    let known: Vec<_> =
        [(1, true), (2, true), (3, false), (4, false), (5, false)].map(|(day, whole)| scheduled(day, whole)).into();
    assert_eq!(names(&surplus(&known, Keep::parse(2).expect("a number"), as_made)), ["3"]);
}

#[test]
fn the_last_is_the_newest_that_is_still_there() {
    let known: Vec<_> = [3, 1, 2].map(|day| scheduled(day, true)).into();
    assert_eq!(last_scheduled(&known, as_made), Some(Timestamp(3)));
    let without = |path: &Path| as_made(path).filter(|stand| stand.modified.0 < 3);
    assert_eq!(last_scheduled(&known, without), Some(Timestamp(2)));
    assert_eq!(last_scheduled(&[], as_made), None);
}

#[test]
fn what_is_made_by_itself_is_remembered_beside_what_somebody_made_and_through_a_look_at_it() {
    let (path, mut recent) = (Path::new("/a"), RecentWorkspaces::default());
    recent.opened(path);
    for day in 0..25 {
        recent.backed_up(path, scheduled(day, true));
        recent.backed_up(path, KnownBackup { path: format!("/m/{day}").into(), verified: None, scheduled: None });
    }
    let by_itself = |recent: &RecentWorkspaces| {
        let copies = recent.backups(path).iter();
        copies.filter(|known| known.scheduled.is_some()).count()
    };
    assert_eq!((by_itself(&recent), recent.backups(path).len()), (25, 45), "of what somebody made, twenty");
    let looked = KnownBackup { verified: None, scheduled: None, ..scheduled(7, true) };
    recent.backed_up(path, looked);
    assert_eq!(recent.backups(path)[0].scheduled, scheduled(7, true).scheduled);
    recent.pruned(path, Path::new("/x/7"));
    assert_eq!(by_itself(&recent), 24);

    let schedule = Schedule { on: false, keep: Keep::parse(3).expect("a number") };
    recent.scheduled(path, schedule);
    recent.moved(path, Path::new("/b"));
    let text = serde_json::to_string(&recent).expect("a text");
    let recent: RecentWorkspaces = serde_json::from_str(&text).expect("what was written");
    assert_eq!((recent.schedule(Path::new("/b")), recent.schedule(path)), (Some(schedule), None));
}

#[test]
fn what_is_kept_beside_a_workspace_is_told_by_its_name() {
    let workspace = Path::new("/boards/lamp.partwright");
    let kept = |name: &str| kept_beside(workspace, &Path::new("/boards").join(name));
    assert_eq!(kept("lamp.partwright.schema-8"), Some(Origin::Migration));
    assert_eq!(kept("lamp.partwright.schema-8-2"), Some(Origin::Migration));
    assert_eq!(kept("lamp.partwright.replaced-1"), Some(Origin::Restore));
    let of = |name: &str| kept_of(Path::new(name)).map(|path| path.display().to_string());
    assert_eq!(of("/boards/lamp.partwright.replaced-1").as_deref(), Some("/boards/lamp.partwright"));
    assert_eq!(of("/boards/lamp.partwright.schema-8-2").as_deref(), Some("/boards/lamp.partwright"));
    assert_eq!([of("/boards/lamp.partwright.replaced-1-wal"), of("/boards/lamp.partwright")], [None, None]);
    for other in ["lamp.partwright.replaced-1-wal", "lamp.partwright", "lamp2.partwright.schema-8", "schema-8"] {
        assert_eq!(kept(other), None, "{other}");
    }
    assert_eq!(kept_beside(workspace, Path::new("/elsewhere/lamp.partwright.schema-8")), None);
    let found = ["/boards/lamp.partwright.replaced-1", "/x/4", "/x/9"].map(PathBuf::from).into();
    let listed = backups(workspace, &[scheduled(4, true)], found, |_| Some(stand(4)));
    let listed: Vec<_> = listed.iter().map(|backup| backup.origin).collect();
    assert_eq!(listed, [Origin::Restore, Origin::Scheduled, Origin::Made]);
}
