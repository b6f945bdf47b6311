//! Two processes on one file: the window and another program.

use std::collections::BTreeSet;
use std::env;
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use partwright_domain::change::Changes;
use partwright_domain::id::TimeOrderedIds;
use partwright_domain::ports::Ports;
use partwright_testkit::build::{self, part, ports_on};

use crate::open;

const THREADS: usize = 4;
const PARTS: usize = 40;
const FIRST: u32 = 100_000;
const LAST_OF_BOTH: u32 = FIRST + 319;
const FILE: &str = "PARTWRIGHT_SECOND_PROCESS_FILE";
const THIS_TEST: &str = "two_processes::two_processes_write_one_file_and_each_notices_the_other";

#[test]
fn two_processes_write_one_file_and_each_notices_the_other() {
    // The second process is this very test, started again with a file to write to.
    if let Some(file) = env::var_os(FILE) {
        return second(Path::new(&file));
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("shared.partwright");
    let ports = ports(&file);
    build::open(&ports);
    let changes = listen(&ports);
    let mut second = Second::start(&file);
    second.say("begin");
    let mut numbers = make(&ports);
    assert_eq!(numbers.len(), THREADS * PARTS);
    numbers.extend(second.numbers(THREADS * PARTS));
    let dense: BTreeSet<u32> = (FIRST..=LAST_OF_BOTH).collect();
    assert_eq!(numbers, dense, "both were answered, and no number came twice");
    // With a unit of its own this process has noticed all that came before it.
    part("EL-RES").named("between").add_to(&ports);
    while changes.try_recv().is_ok() {}
    // From here on nobody writes in this process: only looking tells it of the other's commit.
    second.say("one more");
    let one_more = *second.numbers(1).first().expect("a number");
    changes.recv_timeout(Duration::from_secs(20)).expect("to be told of the other's commit");
    let (count, _) = ports.store.read("test", |snapshot| snapshot.parts().count()).expect("a read");
    assert_eq!(count, u64::from(one_more - FIRST + 1), "what was told of can be read");
    second.end();
}

/// Ports with ids that no other process makes.
fn ports(file: &Path) -> Ports {
    Ports { ids: Arc::new(TimeOrderedIds), ..ports_on(Arc::new(open(file))) }
}

/// What the store's observers hear of commits elsewhere.
fn listen(ports: &Ports) -> Receiver<Changes> {
    let (tell, told) = channel();
    let tell = Mutex::new(tell);
    ports.store.subscribe(Arc::new(move |changes| {
        if changes.are_elsewhere() {
            tell.lock().expect("a lock nobody broke").send(changes.clone()).expect("a test that listens");
        }
    }));
    told
}

/// Makes parts from several threads, and answers their numbers; a unit that is refused is a failed test.
fn make(ports: &Ports) -> BTreeSet<u32> {
    let makers: Vec<_> = (0..THREADS)
        .map(|_| {
            let ports = ports.clone();
            let number = move |_| part("EL-RES").named("shared").add_to(&ports).part.number.sequence.get();
            thread::spawn(move || (0..PARTS).map(number).collect::<Vec<_>>())
        })
        .collect();
    makers.into_iter().flat_map(|maker| maker.join().expect("no panic")).collect()
}

/// What the second process does: it makes parts when it is told to, and says their numbers.
fn second(file: &Path) {
    let ports = ports(file);
    let told = listen(&ports);
    let mut lines = std::io::stdin().lines();
    let say = |numbers: BTreeSet<u32>| {
        let mut out = std::io::stdout().lock();
        for number in numbers {
            writeln!(out, "made {number}").expect("a first process that listens");
        }
    };
    lines.next().expect("to be told to begin").expect("a line");
    say(make(&ports));
    told.recv_timeout(Duration::from_secs(20)).expect("the first process wrote too");
    lines.next().expect("to be told to go on").expect("a line");
    say(BTreeSet::from([part("EL-RES").named("one more").add_to(&ports).part.number.sequence.get()]));
}

struct Second {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Second {
    fn start(file: &Path) -> Self {
        let mut child = Command::new(env::current_exe().expect("this test"))
            .args(["--exact", THIS_TEST, "--nocapture"])
            .env(FILE, file)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a second process");
        let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        Self { child, lines }
    }

    fn say(&mut self, line: &str) {
        let mut stdin = self.child.stdin.as_ref().expect("its input");
        writeln!(stdin, "{line}").expect("a second process that listens");
    }

    /// The next numbers it says, in the order of their size.
    fn numbers(&mut self, count: usize) -> Vec<u32> {
        let lines = self.lines.by_ref().map(|line| line.expect("a line"));
        let numbers = lines.filter_map(|line| line.split_once("made ")?.1.parse().ok());
        let numbers: Vec<u32> = numbers.take(count).collect();
        assert_eq!(numbers.len(), count, "it ended before it had said everything");
        numbers
    }

    fn end(mut self) {
        drop(self.child.stdin.take());
        assert!(self.child.wait().expect("its end").success(), "the second process failed");
    }
}
