//! Files: on drafts only, under names that every system can keep, and never handed out when they are not what they were.

use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use partwright_domain::audit::AuditFilter;
use partwright_domain::cancel::Cancel;
use partwright_domain::change::Changes;
use partwright_domain::file::{
    BackedUp, Collected, File, FileError, FileName, FileRole, FileService, MOST_BYTES, MOST_SHOWN, SAFE_AGE, Vault,
    is_program,
};
use partwright_domain::id::{FileId, RevisionId, Uuid};
use partwright_domain::person::{Actor, Role};
use partwright_domain::ports::Ports;
use partwright_domain::revision::Lifecycle;
use partwright_domain::store::StoreError;
use partwright_domain::time::Timestamp;
use partwright_domain::{Error, Result};
use partwright_testkit::build;
use partwright_testkit::fault::FaultStore;
use partwright_testkit::vault::MemoryVault;
use partwright_testkit::vault::contract::SetClock;
use proptest::prelude::*;

use crate::code;

fn attach(files: &FileService, actor: &Actor, revision: RevisionId, name: &str, mut bytes: &[u8]) -> Result<File> {
    files.attach(actor, revision, build::new_file(name), &mut bytes, &Cancel::new())
}

fn bytes(files: &FileService, id: FileId) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    files.copy(id, &mut bytes, &Cancel::new()).map(|_| bytes)
}

fn of(ports: &Ports, revision: RevisionId) -> Vec<File> {
    ports.store.read::<_, StoreError>("test", |snapshot| snapshot.files().of(revision)).expect("files")
}

#[test]
fn a_file_is_attached_replaced_and_removed() {
    let (ports, actor) = build::workspace();
    let (files, _) = build::files(&ports);
    let revision = build::part("EL-ICT").add_to(&ports).revision.id;
    let file = attach(&files, &actor, revision, "sheet.pdf", b"first").expect("a file");
    assert_eq!((file.name.as_str(), file.role, file.content.size), ("sheet.pdf", FileRole::Document, 5));
    assert_eq!((file.added_by, bytes(&files, file.id)), (actor.id, Ok(b"first".to_vec())));
    let replaced = files.replace(&actor, file.id, &mut &b"the second"[..], &Cancel::new()).expect("other bytes");
    assert_eq!((replaced.id, &replaced.name, replaced.content.size), (file.id, &file.name, 10));
    assert_eq!(bytes(&files, file.id), Ok(b"the second".to_vec()));
    let read = files.change_role(&actor, file.id, FileRole::Datasheet).expect("another role");
    assert_eq!((of(&ports, revision), read.role), (vec![read.clone()], FileRole::Datasheet));
    assert_eq!(files.remove(&actor, file.id), Ok(read));
    assert_eq!(of(&ports, revision), []);
    assert_eq!(code(files.remove(&actor, file.id)), "file.not_found");
    assert_eq!(code(files.change_role(&actor, file.id, FileRole::Other)), "file.not_found");
    assert_eq!(code(files.replace(&actor, file.id, &mut io::empty(), &Cancel::new())), "file.not_found");
    assert_eq!(code(bytes(&files, file.id)), "file.not_found");
}

#[test]
fn the_history_of_a_file_names_each_of_its_contents() {
    let (ports, actor) = build::workspace();
    let (files, _) = build::files(&ports);
    let part = build::part("EL-ICT").add_to(&ports);
    let file = attach(&files, &actor, part.revision.id, "sheet.pdf", b"first").expect("a file");
    files.replace(&actor, file.id, &mut &b"second"[..], &Cancel::new()).expect("other bytes");
    files.remove(&actor, file.id).expect("a file that is there");
    let filter = AuditFilter { part: Some(part.part.id), limit: 3, entries: 9, ..AuditFilter::default() };
    let units = ports.store.read::<_, StoreError>("test", |snapshot| snapshot.audit().list(&filter)).expect("history");
    let hash = |value: &Option<serde_json::Value>| value.as_ref().map(|value| value["hash"].clone());
    let told: Vec<_> = units
        .iter()
        .map(|unit| (unit.unit.operation.as_str(), hash(&unit.entries[0].before), hash(&unit.entries[0].after)))
        .collect();
    let [first, second] = [&b"first"[..], b"second"].map(|bytes| build::content(bytes).hash.to_string().into());
    let (first, second): (serde_json::Value, serde_json::Value) = (first, second);
    assert_eq!(
        told,
        [
            ("file.remove", Some(second.clone()), None),
            ("file.replace", Some(first.clone()), Some(second)),
            ("file.attach", None, Some(first)),
        ]
    );
    assert_eq!(units[0].entries[0].title, format!("{} revision 1: sheet.pdf", part.part.number));
}

