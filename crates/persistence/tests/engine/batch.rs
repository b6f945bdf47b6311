//! Units that share a transaction: their order, their deadlines, and what becomes of the others when one is to blame.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use partwright_faultfs::{Call, Disk, Fault};
use rusqlite::Connection;
use tempfile::TempDir;

use super::lifted::engine::{Ending, Engine, EngineError, Migration, Reading, Schema, Settings, Shared, Unit};
use super::{PATIENCE, file};

type Work = dyn Fn(&Shared) -> Result<(), EngineError> + Send + Sync;

/// A unit that says when it runs, may wait in its middle, and then works.
pub(super) struct Job {
    runs: Sender<()>,
    gate: Option<Mutex<Receiver<()>>>,
    work: Box<Work>,
}

impl Job {
    pub(super) fn asks(work: impl Fn(&Connection) -> rusqlite::Result<()> + Send + Sync + 'static) -> Self {
        Self::of(move |shared| shared.run("a job", |connection| work(connection)))
    }

    pub(super) fn of(work: impl Fn(&Shared) -> Result<(), EngineError> + Send + Sync + 'static) -> Self {
        Self { runs: channel().0, gate: None, work: Box::new(work) }
    }

    /// Adds so many notes, each by a statement, and goes on as if nothing were when one is refused; the answered end hears of
    /// each run.
    fn adds_many(text: &'static str, count: usize) -> (Self, Receiver<()>) {
        const SQL: &str = "INSERT INTO note (text) VALUES (?1)";
        let (runs, was_run) = channel();
        let work = move |shared: &Shared| {
            for _ in 0..count {
                shared.run(SQL, |connection| connection.execute(SQL, [text])).unwrap_or_default();
            }
            Ok(())
        };
        (Self { runs, ..Self::of(work) }, was_run)
    }

    fn adds(text: &'static str) -> Self {
        Self::asks(move |connection| connection.execute("INSERT INTO note (text) VALUES (?1)", [text]).map(drop))
    }

    /// Adds a note, but waits before it until the answered end is dropped; the other one hears when it runs.
    fn held(text: &'static str) -> (Self, Sender<()>, Receiver<()>) {
        let (release, gate) = channel();
        let (runs, is_running) = channel();
        (Self { runs, gate: Some(Mutex::new(gate)), ..Self::adds(text) }, release, is_running)
    }
}

impl Unit for Job {
    type Answer = Result<(), EngineError>;

    fn run(&self, connection: &Shared) -> Ending<Self::Answer> {
        self.runs.send(()).unwrap_or_default();
        if let Some(gate) = &self.gate {
            // Ends when the other end is dropped.
            gate.lock().expect("no panic while held").recv().unwrap_or_default();
        }
        match (self.work)(connection) {
            Ok(()) => Ending::Commit(Ok(())),
            Err(error) => Ending::Rollback(Err(error)),
        }
    }

    fn committed(&self, _: &Self::Answer) {}
}

type Answer = Result<Result<(), EngineError>, EngineError>;

pub(super) fn engine(schema: Schema, settings: Settings) -> (Arc<Engine<Job>>, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = Engine::open(&file(&folder), schema, settings, Box::new(|| ())).expect("an engine");
    (Arc::new(engine), folder)
}

/// Begins a unit on a thread of its own.
fn begin(engine: &Arc<Engine<Job>>, job: Job) -> Receiver<Answer> {
    let engine = Arc::clone(engine);
    let (tell, told) = channel();
    thread::spawn(move || tell.send(engine.unit("job", job)).unwrap_or_default());
    told
}

/// Begins one unit after the other, each when the one before stands in the queue.
fn begin_in_order(engine: &Arc<Engine<Job>>, jobs: impl IntoIterator<Item = Job>) -> Vec<Receiver<Answer>> {
    let begun = Instant::now();
    let waiting = |count: usize| {
        while engine.status().queued != count {
            assert!(begun.elapsed() < PATIENCE, "a unit that does not come to the queue");
            thread::yield_now();
        }
    };
    let before = engine.status().queued;
    let queued = jobs.into_iter().zip(before + 1..).map(|(job, place)| {
        let told = begin(engine, job);
        waiting(place);
        told
    });
    queued.collect()
}

/// Rules that break a transaction as a full disk does, and ones that are looked at only at the commit.
const CRUEL: Schema = Schema {
    application_id: 0x1234_5678,
    migrations: &[Migration {
        name: "0001_note_create",
        sql: "CREATE TABLE note (text TEXT NOT NULL) STRICT;
              CREATE TABLE parent (id INTEGER PRIMARY KEY);
              CREATE TABLE child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);
              CREATE TRIGGER loses_all BEFORE INSERT ON note WHEN NEW.text = 'loses all'
              BEGIN SELECT RAISE(ROLLBACK, 'as a full disk does'); END;
              CREATE TRIGGER is_late AFTER INSERT ON note WHEN NEW.text = 'is late'
              BEGIN INSERT INTO child VALUES (77); END;",
    }],
};

