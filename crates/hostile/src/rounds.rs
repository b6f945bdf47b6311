//! A fuzzer for every test run: it changes what is kept, a few hundred times, and always in the same way.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use partwright_testkit::chance::Chance;

/// What is put into an input now and then: signs that mean something to some reader.
const PIECES: &[&[u8]] = &[
    b"\0",
    b"\r\n",
    b"\"",
    b"'",
    b",",
    b";",
    b"=",
    b"@",
    b"-",
    b"\t",
    b"<",
    b">",
    b"&#0;",
    b"&x;",
    b"]]>",
    b"<!--",
    b"..",
    b"/",
    b"\\",
    b"{",
    b"[",
    b"\xEF\xBB\xBF",
    b"\xED\xA0\x80",
    b"\xF0\x9F\x94\xA7",
    b"\xC2\xB5",
    b"99999999999999999999",
    b"1e999",
    b"ZZZZZZ1",
    b"-0",
    b"NaN",
    b"*",
    b"%",
    b"_",
    b" OR ",
    b"NEAR(",
    b"\xE2\x80\xAE",
];

/// The largest input that is tried.
const MOST: usize = 16 * 1024;

/// Tries a target with each file of its corpus as it is, and with so many changed ones. Answers how many inputs that were.
pub fn run(target: &str, rounds: usize, body: impl Fn(&[u8])) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut paths: Vec<_> =
        fs::read_dir(&folder).expect("a corpus").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let corpus: Vec<_> = paths.iter().map(|path| fs::read(path).expect("an input")).collect();
    assert!(!corpus.is_empty(), "{target} has inputs to begin with");
    let mut chance = Chance::of(7);
    let changed = std::iter::repeat_with(|| changed(&corpus, &mut chance)).take(rounds);
    let inputs: Vec<_> = corpus.iter().cloned().chain(changed).collect();
    for input in &inputs {
        let tried = catch_unwind(AssertUnwindSafe(|| body(input)));
        assert!(tried.is_ok(), "{target} falls over {:?}", input.escape_ascii().to_string());
    }
    inputs.len()
}

fn changed(corpus: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut input = corpus[chance.below(corpus.len())].clone();
    for _ in 0..=chance.below(4) {
        let (at, to) = (chance.below(input.len() + 1), chance.below(input.len() + 1));
        let (from, to) = (at.min(to), at.max(to));
        match chance.below(6) {
            0 => drop(input.splice(at..at, PIECES[chance.below(PIECES.len())].iter().copied())),
            1 => drop(input.drain(from..to)),
            2 => input.extend_from_within(from..to),
            3 => input.truncate(at),
            4 => input.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << chance.below(8)),
            _ => {
                let other = &corpus[chance.below(corpus.len())];
                let from = chance.below(other.len() + 1);
                drop(input.splice(at.., other[from..].iter().copied()));
            }
        }
        input.truncate(MOST);
    }
    input
}