#[test]
fn only_a_drafts_files_change() {
    let (ports, actor) = build::workspace();
    let (files, _) = build::files(&ports);
    for state in [Lifecycle::InReview, Lifecycle::Released, Lifecycle::Obsolete] {
        let revision = build::part("EL-ICT").add_to(&ports).revision.id;
        let file = attach(&files, &actor, revision, "a.pdf", b"a").expect("a file");
        build::advance(&ports, revision, state);
        for answer in [
            attach(&files, &actor, revision, "b.pdf", b"b"),
            files.replace(&actor, file.id, &mut &b"b"[..], &Cancel::new()),
            files.replace(&actor, file.id, &mut &b"a"[..], &Cancel::new()),
            files.change_role(&actor, file.id, FileRole::Model),
            files.remove(&actor, file.id),
        ] {
            assert_eq!(code(answer), "revision.not_draft", "{state}");
        }
        assert_eq!((of(&ports, revision), bytes(&files, file.id)), (vec![file], Ok(b"a".to_vec())), "{state}");
    }
    let nowhere = attach(&files, &actor, RevisionId(Uuid::nil()), "a.pdf", b"a");
    assert_eq!(code(nowhere), "revision.not_found");
}

#[test]
fn what_changes_nothing_leaves_no_trace() {
    let (ports, actor) = build::workspace();
    let (files, _) = build::files(&ports);
    let revision = build::part("EL-ICT").add_to(&ports).revision.id;
    let file = attach(&files, &actor, revision, "a.pdf", b"a").expect("a file");
    let told: Arc<Mutex<Vec<Changes>>> = Arc::default();
    let tell = Arc::clone(&told);
    ports.store.subscribe(Arc::new(move |changes| {
        tell.lock().unwrap_or_else(PoisonError::into_inner).push(changes.clone());
    }));
    files.change_role(&actor, file.id, file.role).expect("the same role");
    files.replace(&actor, file.id, &mut &b"a"[..], &Cancel::new()).expect("the same bytes");
    assert_eq!(*told.lock().unwrap_or_else(PoisonError::into_inner), []);
    assert_eq!(of(&ports, revision), [file], "who attached it when is what it was");
}

#[test]
fn a_viewer_puts_nothing_into_the_vault() {
    let (ports, actor) = build::workspace();
    let (files, vault) = build::files(&ports);
    let revision = build::part("EL-ICT").add_to(&ports).revision.id;
    let viewer = Actor { role: Role::Viewer, ..actor };
    assert_eq!(code(attach(&files, &viewer, revision, "a.pdf", b"a")), "person.right_missing");
    assert_eq!(code(files.collect(&viewer, Vec::new())), "person.right_missing");
    assert_eq!(format!("{vault:?}"), "{}");
}

/// A source that never ends.
struct Endless(u64);

impl Read for Endless {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.0 += to.len() as u64;
        Ok(to.len())
    }
}

