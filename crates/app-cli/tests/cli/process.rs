//! What only processes show: pipes, two of them on one workspace, and one that is interrupted.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use partwright_domain::category::{self, Codes};
use partwright_domain::part::{Description, NewPart, PartName};

use crate::care::{make_parts, services};
use crate::{Bench, text};

/// The program as a process of its own, with pipes for streams.
fn process(bench: &Bench, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_partwright"))
        .args(["--workspace", text(&bench.file())])
        .args(arguments)
        .env_remove("PARTWRIGHT_WORKSPACE")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a process")
}

#[test]
fn whoever_has_read_enough_ends_it_quietly() {
    let bench = Bench::new();
    let names: Vec<String> = (0..3000).map(|number| format!("part {number}, with a name that fills a pipe")).collect();
    make_parts(&bench.file(), &names);
    for arguments in [
        &["part", "list"][..],
        &["part", "list", "--format", "json"],
        &["part", "list", "--format", "csv"],
        &["export", "parts", "--output", "-"],
    ] {
        let mut child = process(&bench, arguments);
        let mut out = BufReader::new(child.stdout.take().expect("its output"));
        let mut first = String::new();
        out.read_line(&mut first).expect("a line");
        drop(out);
        let mut err = String::new();
        child.stderr.take().expect("its problems").read_to_string(&mut err).expect("text");
        assert_eq!((child.wait().expect("its end").code(), &*err), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn a_program_that_asks_for_json_gets_one_object_of_what_went_wrong() {
    let bench = Bench::demo();
    let mut bytes = fs::read(bench.file()).expect("the file");
    let end = bytes.len();
    bytes[end / 2..].fill(0);
    fs::write(bench.file(), bytes).expect("a damaged file");
    for arguments in [&["history"][..], &["check"], &["part", "list"]] {
        let output = process(&bench, &[arguments, &["--format", "json"]].concat()).wait_with_output().expect("its end");
        assert_eq!(output.status.code(), Some(4), "{arguments:?}: {output:?}");
        let told: serde_json::Value = serde_json::from_slice(&output.stderr).expect("one object");
        assert_eq!(told["error"]["code"], "workspace.damaged", "{arguments:?}");
    }
}

#[test]
fn a_pipe_gets_no_colour_and_no_progress() {
    let bench = Bench::demo();
    let copy = bench.path("copy.partwright");
    for arguments in [&["part", "list"][..], &["backup", text(&copy)], &["--help"], &["nonsense"]] {
        let output = process(&bench, arguments).wait_with_output().expect("its end");
        assert!(!output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b), "{arguments:?}");
    }
}

#[test]
fn a_package_goes_into_a_pipe_as_it_goes_into_a_file() {
    let bench = Bench::new();
    let number = bench.part("EL-RES", "10 kΩ");
    bench.call(&["part", "set", &number, "Value=10k", "Footprint=R_0402"]).done();
    let packed = || process(&bench, &["export", "package", &number, "--output", "-"]).wait_with_output();
    let refused = packed().expect("its end");
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(1), 0), "nothing is released");
    bench.call(&["submit", &number]).done();
    bench.call(&["override", &number, "--reason", "alone here"]).done();
    bench.call(&["release", &number]).done();
    let path = bench.path("package.zip");
    bench.call(&["export", "package", &number, "--output", text(&path)]).done();
    let output = packed().expect("its end");
    assert_eq!((output.status.code(), &*output.stderr), (Some(0), &b""[..]));
    assert!(output.stdout == fs::read(&path).expect("a package"));
}

