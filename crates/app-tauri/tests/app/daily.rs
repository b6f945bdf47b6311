//! Backups that are made by themselves, through the whole application: when, how many, and what is said when one fails. The
//! clock stands where a test sets it, so that no test waits for tomorrow.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use partwright_app_tauri::app::{App, Wish, Workspace};
use partwright_app_tauri::daily::{DailyView, tend};
use partwright_app_tauri::frame::Frame;
use partwright_app_tauri::viewer::Viewer;
use partwright_app_tauri::windows::{Shell, Windows};
use partwright_app_tauri::wiring::{self, Sources};
use partwright_domain::Error;
use partwright_domain::cancel::Cancel;
use partwright_domain::file::KnownContent;
use partwright_domain::id::TimeOrderedIds;
use partwright_domain::person::PersonName;
use partwright_domain::ports::Ports;
use partwright_domain::store::StoreError;
use partwright_domain::time::{Clock, SystemClock, Timestamp};
use partwright_domain::workspace::{Progress, WorkspaceFile, WorkspaceStatus};
use partwright_testkit::memory::MemoryStore;
use serde_json::{Value, json};

use crate::backup::attach;
use crate::workspaces::{Machine, add_part, code, run};

const DAY: i64 = 86_400_000;
/// 2026-11-28T12:00:00Z.
const NOON: i64 = 1_795_867_200_000;

struct SetClock(AtomicI64);

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::Relaxed))
    }
}

impl SetClock {
    fn pass(&self, milliseconds: i64) {
        self.0.fetch_add(milliseconds, Ordering::Relaxed);
    }
}

/// Hears what the windows are told.
struct Hearing(Arc<Mutex<Vec<DailyView>>>);

impl Shell for Hearing {
    fn open(&self, _: &str, _: &str) -> tauri::Result<()> {
        Ok(())
    }

    fn close(&self, _: &str) -> tauri::Result<()> {
        Ok(())
    }

    fn tell_opened(&self) -> tauri::Result<()> {
        Ok(())
    }

    fn tell_daily(&self, told: &DailyView) -> tauri::Result<()> {
        self.0.lock().expect("no panic").push(told.clone());
        Ok(())
    }

    fn note(&self, _: Frame) {}
}

struct Office {
    machine: Machine,
    clock: Arc<SetClock>,
    heard: Arc<Mutex<Vec<DailyView>>>,
}

impl Office {
    fn new() -> Self {
        let clock = Arc::new(SetClock(AtomicI64::new(NOON)));
        Self { machine: Machine::new(), clock, heard: Arc::default() }
    }

    fn start(&self) -> App {
        let arguments = wiring::Arguments::default();
        let places = wiring::Places::new(&self.machine.at("data"), &arguments);
        let sources = Sources { clock: Arc::clone(&self.clock) as _, ids: Arc::new(TimeOrderedIds) };
        let opener = wiring::opener_with(places, Arc::new(|_| {}), sources);
        let viewer = Viewer::new(Box::new(|path| panic!("{} was opened", path.display())));
        App::new(opener, viewer)
            .remembering(wiring::recent(&self.machine.at("config"), &arguments))
            .showing(Windows::new(Box::new(Hearing(Arc::clone(&self.heard)))))
    }

    /// What the windows were told since this was asked last: the codes of errors, and nothing where all was well.
    fn told(&self) -> Vec<Option<String>> {
        let heard = std::mem::take(&mut *self.heard.lock().expect("no panic"));
        heard.into_iter().map(|told| told.error.map(|error| error.code)).collect()
    }

