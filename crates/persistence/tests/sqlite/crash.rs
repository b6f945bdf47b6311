//! A program that is killed in the middle of everything loses nothing it has acknowledged, and leaves nothing half done.

use std::collections::BTreeSet;
use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;

use partwright_domain::id::TimeOrderedIds;
use partwright_domain::ports::Ports;
use partwright_domain::store::Store;
use partwright_testkit::build::{self, part, ports_on};

use crate::open;

const WRITERS: usize = 8;
const ROUNDS: usize = 20;
const FILE: &str = "PARTWRIGHT_CRASH_FILE";
const THIS_TEST: &str = "crash::what_was_acknowledged_survives_a_kill";

#[test]
fn what_was_acknowledged_survives_a_kill() {
    // The child is this very test, started again with a file to write to.
    if let Some(file) = env::var_os(FILE) {
        write_for_ever(Path::new(&file));
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("crash.partwright");
    build::open(&ports(&file));
    let mut acknowledged = BTreeSet::new();
    for round in 0..ROUNDS {
        // Another moment each round: between the first acknowledgements and well into a checkpoint.
        let enough = 5 + round * 37;
        acknowledged.extend(acknowledged_before_the_kill(&file, enough));
        check(&file, &acknowledged, round);
    }
    assert!(acknowledged.len() > ROUNDS * 5, "the children did write");
}

/// Ports with ids that no other process makes.
fn ports(file: &Path) -> Ports {
    Ports { ids: Arc::new(TimeOrderedIds), ..ports_on(Arc::new(open(file))) }
}

/// Makes parts from many threads, and says the number of each as soon as it is acknowledged.
fn write_for_ever(file: &Path) -> ! {
    let ports = ports(file);
    let writers: Vec<_> = (0..WRITERS)
        .map(|_| {
            let ports = ports.clone();
            thread::spawn(move || -> () {
                loop {
                    let made = part("EL-RES").named("crash").mpn("Yageo", "RC0402").add_to(&ports);
                    // One write, so that a kill does not tear the line from its end.
                    let line = format!("acknowledged {}\n", made.part.number.sequence.get());
                    std::io::stdout().write_all(line.as_bytes()).expect("a parent that listens");
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().expect("no panic");
    }
    unreachable!("the writers write until they are killed")
}

fn acknowledged_before_the_kill(file: &Path, enough: usize) -> BTreeSet<u32> {
    let program = env::current_exe().expect("this test");
    let mut child = Command::new(program)
        .args(["--exact", THIS_TEST, "--nocapture"])
        .env(FILE, file)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a child");
    let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let mut acknowledged = BTreeSet::new();
    for line in lines {
        // The last line may be torn; what was torn was not read by anybody, and so not acknowledged.
        let Ok(line) = line else { break };
        let Some((_, number)) = line.split_once("acknowledged ") else { continue };
        acknowledged.extend(number.parse::<u32>().ok());
        if acknowledged.len() == enough {
            child.kill().expect("a child to kill");
        }
    }
    let end = child.wait().expect("its end");
    assert!(acknowledged.len() >= enough && end.code().is_none(), "it wrote until it was killed: {end}");
    acknowledged
}

fn check(file: &Path, acknowledged: &BTreeSet<u32>, round: usize) {
    // Opening is what a user would do next: it replays the WAL.
    let store = open(file);
    let (parts, _) = (&store as &dyn Store).read("test", |snapshot| snapshot.parts().count()).expect("a count");
    let parts = i64::try_from(parts).expect("few");
    drop(store);
    let raw = rusqlite::Connection::open(file).expect("a connection");
    let text = |sql: &str| raw.query_row(sql, [], |row| row.get::<_, String>(0)).expect(sql);
    let count = |sql: &str| raw.query_row(sql, [], |row| row.get::<_, i64>(0)).expect(sql);
    assert_eq!(text("PRAGMA integrity_check"), "ok", "round {round}");
    assert_eq!(count("SELECT count(*) FROM pragma_foreign_key_check"), 0, "round {round}");
    let mut statement = raw.prepare("SELECT sequence FROM part ORDER BY sequence").expect("a statement");
    let there: BTreeSet<u32> =
        statement.query_map([], |row| row.get(0)).expect("rows").collect::<Result<_, _>>().expect("numbers");
    let lost: Vec<_> = acknowledged.difference(&there).collect();
    assert!(lost.is_empty(), "round {round}: acknowledged and lost: {lost:?}");
    let dense: BTreeSet<u32> = (100_000..100_000 + u32::try_from(parts).expect("few")).collect();
    assert_eq!(there, dense, "round {round}: numbers are dense");
    // A part comes with its first revision and its audit, or not at all.
    assert_eq!(count("SELECT count(*) FROM revision"), parts, "round {round}: no half unit");
    let told = count("SELECT count(*) FROM audit_unit WHERE operation = 'part.create'");
    assert_eq!(told, parts, "round {round}: each part is audited");
    assert_eq!(count("SELECT max(sequence) - count(*) FROM audit_unit"), 0, "round {round}: the audit has no gaps");
}