/// What became of units that waited together behind another, and the notes there are afterwards.
fn batch_of(texts: [&'static str; 5]) -> (Vec<Answer>, Vec<String>, Arc<Engine<Job>>) {
    let (engine, folder) = engine(CRUEL, Settings::default());
    let (first, release, is_running) = Job::held("first");
    let first = begin(&engine, first);
    is_running.recv_timeout(PATIENCE).expect("a unit that runs");
    let told = begin_in_order(&engine, texts.map(Job::adds));
    drop(release);
    first.recv_timeout(PATIENCE).expect("no hang").expect("a unit").expect("a note");
    let answers = told.into_iter().map(|told| told.recv_timeout(PATIENCE).expect("no hang")).collect();
    let raw = Connection::open(file(&folder)).expect("another program");
    let mut statement = raw.prepare("SELECT text FROM note ORDER BY rowid").expect("a statement");
    let notes = statement.query_map([], |row| row.get(0)).expect("rows").collect::<Result<_, _>>().expect("texts");
    (answers, notes, engine)
}

fn are_kept(answers: &[Answer]) -> Vec<bool> {
    answers.iter().map(|answer| matches!(answer, Ok(Ok(())))).collect()
}

#[test]
fn damage_that_one_unit_meets_refuses_those_that_wait_with_it_and_after_it() {
    let (engine, _folder) = engine(super::SCHEMA, Settings::default());
    let (held, release, is_running) = Job::held("before");
    let first = begin(&engine, held);
    is_running.recv_timeout(PATIENCE).expect("it runs");
    let meets = Job::asks(|_| Err(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(11), None)));
    let told = begin_in_order(&engine, [Job::adds("with it"), meets, Job::adds("after it")]);
    drop(release);
    first.recv_timeout(PATIENCE).expect("an answer").expect("a unit").expect("a note");
    for told in told {
        let answer = told.recv_timeout(PATIENCE).expect("an answer").and_then(|answer| answer);
        assert!(matches!(answer, Err(EngineError::Damaged { .. })), "{answer:?}");
    }
    let notes = engine.snapshot(&Reading::default(), super::count).and_then(|count| count);
    assert_eq!(notes.expect("a count"), 1);
}

#[test]
fn units_are_served_in_the_order_in_which_they_came() {
    let (answers, notes, engine) = batch_of(["a", "b", "c", "d", "e"]);
    assert_eq!(are_kept(&answers), [true; 5]);
    assert_eq!(notes, ["first", "a", "b", "c", "d", "e"]);
    let status = engine.status();
    assert_eq!((status.units, status.commits, status.largest_batch), (6, 2, 5), "one flush for those that waited");
}

#[test]
fn a_unit_with_which_the_transaction_is_lost_harms_nobody() {
    let (answers, notes, engine) = batch_of(["a", "b", "loses all", "c", "d"]);
    assert_eq!(are_kept(&answers), [true, true, false, true, true], "{answers:?}");
    assert_eq!(notes, ["first", "a", "b", "c", "d"], "each once, in order");
    let status = engine.status();
    assert_eq!((status.units, status.units_undone), (6, 1), "who ran twice is counted once");
}

#[test]
fn a_unit_that_breaks_a_rule_at_the_commit_harms_nobody() {
    let (answers, notes, engine) = batch_of(["a", "b", "is late", "c", "d"]);
    assert_eq!(are_kept(&answers), [true, true, false, true, true], "{answers:?}");
    assert_eq!(notes, ["first", "a", "b", "c", "d"], "each once, in order");
    let status = engine.status();
    assert_eq!((status.units, status.units_undone, status.commits), (6, 1, 5), "each of them cost a flush");
}

#[test]
fn a_unit_behind_a_long_one_of_its_batch_gives_up_at_its_deadline() {
    let (engine, folder) = engine(CRUEL, Settings { turn: Duration::from_secs(1), ..Settings::default() });
    let (first, release_first, first_runs) = Job::held("first");
    let (second, release_second, second_runs) = Job::held("second");
    let first = begin(&engine, first);
    first_runs.recv_timeout(PATIENCE).expect("a unit that runs");
    let told = begin_in_order(&engine, [second, Job::adds("third")]);
    drop(release_first);
    second_runs.recv_timeout(PATIENCE).expect("the next one, with the third behind it");
    let third = told[1].recv_timeout(PATIENCE).expect("an answer while the second still runs");
    assert!(matches!(third, Err(EngineError::Exhausted { seconds: 1 })), "{third:?}");
    drop(release_second);
    first.recv_timeout(PATIENCE).expect("no hang").expect("a unit").expect("a note");
    told[0].recv_timeout(PATIENCE).expect("no hang").expect("a unit").expect("a note");
    let raw = Connection::open(file(&folder)).expect("another program");
    let thirds: i64 =
        raw.query_row("SELECT count(*) FROM note WHERE text = 'third'", [], |row| row.get(0)).expect("a count");
    assert_eq!(thirds, 0, "who gave up is not served behind its back");
}