#[test]
fn the_beginning_of_a_file_is_of_sound_bytes_and_no_longer_than_asked() {
    let (ports, actor) = build::workspace();
    let (files, vault) = build::files(&ports);
    let draft = build::part("EL-PCA").add_to(&ports).revision.id;
    let file = attach(&files, &actor, draft, "notes.txt", b"one two").expect("a file");
    let beginning = |most| files.beginning(file.id, most, &Cancel::new());
    assert_eq!(beginning(3).as_deref(), Ok(&b"one"[..]));
    assert_eq!(beginning(usize::MAX).as_deref(), Ok(&b"one two"[..]));
    let long = vec![b'a'; MOST_SHOWN + 1];
    let long = attach(&files, &actor, draft, "long.txt", &long).expect("a long file");
    let shown = files.beginning(long.id, usize::MAX, &Cancel::new()).expect("its beginning");
    assert_eq!(shown.len(), MOST_SHOWN, "there is a bound whatever is asked for");
    vault.damage(&file.content.hash);
    assert_eq!(code(beginning(3)), "file.damaged", "though the first three bytes are as they were");
    assert_eq!(code(files.beginning(FileId(Uuid::nil()), 3, &Cancel::new())), "file.not_found");
}

#[test]
fn a_file_that_is_too_large_is_refused_before_it_is_read_to_its_end() {
    let (ports, actor) = build::workspace();
    let (files, vault) = build::files(&ports);
    let revision = build::part("EL-ICT").add_to(&ports).revision.id;
    let mut endless = Endless(0);
    let answer = files.attach(&actor, revision, build::new_file("a.bin"), &mut endless, &Cancel::new());
    assert_eq!(answer, Err(FileError::TooLarge { most: MOST_BYTES }.into()));
    assert!(endless.0 < MOST_BYTES + (1 << 20), "{} bytes were read", endless.0);
    assert_eq!(format!("{vault:?}"), "{}");
}

#[test]
fn an_attach_that_is_cancelled_leaves_nothing() {
    let (ports, actor) = build::workspace();
    let (files, vault) = build::files(&ports);
    let revision = build::part("EL-ICT").add_to(&ports).revision.id;
    let cancel = Cancel::new();
    cancel.cancel();
    let answer = files.attach(&actor, revision, build::new_file("a.bin"), &mut Endless(0), &cancel);
    assert_eq!(code(answer), "store.cancelled");
    assert_eq!((of(&ports, revision), format!("{vault:?}").as_str()), (vec![], "{}"));
}

#[test]
fn what_is_missing_or_damaged_is_told_by_the_files_name() {
    let (ports, actor) = build::workspace();
    let (files, vault) = build::files(&ports);
    let revision = build::part("EL-ICT").add_to(&ports).revision.id;
    let damaged = attach(&files, &actor, revision, "damaged.pdf", b"one").expect("a file");
    let lost = attach(&files, &actor, revision, "lost.pdf", b"two").expect("a file");
    let sound = attach(&files, &actor, revision, "sound.pdf", b"three").expect("a file");
    let gone = attach(&files, &actor, revision, "gone.pdf", b"four").expect("a file");
    files.remove(&actor, gone.id).expect("a file that is there");
    assert_eq!(files.check(&Cancel::new()), Ok(vec![]));
    vault.damage(&damaged.content.hash);
    vault.lose(&lost.content.hash);
    vault.lose(&gone.content.hash);
    let expected = [
        FileError::Damaged { content: "damaged.pdf".to_owned() },
        FileError::Missing { content: "lost.pdf".to_owned() },
        FileError::Missing { content: gone.content.hash.to_string() },
    ];
    assert_eq!(bytes(&files, damaged.id), Err(expected[0].clone().into()));
    assert_eq!(bytes(&files, lost.id), Err(expected[1].clone().into()));
    assert_eq!(bytes(&files, sound.id), Ok(b"three".to_vec()));
    let mut faults = files.check(&Cancel::new()).expect("a vault that is looked through");
    faults.sort_by_key(ToString::to_string);
    let mut expected = expected.to_vec();
    expected.sort_by_key(ToString::to_string);
    assert_eq!(faults, expected);
    attach(&files, &actor, revision, "the same.pdf", b"one").expect("a file");
    assert_eq!(bytes(&files, damaged.id), Ok(b"one".to_vec()), "attaching the same bytes is a remedy");
}