    /// The names in the folder of backups, sorted.
    fn there(&self) -> Vec<String> {
        let entries = fs::read_dir(self.machine.at("boards/backups")).into_iter().flatten();
        let mut names: Vec<_> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn daily(&self, day: u32) -> PathBuf {
        self.machine.at(&format!("boards/backups/Lamp-2026-11-{day}-daily.partwright"))
    }

    /// The one of the day that the clock says.
    fn todays(&self) -> PathBuf {
        let days = (self.clock.now().0 - NOON) / DAY;
        self.daily(28 + u32::try_from(days).expect("a day of that November"))
    }
}

fn backups(app: &App) -> Value {
    run(app, "workspace_backups", json!({})).expect("the backups")
}

fn schedule(app: &App, on: bool, keep: u32) {
    run(app, "workspace_schedule", json!({ "on": on, "keep": keep })).expect("a schedule");
}

#[test]
fn one_is_made_on_each_day_on_which_something_was_changed_with_what_is_attached_and_the_oldest_go() {
    let office = Office::new();
    let app = office.start();
    tend(&app);
    assert_eq!(office.told(), [], "no workspace is open, and none is opened for it");
    office.machine.create(&app, "Lamp");
    attach(&app);
    assert_eq!(
        backups(&app)["schedule"],
        json!({ "on": true, "keep": 7, "keep_at_most": 90, "failed": null }),
        "unless somebody says so"
    );
    schedule(&app, true, 2);
    office.clock.pass(1);
    tend(&app);
    tend(&app);
    assert_eq!(office.told(), [None], "once a day");
    let first = ["Lamp-2026-11-28-daily.partwright", "Lamp-2026-11-28-daily.partwright-files"];
    assert_eq!(office.there(), first);
    let listed = &backups(&app)["backups"][0];
    assert_eq!((&listed["origin"], &listed["verified"]), (&json!("scheduled"), &json!(NOON + 1)));
    let looked = run(&app, "workspace_verify", json!({ "task": "look", "path": office.daily(28) }));
    assert_eq!(looked.expect("an answer")["problems"], json!([]), "it is whole, with what is attached");

    office.clock.pass(DAY);
    tend(&app);
    assert_eq!(office.told(), [], "nothing was changed since");
    fs::write(office.machine.at("boards/backups/Lamp-2026-11-01.partwright"), "somebody's").expect("a file");
    drop(app);
    for _ in 0..2 {
        let app = office.start();
        run(&app, "workspace_show", json!({})).expect("a workspace");
        add_part(&app, "10k");
        tend(&app);
        assert_eq!(office.told(), [None], "and so it is after a restart");
        office.clock.pass(DAY);
    }
    let kept: Vec<_> = office.there().into_iter().filter(|name| !name.ends_with("-files")).collect();
    let expected =
        ["Lamp-2026-11-01.partwright", "Lamp-2026-11-29-daily.partwright", "Lamp-2026-11-30-daily.partwright"];
    assert_eq!(kept, expected, "the oldest went, and what somebody put there stays");
    assert!(!office.there().contains(&first[1].to_owned()), "it went with what was attached");
}

/// Changes something on three days, of each of which two are kept, and lets `tend` look twice on each; answers what is wrong
/// with the backups that are there then, and with what was told.
fn faults_of_three_days(tend: fn(&Office, &App)) -> Vec<String> {
    let office = Office::new();
    let app = office.start();
    office.machine.create(&app, "Lamp");
    attach(&app);
    schedule(&app, true, 2);
    let mut faults = Vec::new();
    for day in 28..=30 {
        add_part(&app, "10k");
        tend(&office, &app);
        tend(&office, &app);
        let looked = run(&app, "workspace_verify", json!({ "task": "look", "path": office.daily(day) }));
        let problems = looked.map(|looked| looked["problems"].clone()).map_err(|error| error.code);
        if problems != Ok(json!([])) {
            faults.push(format!("day {day}: it is not there, or not whole: {problems:?}"));
        }
        let parts =
            |path: &Path| run(&app, "workspace_copy", json!({ "path": path })).map(|copy| copy["parts"].clone());
        let (copied, now) = (parts(&office.daily(day)), parts(&office.machine.at("boards/Lamp.partwright")));
        if copied.as_ref().ok() != now.as_ref().ok() {
            faults.push(format!("day {day}: it is not of today, with {copied:?} parts of {now:?}"));
        }
        let there = office.there().into_iter().filter(|name| !name.ends_with("-files")).count();
        if there > 2 {
            faults.push(format!("day {day}: there are {there}"));
        }
        let told = office.told();
        if told != [None] {
            faults.push(format!("day {day}: told {told:?}"));
        }
        office.clock.pass(DAY);
    }
    faults
}

/// The harness itself.
#[test]
fn who_makes_none_breaks_one_off_leaves_an_old_one_makes_too_many_or_keeps_silent_is_caught() {
    assert_eq!(faults_of_three_days(|_, app| tend(app)), [""; 0]);
    let caught = |tend: fn(&Office, &App), what: &str| {
        let faults = faults_of_three_days(tend);
        assert!(faults.iter().any(|fault| fault.contains(what)), "{what}: {faults:#?}");
    };
    caught(|_, _| (), "it is not there");
    caught(
        |office, app| {
            tend(app);
            // As one that is broken off leaves it.
            let copy = fs::read(office.machine.at("boards/Lamp.partwright")).expect("the open file");
            fs::write(office.todays(), &copy[..copy.len() / 2]).expect("a copy");
        },
        "not whole",
    );
    caught(
        |office, app| {
            tend(app);
            if let Some(first) = office.there().into_iter().find(|name| name.ends_with("-daily.partwright")) {
                let first = fs::read(office.machine.at(&format!("boards/backups/{first}"))).expect("an older one");
                fs::write(office.todays(), first).expect("a copy");
            }
        },
        "not of today",
    );
    caught(
        |office, app| {
            tend(app);
            fs::copy(office.todays(), office.todays().with_extension("2.partwright")).expect("another");
        },
        "there are 4",
    );
    caught(
        |office, app| {
            tend(app);
            office.told();
        },
        "told []",
    );
}

#[test]
fn one_that_fails_is_told_and_shown_takes_nothing_away_and_is_tried_again_after_an_hour() {
    let office = Office::new();
    let app = office.start();
    office.machine.create(&app, "Lamp");
    schedule(&app, true, 1);
    tend(&app);
    assert_eq!(office.told(), [None]);
    office.clock.pass(DAY);
    add_part(&app, "10k");
    // Nobody can make a folder where a file is.
    let (folder, aside) = (office.machine.at("boards/backups"), office.machine.at("boards/aside"));
    fs::rename(&folder, &aside).expect("a folder");
    fs::write(&folder, "in the way").expect("a file");
    tend(&app);
    tend(&app);
    assert_eq!(office.told(), [Some("workspace.unreachable".to_owned())], "once");
    assert_eq!(backups(&app)["schedule"]["failed"]["code"], "workspace.unreachable");
    fs::remove_file(&folder).expect("the file");
    fs::rename(&aside, &folder).expect("a folder");
    assert!(office.daily(28).exists(), "the one of before stays");
    tend(&app);
    assert_eq!(office.told(), [], "not again at once");
    office.clock.pass(3_600_000);
    tend(&app);
    assert_eq!((office.told(), &backups(&app)["schedule"]["failed"]), (vec![None], &Value::Null));
    assert!(office.daily(29).exists() && !office.daily(28).exists());
}

#[test]
fn one_that_lacks_an_attached_file_is_told_and_takes_no_whole_ones_place() {
    let office = Office::new();
    let app = office.start();
    office.machine.create(&app, "Lamp");
    attach(&app);
    schedule(&app, true, 1);
    tend(&app);
    office.clock.pass(DAY);
    add_part(&app, "10k");
    fs::remove_dir_all(office.machine.at("boards/Lamp.partwright-files")).expect("the vault goes");
    tend(&app);
    assert_eq!(office.told(), [None, Some("file.missing".to_owned())]);
    assert!(office.daily(28).exists() && office.daily(29).exists());
    assert_eq!(backups(&app)["backups"][0]["verified"], Value::Null, "it is not called whole");
}

#[test]
fn none_is_made_where_that_was_switched_off_nor_of_the_demo() {
    let office = Office::new();
    let app = office.start();
    run(&app, "workspace_show", json!({})).expect("the demo");
    assert_eq!(backups(&app)["schedule"]["on"], false);
    tend(&app);
    office.machine.create(&app, "Lamp");
    let most = backups(&app)["schedule"]["keep_at_most"].as_u64().expect("a number");
    for refused in [0, most + 1] {
        let request = json!({ "on": true, "keep": refused });
        assert_eq!(code(run(&app, "workspace_schedule", request)), "workspace.keep_invalid");
    }
    schedule(&app, false, 3);
    tend(&app);
    assert_eq!((office.told(), office.there()), (vec![], vec![]));
    assert_eq!(backups(&app)["schedule"], json!({ "on": false, "keep": 3, "keep_at_most": most, "failed": null }));
}

#[test]
fn what_a_killed_program_left_of_one_goes_after_a_day() {
    let office = Office::new();
    let app = office.start();
    office.machine.create(&app, "Lamp");
    let folder = office.machine.at("boards/backups");
    fs::create_dir(&folder).expect("a folder");
    let (left, others) = (
        folder.join("Lamp-2026-11-20-daily.partwright.77-1.unfinished"),
        ["Lamp-2026-11-20.partwright.77-1.unfinished", "Desk-2026-11-20-daily.partwright.77-1.unfinished"],
    );
    fs::write(&left, "half a copy").expect("a file");
    let (files, whole) =
        (folder.join("Lamp-2026-11-20-daily.partwright-files"), folder.join("Lamp-2026-11-19-daily.partwright-files"));
    for folder in [&files, &whole] {
        fs::create_dir(folder).expect("a folder");
    }
    for other in others {
        fs::write(folder.join(other), "half a copy").expect("a file");
    }
    // Files are as old as the system's clock says, which this clock is behind or not; in a year they are old.
    office.clock.pass(365 * DAY);
    add_part(&app, "10k");
    tend(&app);
    assert!(!left.exists() && !files.exists() && whole.exists(), "{:?}", office.there());
    assert!(others.iter().all(|other| folder.join(other).exists()), "those are not ours to remove");
}

#[test]
fn a_replaced_file_is_listed_looked_through_and_restored_with_what_is_attached() {
    let office = Office::new();
    let app = office.start();
    office.machine.create(&app, "Lamp");
    attach(&app);
    tend(&app);
    add_part(&app, "10k");
    let lamp = office.machine.path("boards/Lamp.partwright");
    let restore = |from: &Path| {
        run(&app, "workspace_restore", json!({ "task": "restore", "path": lamp, "from": from })).expect("a way back")
    };
    let restored = restore(&office.daily(28));
    let kept = office.machine.at("boards/Lamp.partwright.replaced-1");
    assert_eq!((&restored["kept"], &restored["problems"]), (&json!(kept), &json!([])));
    assert_eq!(restored["workspace"]["parts"], 1);
    let listed = backups(&app);
    let listed: Vec<_> = listed["backups"].as_array().expect("a list").iter().map(|each| &each["origin"]).collect();
    assert!(listed.contains(&&json!("restore")), "{listed:?}");
    let looked = run(&app, "workspace_verify", json!({ "task": "look", "path": kept })).expect("an answer");
    assert_eq!(looked["problems"], json!([]), "what is attached to it is in the workspace's own folder");
    let back = restore(&kept);
    assert_eq!((&back["workspace"]["parts"], &back["problems"]), (&json!(2), &json!([])));
}

/// A file whose copy is never done by itself.
struct Endless(Mutex<Sender<()>>);

impl WorkspaceFile for Endless {
    fn status(&self) -> WorkspaceStatus {
        WorkspaceStatus::default()
    }

