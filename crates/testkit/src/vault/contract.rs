//! The contract of the vault: every promise of the port, each a function whose name is the promise.
//!
//! An adapter passes it with one line, [`vault_contract!`](crate::vault_contract).

use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, Read};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;

use partwright_domain::cancel::Cancel;
use partwright_domain::file::{Collected, ContentHash, FileError, Stored, Vault};
use partwright_domain::store::StoreError;
use partwright_domain::time::{Clock, Timestamp};
use partwright_domain::{Error, Result};

/// A clock that stands until it is set.
#[derive(Debug, Default)]
pub struct SetClock(AtomicI64);

impl SetClock {
    /// Sets it.
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.0, Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// What an adapter gives the contract: a vault with nothing in it, and the means to do it harm.
pub trait VaultFixture {
    /// The vault.
    fn vault(&self) -> Arc<dyn Vault>;
    /// Changes a byte of a content behind the vault's back.
    fn damage(&self, hash: &ContentHash);
    /// Takes a content away behind the vault's back.
    fn lose(&self, hash: &ContentHash);
}

/// A vault under test, with its clock.
pub struct TestVault {
    fixture: Box<dyn VaultFixture>,
    clock: Arc<SetClock>,
}

impl fmt::Debug for TestVault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TestVault").finish_non_exhaustive()
    }
}

impl TestVault {
    /// The vault that a factory makes on a clock.
    pub fn new<F: VaultFixture + 'static>(factory: impl FnOnce(Arc<dyn Clock>) -> F) -> Self {
        let clock = Arc::new(SetClock::default());
        let fixture = Box::new(factory(Arc::clone(&clock) as Arc<dyn Clock>));
        Self { fixture, clock }
    }

    fn vault(&self) -> Arc<dyn Vault> {
        self.fixture.vault()
    }

    fn put(&self, bytes: &[u8]) -> Stored {
        self.vault().put(&mut &*bytes, &Cancel::new()).expect("a content that is taken")
    }

    fn read(&self, hash: &ContentHash) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.vault().copy(hash, &mut bytes, &Cancel::new()).map(|_| bytes)
    }

    fn collect(&self, keep: &[ContentHash], put_before: i64) -> Collected {
        let keep = keep.iter().copied().collect();
        self.vault().collect(&keep, Timestamp(put_before)).expect("a vault that is collected")
    }

    fn at(&self, moment: i64) {
        self.clock.set(Timestamp(moment));
    }
}

fn missing(hash: &ContentHash) -> Error {
    FileError::Missing { content: hash.to_string() }.into()
}

/// Many bytes, none of them like its neighbours.
fn many(count: u32) -> Vec<u8> {
    (0..count).flat_map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()).collect()
}

/// Nothing, a byte, and as many as make the pieces come out even or not.
pub fn what_was_put_comes_back(test: &TestVault) {
    for bytes in [vec![], vec![0], b"one".to_vec(), many(1 << 14), many((1 << 14) + 1), many(70_000)] {
        let stored = test.put(&bytes);
        assert_eq!(stored.size, bytes.len() as u64);
        assert_eq!(test.read(&stored.hash), Ok(bytes));
    }
}

/// The name is the SHA-256 that every other program computes too (FIPS 180-4, its first example).
pub fn a_content_is_known_by_its_sha256(test: &TestVault) {
    let hash = test.put(b"abc").hash;
    assert_eq!(hash.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(ContentHash::parse(&hash.to_string()), Some(hash));
}

/// Put twice, it is there once.
pub fn the_same_bytes_are_one_content(test: &TestVault) {
    assert_eq!(test.put(b"the same"), test.put(b"the same"));
    assert_eq!(test.collect(&[], 1), Collected { contents: 1, bytes: 8 });
}

/// Whichever of them is first, all are answered alike, and the content is there once and whole.
pub fn threads_that_put_the_same_bytes_put_them_once(test: &TestVault) {
    const THREADS: usize = 8;
    let (vault, together) = (test.vault(), Arc::new(Barrier::new(THREADS)));
    let bytes = Arc::new(many(50_000));
    let putters: Vec<_> = (0..THREADS)
        .map(|_| {
            let (vault, together, bytes) = (Arc::clone(&vault), Arc::clone(&together), Arc::clone(&bytes));
            thread::spawn(move || {
                together.wait();
                vault.put(&mut bytes.as_slice(), &Cancel::new()).expect("a content that is taken")
            })
        })
        .collect();
    let stored: Vec<_> = putters.into_iter().map(|putter| putter.join().expect("no panic")).collect();
    assert!(stored.iter().all(|each| *each == stored[0]));
    assert_eq!(test.read(&stored[0].hash).as_ref(), Ok(&*bytes));
    assert_eq!(test.collect(&[], 1), Collected { contents: 1, bytes: 200_000 });
}

/// Bytes, and then what a test wants to happen in the middle.
struct Interrupted<F> {
    bytes: Vec<u8>,
    then: F,
}

impl<F: FnMut() -> io::Result<usize>> Read for Interrupted<F> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.bytes.is_empty() {
            return (self.then)();
        }
        let length = to.len().min(self.bytes.len());
        to[..length].copy_from_slice(&self.bytes[..length]);
        self.bytes.drain(..length);
        Ok(length)
    }
}

