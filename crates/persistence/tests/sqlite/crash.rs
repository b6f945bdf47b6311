//! A program that is killed in the middle of everything loses nothing it has acknowledged, and leaves nothing half done.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use partwright_domain::id::TimeOrderedIds;
use partwright_domain::ports::Ports;
use partwright_testkit::build::{self, part, ports_on};

use crate::claims::{self, Acknowledged};
use crate::open;

const WRITERS: u32 = 8;
/// In the normal test run; `cargo xtask torture` asks for more.
const ROUNDS: u32 = 20;
const FILE: &str = "PARTWRIGHT_CRASH_FILE";
/// Set for a child that acknowledges before the commit.
const EARLY: &str = "PARTWRIGHT_CRASH_EARLY";

#[test]
fn what_was_acknowledged_survives_a_kill() {
    // The child is this very test, started again with a file to write to.
    if let Some(file) = env::var_os(FILE) {
        write_for_ever(Path::new(&file));
    }
    let rounds = ROUNDS * claims::length();
    let (acknowledged, losses) = kill_again_and_again(rounds, false);
    let count = acknowledged.parts.len();
    claims::tell(
        "crash",
        &[("rounds", rounds.into()), ("acknowledged", count as u64), ("losses", losses.len() as u64)],
    );
    assert!(losses.is_empty(), "{losses:#?}");
    assert!(count > 5 * rounds as usize, "the children did write");
}

#[test]
fn a_program_that_acknowledges_before_the_commit_is_caught() {
    let (_, losses) = kill_again_and_again(5, true);
    assert!(losses.iter().any(|loss| loss.contains("acknowledged and lost")), "{losses:#?}");
}

fn kill_again_and_again(rounds: u32, early: bool) -> (Acknowledged, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("crash.partwright");
    build::demand_nothing(&{
        let ports = ports(&file);
        build::open(&ports);
        ports
    });
    let mut acknowledged = Acknowledged::default();
    let mut losses = Vec::new();
    for round in 0..rounds {
        // Another moment each round: between the first acknowledgements and well into a checkpoint.
        let enough = 5 + (round * 37) % 700;
        acknowledge_until_the_kill(&file, enough, early, &mut acknowledged);
        let broken = claims::broken(&file, &acknowledged);
        losses.extend(broken.into_iter().map(|claim| format!("round {round}: {claim}")));
        if !losses.is_empty() {
            break;
        }
    }
    (acknowledged, losses)
}

/// Ports with ids that no other process makes.
fn ports(file: &Path) -> Ports {
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

fn acknowledge_until_the_kill(file: &Path, enough: u32, early: bool, acknowledged: &mut Acknowledged) {
    let program = env::current_exe().expect("this test");
    let mut command = Command::new(program);
    command.args(["--exact", "crash::what_was_acknowledged_survives_a_kill", "--nocapture"]).env(FILE, file);
    command.env("PARTWRIGHT_CRASH_ROUND", acknowledged.round.to_string());
    if early {
        command.env(EARLY, "1");
    }
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("a child");
    let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let mut heard = 0;
    for line in lines {
        // The last line may be torn; what was torn was not read by anybody, and so not acknowledged.
        let Ok(line) = line else { break };
        let number = |word: &str| line.split_once(word).and_then(|(_, number)| number.parse::<u32>().ok());
        if let Some(number) = number("acknowledged ") {
            acknowledged.parts.insert(number);
        } else if let Some(round) = number("turned ") {
            acknowledged.round = round;
        } else {
            continue;
        }
        heard += 1;
        if heard == enough {
            child.kill().expect("a child to kill");
        }
    }
    let end = child.wait().expect("its end");
    assert!(heard >= enough && end.code().is_none(), "it wrote until it was killed: {end}");
}
