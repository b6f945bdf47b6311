//! A program that is killed in the middle of everything loses nothing it has acknowledged, and leaves nothing half done.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use partwright_domain::id::TimeOrderedIds;
use partwright_domain::ports::Ports;
use partwright_testkit::build::{self, part, ports_on};
use partwright_testkit::chance::Chance;

use crate::claims::{self, Acknowledged};
use crate::open;

const WRITERS: u32 = 8;
/// In the normal test run; `cargo xtask torture` asks for more.
const ROUNDS: u32 = 20;
/// The last moment of a kill: acknowledgements, and microseconds behind them, in which a unit or two are done.
const MOST_ACKNOWLEDGED: usize = 250;
const MOST_MICROSECONDS: usize = 20_000;
const FILE: &str = "PARTWRIGHT_CRASH_FILE";
/// Which moments are tried; another seed each time, without it.
const SEED: &str = "PARTWRIGHT_CRASH_SEED";
/// Set for a child that acknowledges before the commit.
const EARLY: &str = "PARTWRIGHT_CRASH_EARLY";

#[test]
fn what_was_acknowledged_survives_a_kill() {
    // The child is this very test, started again with a file to write to.
    if let Some(file) = env::var_os(FILE) {
        write_for_ever(Path::new(&file));
    }
    let (mut rounds, mut count, mut losses) = (0, 0, Vec::new());
    let mut seed = env::var(SEED).ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(Chance::seed);
    // Twenty kills a file: after each of them all is looked at that was written before.
    for _ in 0..claims::length() {
        let (acknowledged, broken) = kill_again_and_again(ROUNDS, false, seed);
        rounds += ROUNDS;
        count += acknowledged.parts.len();
        losses = broken;
        if !losses.is_empty() {
            break;
        }
        seed = seed.wrapping_add(1);
    }
    claims::tell(
        "crash",
        &[("rounds", rounds.into()), ("acknowledged", count as u64), ("losses", losses.len() as u64), ("seed", seed)],
    );
    assert!(losses.is_empty(), "with {SEED}={seed}: {losses:#?}");
    assert!(count > 5 * rounds as usize, "the children did write");
}

#[test]
fn a_program_that_acknowledges_before_the_commit_is_caught() {
    let (_, losses) = kill_again_and_again(5, true, 1);
    assert!(losses.iter().any(|loss| loss.contains("acknowledged and lost")), "{losses:#?}");
}

fn kill_again_and_again(rounds: u32, early: bool, seed: u64) -> (Acknowledged, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("crash.partwright");
    build::demand_nothing(&{
        let ports = ports(&file);
        build::open(&ports);
        ports
    });
    let mut acknowledged = Acknowledged::default();
    let mut losses = Vec::new();
    let mut chance = Chance::of(seed);
    for round in 0..rounds {
        // Another moment each round: after the first acknowledgements, or well behind a checkpoint, which comes after every
        // thousand pages, a hundred parts or less; and then some time later, in the middle of whatever is done then.
        let moment = Moment {
            after: 5 + u32::try_from(chance.below(MOST_ACKNOWLEDGED)).expect("few"),
            later: Duration::from_micros(chance.below(MOST_MICROSECONDS) as u64),
        };
        acknowledge_until_the_kill(&file, moment, early, &mut acknowledged);
        let broken = claims::broken(&file, &acknowledged);
        losses.extend(broken.into_iter().map(|claim| format!("round {round}: {claim}")));
        if !losses.is_empty() {
            break;
        }
    }
    (acknowledged, losses)
}

/// Ports with ids that no other process makes.
pub(crate) fn ports(file: &Path) -> Ports {
    Ports { ids: Arc::new(TimeOrderedIds), ..ports_on(Arc::new(open(file))) }
}

/// Says one thing to the parent, in one write, so that a kill does not tear the line from its end.
fn say(what: &str, number: u32) {
    std::io::stdout().write_all(format!("{what} {number}\n").as_bytes()).expect("a parent that listens");
}

/// Makes parts from many threads and turns the large unit round from one, and says each as soon as it is acknowledged.
fn write_for_ever(file: &Path) -> ! {
    let ports = ports(file);
    let actor = build::open(&ports);
    let early = env::var_os(EARLY).is_some();
    let (there, _) = ports.store.read("test", |snapshot| snapshot.parts().count()).expect("a count");
    let next = Arc::new(AtomicU32::new(100_000 + u32::try_from(there).expect("few")));
    let first_round = env::var("PARTWRIGHT_CRASH_ROUND").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut writers: Vec<_> = (1..WRITERS)
        .map(|_| {
            let (ports, next) = (ports.clone(), Arc::clone(&next));
            thread::spawn(move || -> () {
                loop {
                    if early {
                        say("acknowledged", next.fetch_add(1, Ordering::Relaxed));
                    }
                    let made = part("EL-RES").named("crash").mpn("Yageo", "RC0402").add_to(&ports);
                    if !early {
                        say("acknowledged", made.part.number.sequence.get());
                    }
                }
            })
        })
        .collect();
    writers.push(thread::spawn(move || {
        for round in first_round + 1.. {
            claims::turn(&ports, actor.id, round).expect("a round");
            say("turned", round);
        }
    }));
    for writer in writers {
        writer.join().expect("no panic");
    }
    unreachable!("the writers write until they are killed")
}

/// When a child is killed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    /// After so many acknowledgements,
    pub(crate) after: u32,
    /// and so much later.
    pub(crate) later: Duration,
}

/// Starts a child that writes to a file, and kills it; what it said until its end was acknowledged.
pub(crate) fn acknowledge_until_the_kill(file: &Path, moment: Moment, early: bool, acknowledged: &mut Acknowledged) {
    let program = env::current_exe().expect("this test");
    let mut command = Command::new(program);
    command.args(["--exact", "crash::what_was_acknowledged_survives_a_kill", "--nocapture"]).env(FILE, file);
    command.env("PARTWRIGHT_CRASH_ROUND", acknowledged.round.to_string());
    if early {
        command.env(EARLY, "1");
    }
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("a child");
    let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let (tell, told) = channel();
    let reader = thread::spawn(move || {
        // The last line may be torn; what was torn was not read by anybody, and so not acknowledged.
        for line in lines.map_while(Result::ok) {
            if tell.send(line).is_err() {
                break;
            }
        }
    });
    let mut heard = 0;
    let mut hear = |line: &str| {
        let number = |word: &str| line.split_once(word).and_then(|(_, number)| number.parse::<u32>().ok());
        if let Some(number) = number("acknowledged ") {
            acknowledged.parts.insert(number);
        } else if let Some(round) = number("turned ") {
            acknowledged.round = round;
        } else {
            return heard;
        }
        heard += 1;
        heard
    };
    while let Ok(line) = told.recv() {
        if hear(&line) == moment.after {
            break;
        }
    }
    let end = Instant::now() + moment.later;
    while let Ok(line) = told.recv_timeout(end.saturating_duration_since(Instant::now())) {
        hear(&line);
    }
    child.kill().expect("a child to kill");
    for line in &told {
        hear(&line);
    }
    let (end, heard) = (child.wait().expect("its end"), hear(""));
    reader.join().expect("its lines");
    assert!(heard >= moment.after && end.code().is_none(), "it wrote until it was killed: {end}");
}
