//! The write-ahead log: it stays short whoever reads, and goes when there is nothing to do.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use partwright_domain::ports::Ports;
use partwright_domain::store::StoreError;
use partwright_domain::workspace::WorkspaceFile;
use partwright_testkit::build::{self, part, ports_on};
use partwright_testkit::contract::Fixture;

use crate::{OnFile, fresh, log_of, wait_until};

const MIB: u64 = 1024 * 1024;

fn workspace() -> (OnFile, Ports) {
    let fixture = fresh();
    let ports = ports_on(fixture.store());
    build::open(&ports);
    (fixture, ports)
}

fn size(file: &Path) -> u64 {
    fs::metadata(log_of(file)).map_or(0, |log| log.len())
}

/// Writes until so many bytes went through the log, and answers how long it ever was.
fn write(ports: &Ports, file: &Path, bytes: u64) -> u64 {
    // A part's unit changes thirty pages of 4 KiB, with those of the search's index; what it really was is not counted
    // anywhere outside.
    const A_UNIT: u64 = 120 * 1024;
    let sizes = (0..bytes / A_UNIT).map(|_| {
        part("EL-RES").named("written").add_to(ports);
        size(file)
    });
    sizes.max().unwrap_or_default()
}

/// Two readers that relieve each other: there is always a snapshot open, and none much longer than that.
fn read_without_a_gap(ports: &Ports, stay: Duration, is_over: &AtomicBool) {
    let begun = [AtomicU64::new(0), AtomicU64::new(0)];
    let read = |me: usize| {
        while !is_over.load(Ordering::Relaxed) {
            let answer: Result<(), StoreError> = ports.store.read("test", |snapshot| {
                snapshot.people().acting()?;
                let other = begun[1 - me].load(Ordering::Relaxed);
                begun[me].fetch_add(1, Ordering::Relaxed);
                let start = Instant::now();
                let is_relieved = || begun[1 - me].load(Ordering::Relaxed) != other && start.elapsed() >= stay;
                while !is_relieved() && !is_over.load(Ordering::Relaxed) {
                    thread::yield_now();
                }
                Ok(())
            });
            answer.expect("a read");
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| read(0));
        scope.spawn(|| read(1));
    });
}

/// How long the log gets while so many bytes go through it and there is always a reader.
fn longest_under_readers(stay: Duration, bytes: u64) -> u64 {
    let (fixture, ports) = workspace();
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| read_without_a_gap(&ports, stay, &is_over));
        let longest = write(&ports, &fixture.path, bytes);
        is_over.store(true, Ordering::Relaxed);
        longest
    })
}

#[test]
fn the_log_stays_short_under_readers_that_never_pause() {
    // From 16 MiB on the writer waits for the readers that are in its way; on a busy machine it needs several tries.
    let longest = longest_under_readers(Duration::ZERO, 96 * MIB);
    assert!(longest < 48 * MIB, "the log grew to {longest} bytes");
}

#[test]
fn a_log_that_is_longer_waits_for_readers_that_stay_longer() {
    // Three times as long as the writer waits when it begins to: at twice the length it waits for four times as long.
    let longest = longest_under_readers(Duration::from_millis(60), 96 * MIB);
    assert!(longest < 64 * MIB, "the log grew to {longest} bytes");
}

#[test]
fn the_log_survives_a_long_reader_and_goes_when_there_is_nothing_to_do() {
    let (fixture, ports) = workspace();
    let empty = fs::metadata(&fixture.path).expect("the file").len();
    let during: Result<u64, StoreError> = ports.store.read("test.long", |snapshot| {
        let before = snapshot.parts().count()?;
        let during = thread::scope(|scope| scope.spawn(|| write(&ports, &fixture.path, 20 * MIB)).join());
        assert_eq!(snapshot.parts().count()?, before, "the snapshot is as it was");
        Ok(during.expect("no panic"))
    });
    assert!(during.expect("a read") > 10 * MIB, "the reader kept the log from being emptied");
    wait_until("an idle moment in which the log is cut", || size(&fixture.path) == 0);
    let status = fixture.store.as_ref().expect("an open store").status();
    assert_eq!(status.log_bytes, 0);
    assert!(status.file_bytes > empty, "everything is in the file now");
    part("EL-RES").named("after").add_to(&ports);
    assert!(size(&fixture.path) > 0, "and the next change is in the log again");
}