    fn check(&self, _: &Cancel) -> Result<Vec<String>, StoreError> {
        Ok(Vec::new())
    }

    fn back_up(
        &self,
        _: &Path,
        _: &mut dyn FnMut() -> Result<(), Error>,
        cancel: &Cancel,
        _: &mut dyn FnMut(Progress),
    ) -> Result<Vec<String>, Error> {
        self.0.lock().expect("no panic").send(()).expect("a test that waits");
        while !cancel.is_cancelled() {
            thread::yield_now();
        }
        Err(StoreError::Cancelled.into())
    }

    fn contents_beside(&self) -> Result<Vec<KnownContent>, Error> {
        Ok(Vec::new())
    }

    fn prune(&self, _: &Path) -> Result<(), StoreError> {
        Ok(())
    }
}

#[test]
fn one_that_runs_is_ended_by_whoever_closes_the_workspace_and_nobody_is_told_of_a_failure() {
    let office = Office::new();
    let path = office.machine.at("boards/Lamp.partwright");
    let (begun, has_begun) = channel();
    let opener = move |_: &Wish| {
        let ports =
            Ports { store: Arc::new(MemoryStore::new()), clock: Arc::new(SystemClock), ids: Arc::new(TimeOrderedIds) };
        let file = Arc::new(Endless(Mutex::new(begun.clone())));
        Workspace::open(path.clone(), false, file, ports, crate::ipc::memory_vaults(), PersonName::parse("Ada")?)
    };
    let viewer = Viewer::new(Box::new(|path| panic!("{} was opened", path.display())));
    let recent = wiring::recent(&office.machine.at("config"), &wiring::Arguments::default());
    let app = App::new(Box::new(opener), viewer)
        .remembering(recent)
        .showing(Windows::new(Box::new(Hearing(Arc::clone(&office.heard)))));
    let endings: [fn(&App); 2] = [App::put_away, App::close];
    for end in endings {
        app.switch(&Wish::First).expect("a workspace");
        thread::scope(|scope| {
            let tending = scope.spawn(|| tend(&app));
            has_begun.recv().expect("a backup that begins");
            end(&app);
            tending.join().expect("no panic");
        });
    }
    assert_eq!(office.told(), []);
}