/// Cancelled in the middle, there is nothing: neither the whole nor what had come by then.
pub fn a_cancelled_put_leaves_nothing(test: &TestVault) {
    let bytes = many(20_000);
    let whole = test.put(&bytes);
    test.collect(&[], 1);
    let cancel = Cancel::new();
    let switch = cancel.clone();
    let mut content = Interrupted {
        bytes: bytes.clone(),
        then: move || {
            switch.cancel();
            Ok(1)
        },
    };
    assert_eq!(test.vault().put(&mut content, &cancel), Err(StoreError::Cancelled.into()));
    assert_eq!(test.read(&whole.hash), Err(missing(&whole.hash)));
    assert_eq!(test.collect(&[], i64::MAX), Collected::default());
}

/// A source that fails in the middle leaves nothing either, and says why.
pub fn a_put_that_fails_leaves_nothing(test: &TestVault) {
    let mut content = Interrupted { bytes: many(20_000), then: || Err(io::Error::other("the cable is out")) };
    let answer = test.vault().put(&mut content, &Cancel::new());
    assert_eq!(answer, Err(FileError::VaultFailed { detail: "the cable is out".to_owned() }.into()));
    assert_eq!(test.collect(&[], i64::MAX), Collected::default());
}

/// One byte is enough to be noticed.
pub fn a_damaged_content_is_never_handed_out_as_sound(test: &TestVault) {
    let hash = test.put(&many(30_000)).hash;
    test.fixture.damage(&hash);
    assert_eq!(test.read(&hash), Err(FileError::Damaged { content: hash.to_string() }.into()));
}

/// What is not there is said to be missing, whether it ever was there or not.
pub fn a_lost_content_is_said_to_be_missing(test: &TestVault) {
    let hash = test.put(b"soon gone").hash;
    test.fixture.lose(&hash);
    for hash in [hash, ContentHash([7; 32])] {
        assert_eq!(test.read(&hash), Err(missing(&hash)));
    }
}

/// Attaching the same file again is a remedy.
pub fn putting_it_again_heals_a_content(test: &TestVault) {
    let bytes = many(30_000);
    let hash = test.put(&bytes).hash;
    test.fixture.damage(&hash);
    test.put(&bytes);
    assert_eq!(test.read(&hash).as_ref(), Ok(&bytes));
    test.fixture.lose(&hash);
    test.put(&bytes);
    assert_eq!(test.read(&hash), Ok(bytes));
}

/// A long copy is ended from elsewhere.
pub fn a_cancelled_copy_ends(test: &TestVault) {
    let hash = test.put(&many(30_000)).hash;
    let cancel = Cancel::new();
    cancel.cancel();
    assert_eq!(test.vault().copy(&hash, &mut io::sink(), &cancel), Err(StoreError::Cancelled.into()));
}

/// Neither what is kept nor what is young; only the rest, and of that everything.
pub fn only_what_is_old_and_not_kept_is_collected(test: &TestVault) {
    test.at(1000);
    let (kept, old) = (test.put(b"kept").hash, test.put(b"old").hash);
    test.at(2000);
    let young = test.put(b"young").hash;
    assert_eq!(test.collect(&[kept], 2000), Collected { contents: 1, bytes: 3 });
    assert_eq!(test.read(&old), Err(missing(&old)));
    assert!(test.read(&kept).is_ok() && test.read(&young).is_ok());
    assert_eq!(test.collect(&[kept], 2000), Collected::default(), "there is no more to collect");
}

/// Somebody who attaches what is there already relies on it as much as on what they wrote themselves.
pub fn putting_it_again_makes_a_content_young(test: &TestVault) {
    test.at(1000);
    let hash = test.put(b"again").hash;
    test.at(5000);
    test.put(b"again");
    assert_eq!(test.collect(&[], 5000), Collected::default());
    assert!(test.read(&hash).is_ok());
}

/// Round after round the same bytes are put and read, while another thread collects whatever is older than the round.
pub fn collecting_beside_putting_loses_nothing(test: &TestVault) {
    const ROUNDS: i64 = 300;
    test.at(0);
    let (vault, clock) = (test.vault(), Arc::clone(&test.clock));
    let collector = thread::spawn(move || {
        let mut collected = 0;
        while clock.now().0 < ROUNDS {
            let now = clock.now();
            collected += vault.collect(&BTreeSet::new(), now).expect("a vault that is collected").contents;
        }
        collected
    });
    for round in 1..=ROUNDS {
        test.at(round);
        let hash = test.put(b"put and collected, round after round").hash;
        assert_eq!(test.read(&hash).map(|bytes| bytes.len()), Ok(36), "round {round}");
    }
    collector.join().expect("no panic");
}

/// Makes a module's worth of tests of a vault: one `#[test]` for each promise of its contract.
///
/// ```text
/// mod contract {
///     partwright_testkit::vault_contract!(crate::vault::fresh); // fn fresh(clock: Arc<dyn Clock>) -> impl VaultFixture
/// }
/// ```
#[macro_export]
macro_rules! vault_contract {
    ($factory:path) => {
        $crate::vault_contract! { $factory;
            what_was_put_comes_back,
            a_content_is_known_by_its_sha256,
            the_same_bytes_are_one_content,
            threads_that_put_the_same_bytes_put_them_once,
            a_cancelled_put_leaves_nothing,
            a_put_that_fails_leaves_nothing,
            a_damaged_content_is_never_handed_out_as_sound,
            a_lost_content_is_said_to_be_missing,
            putting_it_again_heals_a_content,
            a_cancelled_copy_ends,
            only_what_is_old_and_not_kept_is_collected,
            putting_it_again_makes_a_content_young,
            collecting_beside_putting_loses_nothing,
        }
    };
    ($factory:path; $($promise:ident),+ $(,)?) => {$(
        #[test]
        fn $promise() {
            $crate::vault::contract::$promise(&$crate::vault::contract::TestVault::new($factory));
        }
    )+};
}