#[test]
fn a_back_up_has_every_content_that_is_sound_and_tells_of_the_others() {
    let (ports, actor) = build::workspace();
    let (files, vault) = build::files(&ports);
    let revision = build::part("EL-ICT").add_to(&ports).revision.id;
    let sound = attach(&files, &actor, revision, "sound.pdf", b"one").expect("a file");
    let gone = attach(&files, &actor, revision, "gone.pdf", b"two").expect("a file");
    files.remove(&actor, gone.id).expect("a file that is there");
    let damaged = attach(&files, &actor, revision, "damaged.pdf", b"three").expect("a file");
    vault.damage(&damaged.content.hash);
    let copy = MemoryVault::new(Arc::clone(&ports.clock));
    let faults = vec![FileError::Damaged { content: "damaged.pdf".to_owned() }];
    assert_eq!(files.back_up(&copy, &Cancel::new()), Ok(BackedUp { contents: 2, bytes: 6, faults }));
    for hash in [sound.content.hash, gone.content.hash] {
        assert!(copy.copy(&hash, &mut io::sink(), &Cancel::new()).is_ok(), "what the history names is there");
    }
    let cancel = Cancel::new();
    cancel.cancel();
    assert_eq!(code(files.back_up(&copy, &cancel)), "store.cancelled");
    assert_eq!(code(files.check(&cancel)), "store.cancelled");
}

/// A workspace whose clock stands where it is set, with a vault on the same clock.
fn timed() -> (Ports, Actor, FileService, Arc<MemoryVault>, Arc<SetClock>) {
    let clock = Arc::new(SetClock::default());
    let ports = Ports { clock: Arc::clone(&clock) as _, ..build::memory_ports() };
    let actor = build::open(&ports);
    let (files, vault) = build::files(&ports);
    (ports, actor, files, vault, clock)
}

fn after(age: i64) -> Timestamp {
    Timestamp(i64::try_from(SAFE_AGE.as_millis()).expect("a day") + age)
}

#[test]
fn only_what_no_file_ever_had_is_collected_and_only_when_it_is_old() {
    let (ports, actor, files, _vault, clock) = timed();
    let revision = build::part("EL-ICT").add_to(&ports).revision.id;
    let file = attach(&files, &actor, revision, "a.pdf", b"attached").expect("a file");
    files.replace(&actor, file.id, &mut &b"replaced"[..], &Cancel::new()).expect("other bytes");
    files.remove(&actor, file.id).expect("a file that is there");
    assert_eq!(code(attach(&files, &actor, RevisionId(Uuid::nil()), "a.pdf", b"refused")), "revision.not_found");
    clock.set(after(0));
    assert_eq!(files.collect(&actor, Vec::new()), Ok(Collected::default()), "a day old is not older than a day");
    clock.set(after(1));
    assert_eq!(files.collect(&actor, Vec::new()), Ok(Collected { contents: 1, bytes: 7 }));
    assert_eq!(files.check(&Cancel::new()), Ok(vec![]), "what the audit names is still there");
}

#[test]
fn a_unit_that_fails_after_its_bytes_were_put_leaves_a_sound_workspace() {
    let (ports, actor) = build::workspace();
    let revision = build::part("EL-ICT").add_to(&ports).revision.id;
    let full = StoreError::Failed { detail: "the disk is full".to_owned() };
    let store = FaultStore::on(Arc::clone(&ports.store)).failing_commit(1, full);
    let ports = Ports { store: Arc::new(store), ..ports };
    let (files, vault) = build::files(&ports);
    assert_eq!(code(attach(&files, &actor, revision, "a.pdf", b"a")), "store.failed");
    assert_eq!((of(&ports, revision), files.check(&Cancel::new())), (vec![], Ok(vec![])));
    assert_ne!(format!("{vault:?}"), "{}", "its bytes are there, in nobody's way");
    let file = attach(&files, &actor, revision, "a.pdf", b"a").expect("a second attempt");
    assert_eq!(bytes(&files, file.id), Ok(b"a".to_vec()));
}