/// Lets the flush of five units fail that wait together; answers what is wrong with what they are told, as `hear` has it, and
/// with what is there.
fn faults_of_a_failed_flush(largest_batch: usize, hear: fn(Answer) -> Answer) -> Vec<String> {
    let disk = Disk::new();
    let settings = Settings { file_system: Some(disk.name()), largest_batch, ..Settings::default() };
    let (engine, folder) = engine(CRUEL, settings);
    let (first, release, is_running) = Job::held("first");
    let first = begin(&engine, first);
    is_running.recv_timeout(PATIENCE).expect("a unit that runs");
    let told = begin_in_order(&engine, ["a", "b", "c", "d", "e"].map(Job::adds));
    // The first one has a flush of its own; the next is for the five.
    disk.fail(Call::Sync, 1, Fault::Broken);
    drop(release);
    first.recv_timeout(PATIENCE).expect("no hang").expect("a unit").expect("a note");
    let answers: Vec<_> = told.into_iter().map(|told| hear(told.recv_timeout(PATIENCE).expect("no hang"))).collect();
    assert_eq!(disk.heal(), 1);
    let mut faults = Vec::new();
    let odd = answers.iter().filter(|answer| !matches!(answer, Err(EngineError::Sqlite(_))));
    faults.extend(odd.map(|answer| format!("told {answer:?}")));
    let mut expect = |expected: &[&str]| {
        let there = counts(&folder);
        if !there.iter().map(|(text, count)| (text.as_str(), *count)).eq(expected.iter().map(|text| (*text, 1))) {
            faults.push(format!("there is {there:?}"));
        }
    };
    expect(&["first"]);
    engine.unit("after", Job::adds("after")).expect("a unit").expect("a note");
    expect(&["first", "after"]);
    faults
}

#[test]
fn units_whose_flush_fails_fail_together_and_none_of_them_is_there() {
    let largest_batch = Settings::default().largest_batch;
    assert_eq!(faults_of_a_failed_flush(largest_batch, |answer| answer), [""; 0]);
}

/// The harness itself: units that each have a flush of their own, and an engine that tells of them before the flush.
#[test]
fn units_that_do_not_fail_together_or_are_told_of_too_early_are_caught() {
    let apart = faults_of_a_failed_flush(1, |answer| answer);
    assert!(apart.contains(&"told Ok(Ok(()))".to_owned()), "{apart:#?}");
    assert!(apart.iter().any(|fault| fault.starts_with("there is")), "{apart:#?}");
    let early = faults_of_a_failed_flush(Settings::default().largest_batch, |_| Ok(Ok(())));
    assert_eq!(early, ["told Ok(Ok(()))"; 5]);
}

/// How many notes there are of each text, in the order in which the texts came.
fn counts(folder: &TempDir) -> Vec<(String, u32)> {
    let raw = Connection::open(file(folder)).expect("another program");
    let mut statement =
        raw.prepare("SELECT text, count(*) FROM note GROUP BY text ORDER BY min(rowid)").expect("a statement");
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
    rows.collect::<Result<_, _>>().expect("counts")
}

#[test]
fn a_unit_that_outgrows_a_shared_transaction_is_run_again_by_itself() {
    for place in [0, 2] {
        let settings = Settings { most_shared: 50, oldest_batch: PATIENCE, ..Settings::default() };
        let (engine, folder) = engine(CRUEL, settings);
        let (first, release, is_running) = Job::held("first");
        let first = begin(&engine, first);
        is_running.recv_timeout(PATIENCE).expect("a unit that runs");
        let (many, was_run) = Job::adds_many("many", 200);
        let mut jobs = vec![Job::adds("a"), Job::adds("b"), Job::adds("c")];
        jobs.insert(place, many);
        let told = begin_in_order(&engine, jobs);
        drop(release);
        first.recv_timeout(PATIENCE).expect("no hang").expect("a unit").expect("a note");
        for told in told {
            told.recv_timeout(PATIENCE).expect("no hang").expect("a unit").expect("notes");
        }
        let mut expected = vec![("a".to_owned(), 1), ("b".to_owned(), 1), ("c".to_owned(), 1)];
        expected.insert(place, ("many".to_owned(), 200));
        expected.insert(0, ("first".to_owned(), 1));
        assert_eq!(counts(&folder), expected, "each in its turn, and nothing of the first run");
        assert_eq!(was_run.try_iter().count(), 2);
        let status = engine.status();
        let commits = if place == 0 { 3 } else { 4 };
        assert_eq!((status.units, status.commits, status.units_undone), (5, commits, 0), "it had a commit of its own");
    }
}

#[test]
fn a_unit_that_comes_alone_may_be_of_any_size() {
    let (engine, folder) = engine(CRUEL, Settings { most_shared: 50, ..Settings::default() });
    let (many, was_run) = Job::adds_many("many", 200);
    engine.unit("many", many).expect("a unit").expect("notes");
    assert_eq!((counts(&folder), was_run.try_iter().count()), (vec![("many".to_owned(), 200)], 1));
}
