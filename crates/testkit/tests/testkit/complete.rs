//! The list of the contract is complete: a promise that is written is a promise that is tested.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn source(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(path)).expect("a source file")
}

/// The promises written in a room of the contract.
fn written(room: &str) -> BTreeSet<String> {
    let text = source(&format!("contract/{room}.rs"));
    let functions = text.lines().filter_map(|line| line.strip_prefix("pub fn "));
    functions.filter_map(|line| line.split_once("(test: &TestStore)")).map(|(name, _)| name.to_owned()).collect()
}

/// The rooms and their promises as `store_contract!` lists them.
fn listed() -> Vec<(String, BTreeSet<String>)> {
    let text = source("contract.rs");
    let (_, list) = text.split_once("{ $factory;\n").expect("the list of store_contract!");
    let (list, _) = list.split_once("        }\n    };").expect("the end of that list");
    let rooms = list.split(';').map(str::trim).filter(|room| !room.is_empty());
    let room = |room: &str| {
        let (name, promises) = room.split_once(':').expect("a room with its promises");
        (name.to_owned(), promises.split(',').map(|promise| promise.trim().to_owned()).collect())
    };
    rooms.map(room).collect()
}

#[test]
fn every_promise_of_the_contract_is_listed() {
    let listed = listed();
    for (room, promises) in &listed {
        assert_eq!(*promises, written(room), "the promises of {room}");
    }
    let rooms: BTreeSet<_> = listed.into_iter().map(|(room, _)| format!("{room}.rs")).collect();
    let files = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/contract")).expect("a folder");
    let files = files.map(|file| file.expect("a file").file_name().into_string().expect("a name")).collect();
    assert_eq!(rooms, files, "each file of the contract is a room of the list");
}

#[test]
fn no_two_promises_have_one_name() {
    let mut seen = BTreeSet::new();
    for promise in listed().into_iter().flat_map(|(_, promises)| promises) {
        assert!(seen.insert(promise.clone()), "{promise} stands in two rooms");
    }
}