#[test]
fn names_that_every_system_can_keep_are_taken() {
    let long = format!("{}.pdf", "ß".repeat(125));
    for name in
        ["a", "Maße 図面.PDF", ".gitignore", "a..b", "console.txt", "COM10.txt", "com", "a b-c_(d)&'e.tar.gz", &long]
    {
        assert_eq!(FileName::parse(name).map(|name| name.to_string()), Ok(name.to_owned()));
    }
    assert_eq!(FileName::parse("  a.pdf\t").map(|name| name.to_string()), Ok("a.pdf".to_owned()));
}

#[test]
fn names_that_mean_something_else_somewhere_are_refused() {
    let long = "ß".repeat(128);
    for name in [
        "",
        " ",
        ".",
        "..",
        "a/b",
        "/etc/passwd",
        "..\\a",
        "C:\\a",
        "a:b",
        "a\0b",
        "a\nb",
        "a\u{7f}",
        "a\u{85}b",
        "a.",
        "a..",
        "CON",
        "con",
        "nul.txt",
        "Com1.tar.gz",
        "LPT9",
        "COM¹",
        "aux .txt",
        "conin$",
        "a?",
        "a*",
        "a<b",
        "a|b",
        "\"a\"",
        "\u{202e}fdp.exe",
        "a\u{2066}b",
        "sheet.pdf\u{2028}.exe",
        "a\u{2029}b",
        "..\\..\\a",
        "\\\\server\\share",
        "C:",
        "a::$DATA",
        "CON.",
        "NUL .txt",
        "\u{a0}..\u{a0}",
        &long,
    ] {
        assert_eq!(FileName::parse(name).map_err(|error| error.code()), Err("file.name_invalid"), "{name:?}");
    }
}

proptest! {
    /// Whatever is taken as a name is the last part of a path and nothing else, wherever it is put.
    #[test]
    fn no_name_leads_out_of_its_folder(name in r"(\PC|[./\\:* \x00-\x1f\x{2028}\x{2029}]|\.\.|CON|nul){0,40}") {
        if let Ok(name) = FileName::parse(&name) {
            let path = std::path::Path::new("folder").join(name.as_str());
            prop_assert_eq!(path.parent(), Some(std::path::Path::new("folder")));
            prop_assert_eq!(path.file_name().and_then(|last| last.to_str()), Some(name.as_str()));
            let separators = ['/', '\\', ':', '\0', '\n', '\r', '\u{2028}', '\u{2029}'];
            prop_assert!(!name.as_str().contains(separators), "{name}");
            // Windows takes dots and spaces off the end, and finds another file.
            prop_assert!(!name.as_str().ends_with(['.', ' ']) && name.as_str().len() <= FileName::MOST_BYTES);
            prop_assert_eq!(FileName::parse(name.as_str()), Ok(name));
        }
    }
}

#[test]
fn programs_and_scripts_are_known_by_their_ending_and_by_their_beginning() {
    let named = |name: &str| FileName::parse(name).expect("a name");
    for name in ["setup.exe", "Setup.EXE", "a.pdf.lnk", "x.desktop", "run.sh", "a.py", "macro.vbs", "a.jar", "a.url"] {
        assert!(is_program(&named(name), b"%PDF"), "{name}");
    }
    for start in [&b"#!/b"[..], b"MZ\x90\0", b"\x7fELF", b"\xcf\xfa\xed\xfe"] {
        assert!(is_program(&named("sheet.pdf"), start), "{start:?}");
    }
    for (name, start) in
        [("sheet.pdf", &b"%PDF"[..]), ("board.step", b"ISO-"), ("exe", b""), (".sh", b"M"), ("a.hex", b":100")]
    {
        assert!(!is_program(&named(name), start), "{name}");
    }
}

#[test]
fn a_role_is_known_by_its_name() {
    for role in FileRole::ALL {
        assert_eq!(FileRole::named(role.name()), Some(role));
        assert_eq!(serde_json::to_value(role).expect("JSON"), role.name());
    }
    assert_eq!(FileRole::named("datasheet"), None);
    let error = Error::from(FileError::TooLarge { most: MOST_BYTES });
    assert_eq!(error.fields(), [("most", "100000000".to_owned())]);
}
