//! A fuzzer for every test run: it changes what is kept, a few hundred times, and always in the same way.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

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

/// Numbers that look like chance and are the same for one seed.
#[derive(Debug, Clone)]
pub struct Numbers(u64);

impl Numbers {
    /// The numbers of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number: `SplitMix64`.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `many`.
    pub fn below(&mut self, many: usize) -> usize {
        usize::try_from(self.draw() % many.max(1) as u64).expect("below a usize")
    }

    /// So many bytes.
    pub fn bytes(&mut self, many: usize) -> Vec<u8> {
        (0..many).map(|_| self.draw().to_le_bytes()[0]).collect()
    }
}

/// Tries a target with each file of its corpus as it is, and with so many changed ones. Answers how many inputs that were.
pub fn run(target: &str, rounds: usize, body: impl Fn(&[u8])) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut paths: Vec<_> =
        fs::read_dir(&folder).expect("a corpus").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let corpus: Vec<_> = paths.iter().map(|path| fs::read(path).expect("an input")).collect();
    assert!(!corpus.is_empty(), "{target} has inputs to begin with");
    let mut numbers = Numbers::new(7);
    let changed = std::iter::repeat_with(|| changed(&corpus, &mut numbers)).take(rounds);
    let inputs: Vec<_> = corpus.iter().cloned().chain(changed).collect();
    for input in &inputs {
        let tried = catch_unwind(AssertUnwindSafe(|| body(input)));
        assert!(tried.is_ok(), "{target} falls over {:?}", input.escape_ascii().to_string());
    }
    inputs.len()
}

fn changed(corpus: &[Vec<u8>], numbers: &mut Numbers) -> Vec<u8> {
    let mut input = corpus[numbers.below(corpus.len())].clone();
    for _ in 0..=numbers.below(4) {
        let (at, to) = (numbers.below(input.len() + 1), numbers.below(input.len() + 1));
        let (from, to) = (at.min(to), at.max(to));
        match numbers.below(6) {
            0 => drop(input.splice(at..at, PIECES[numbers.below(PIECES.len())].iter().copied())),
            1 => drop(input.drain(from..to)),
            2 => input.extend_from_within(from..to),
            3 => input.truncate(at),
            4 => input.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << numbers.below(8)),
            _ => {
                let other = &corpus[numbers.below(corpus.len())];
                let from = numbers.below(other.len() + 1);
                drop(input.splice(at.., other[from..].iter().copied()));
            }
        }
        input.truncate(MOST);
    }
    input
}