#[test]
fn the_window_and_the_command_line_write_to_one_workspace_and_the_window_notices() {
    let bench = Bench::new();
    // What the window is: a process that holds the workspace open, writes to it, and is told of what others commit.
    let window = services(&bench.file());
    let (tell, told) = channel();
    let tell = Mutex::new(tell);
    window.store.subscribe(Arc::new(move |changes| {
        if changes.are_elsewhere() {
            tell.lock().expect("a lock nobody broke").send(()).expect("a test that listens");
        }
    }));
    let actor = window.actor().expect("somebody who acts");
    let codes = Codes::parse("EL-CAP").expect("codes");
    let capacitors = window.store.read("test", |snapshot| category::with_codes(snapshot, &codes)).expect("capacitors");
    let is_over = Arc::new(AtomicBool::new(false));
    let writer = {
        let is_over = Arc::clone(&is_over);
        let parts = window.parts.clone();
        let new = NewPart {
            subcategory: capacitors.id,
            name: PartName::parse("made in the window").expect("a name"),
            description: Description::parse("").expect("nothing"),
            manufacturer_part: None,
        };
        thread::spawn(move || {
            let mut made = 0_usize;
            while made == 0 || !is_over.load(Ordering::Relaxed) {
                parts.create(&actor, new.clone()).expect("a part");
                made += 1;
            }
            made
        })
    };
    let part = |number: u32| process(&bench, &["part", "new", "EL-RES", &format!("made beside it {number}")]);
    let bom = bench.path("lamp.csv");
    fs::write(&bom, "Reference,Value\nR1,10k\nR2,12k\n").expect("a file");
    let import = |number: u32| {
        let name = format!("lamp {number}");
        process(&bench, &["import", text(&bom), "--new", &name, "--category", "EL-PCA"])
    };
    // Several imports at once: whichever comes later plans again, and finds the parts of the first.
    let imports: Vec<Child> = (0..4).map(import).collect();
    let commands: Vec<Child> = (0..8).map(part).collect();
    let imported = imports.len() as u64;
    for child in imports.into_iter().chain(commands) {
        let output = child.wait_with_output().expect("its end");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    is_over.store(true, Ordering::Relaxed);
    let made = writer.join().expect("no panic");
    let (count, _) = window.store.read("test", |snapshot| snapshot.parts().count()).expect("a read");
    // Two resistors for all boards together.
    assert_eq!(count, made as u64 + 8 + imported + 2, "nothing of either was lost");
    // From here on nobody writes in this process: only looking tells it of the other's commit.
    while told.try_recv().is_ok() {}
    assert!(process(&bench, &["part", "new", "EL-RES", "one more"]).wait().expect("its end").success());
    told.recv_timeout(Duration::from_secs(20)).expect("to be told of the other's commit");
    assert_eq!(bench.json(&["part", "list", "--category", "EL-RES"]).as_array().map(Vec::len), Some(11));
}

#[test]
#[cfg(target_os = "linux")]
fn an_interruption_ends_the_waiting_for_a_pipe_that_nobody_writes_into() {
    let bench = Bench::new();
    let pipe = bench.path("nobody.csv");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("a pipe").success());
    let mut child = process(&bench, &["import", text(&pipe), "--dry-run", "--format", "json"]);
    // One thread hears of interruptions, and one opens the pipe.
    let threads = format!("/proc/{}/task", child.id());
    let count = || fs::read_dir(&threads).map_or(0, Iterator::count);
    let begun = Instant::now();
    while count() < 3 {
        assert!(begun.elapsed() < Duration::from_secs(20), "it does not wait for the pipe");
        thread::yield_now();
    }
    let interrupted = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("a signal");
    assert!(interrupted.success());
    let mut err = String::new();
    child.stderr.take().expect("its problems").read_to_string(&mut err).expect("text");
    assert_eq!(child.wait().expect("its end").code(), Some(130), "{err}");
    let told: serde_json::Value = serde_json::from_str(&err).expect("one object");
    assert_eq!(told["error"]["code"], "store.cancelled");
}

#[test]
#[cfg(unix)]
fn an_interruption_ends_a_long_answer_between_its_pages() {
    let bench = Bench::new();
    let names: Vec<String> = (0..4000).map(|number| format!("part {number}, with a name that fills a pipe")).collect();
    make_parts(&bench.file(), &names);
    let mut child = process(&bench, &["part", "list", "--format", "json"]);
    let mut out = BufReader::new(child.stdout.take().expect("its output"));
    let mut first = String::new();
    out.read_line(&mut first).expect("a line");
    // It waits for us to read on: a page is far more than a pipe holds.
    let interrupted = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("a signal");
    assert!(interrupted.success());
    let mut rest = String::new();
    out.read_to_string(&mut rest).expect("text");
    let mut err = String::new();
    child.stderr.take().expect("its problems").read_to_string(&mut err).expect("text");
    assert_eq!(child.wait().expect("its end").code(), Some(130), "{err}");
    let told: serde_json::Value = serde_json::from_str(&err).expect("one object");
    assert_eq!(told["error"]["code"], "store.cancelled");
    assert!(!rest.ends_with("]\n"), "what is not whole does not look as if it were");
}

#[test]
#[cfg(unix)]
fn kicad_is_served_until_somebody_ends_it() {
    let bench = Bench::demo();
    let library = bench.path("parts.kicad_httplib");
    let mut child = Command::new(env!("CARGO_BIN_EXE_partwright"))
        .args(["--workspace", text(&bench.file()), "--format", "json"])
        .args(["serve-kicad", "--port", "0", "--library", text(&library)])
        .env("XDG_CONFIG_HOME", bench.folder.path())
        .env("HOME", bench.folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a process");
    let mut out = BufReader::new(child.stdout.take().expect("its output"));
    let told: serde_json::Value =
        serde_json::Deserializer::from_reader(&mut out).into_iter().next().expect("an answer").expect("one object");
    let address = told["url"].as_str().and_then(|url| url.strip_prefix("http://")?.strip_suffix('/'));
    let file = fs::read_to_string(&library).expect("a library file");
    let file: serde_json::Value = serde_json::from_str(&file).expect("JSON");
    assert_eq!((&file["source"]["root_url"], &told["library"]), (&told["url"], &text(&library).into()));
    assert_eq!(
        (&told["parts"]["offered"], &told["parts"]["without_symbol"]),
        (&0.into(), &0.into()),
        "it has no parts"
    );
    let token = file["source"]["token"].as_str().expect("a token");
    let asked = |token: &str| {
        let address = address.expect("an address");
        let mut stream = std::net::TcpStream::connect(address).expect("a server");
        let request = format!(
            "GET /v1/categories.json HTTP/1.1\r\nHost: {address}\r\nAuthorization: Token {token}\r\nConnection: close\r\n\r\n"
        );
        std::io::Write::write_all(&mut stream, request.as_bytes()).expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    };
    assert!(asked(token).starts_with("HTTP/1.1 200"), "{}", asked(token));
    assert!(asked("another").starts_with("HTTP/1.1 401"), "{}", asked("another"));
    let interrupted = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("a signal");
    assert!(interrupted.success());
    let mut err = String::new();
    child.stderr.take().expect("its problems").read_to_string(&mut err).expect("text");
    assert_eq!((child.wait().expect("its end").code(), &*err), (Some(0), ""));
}
