//! What a workspace claims after whatever happened to it.

use std::collections::BTreeSet;
use std::path::Path;

use partwright_domain::audit::{Chained, check_chain};
use partwright_domain::cancel::Cancel;
use partwright_domain::category::Subcategory;
use partwright_domain::change::Room;
use partwright_domain::id::PersonId;
use partwright_domain::ports::Ports;
use partwright_domain::property::PropertyName;
use partwright_domain::store::{Store, StoreError};
use partwright_persistence::{Settings, SqliteStore};
use partwright_testkit::build;
use partwright_testkit::contract::Fixture;
pub(crate) use partwright_testkit::figures::{length, tell};

/// The first part's number.
const FIRST: u32 = 100_000;

/// What was acknowledged.
#[derive(Debug, Clone, Default)]
pub(crate) struct Acknowledged {
    /// Numbers of parts.
    pub(crate) parts: BTreeSet<u32>,
    /// The last round of [`turn`]; 0 for none.
    pub(crate) round: u32,
}

/// Opens the file, as a user would do next, and answers which claims do not hold. `acknowledged` is all there may be but
/// for what was on its way: more may be there, as long as it is whole.
pub(crate) fn broken(file: &Path, acknowledged: &Acknowledged) -> Vec<String> {
    let mut broken: Vec<String> = match SqliteStore::open(file, Settings { readers: 1, ..Settings::default() }) {
        Ok(store) => {
            let faults = (&store as &dyn Store)
                .read("test", |snapshot| check_chain(snapshot, None, &Cancel::new(), &mut |_| ()))
                .map(|Chained { faults, .. }| {
                    faults.iter().map(|fault| format!("the chain is not whole: {fault}")).collect()
                });
            // It works the log off when it is dropped.
            drop(store);
            faults.unwrap_or_else(|error| vec![format!("the chain cannot be read: {error}")])
        }
        Err(error) => return vec![format!("it does not open: {error}")],
    };
    broken.extend(look(file, acknowledged).unwrap_or_else(|error| vec![format!("it cannot be read: {error}")]));
    broken
}

fn look(file: &Path, acknowledged: &Acknowledged) -> rusqlite::Result<Vec<String>> {
    let raw = rusqlite::Connection::open(file)?;
    let count = |sql: &str| raw.query_row(sql, [], |row| row.get::<_, i64>(0));
    let sound: String = raw.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    let mut statement = raw.prepare("SELECT sequence FROM part ORDER BY sequence")?;
    let there: BTreeSet<u32> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let parts = u32::try_from(there.len()).unwrap_or(u32::MAX);
    let lost: Vec<_> = acknowledged.parts.difference(&there).collect();
    let mut broken = Vec::new();
    let mut claim = |holds: bool, what: String| {
        if !holds {
            broken.push(what);
        }
    };
    claim(sound == "ok", format!("the file is not sound: {sound}"));
    claim(count("SELECT count(*) FROM pragma_foreign_key_check")? == 0, "something refers to nothing".to_owned());
    claim(lost.is_empty(), format!("acknowledged and lost: {lost:?}"));
    claim(there == (FIRST..FIRST + parts).collect(), "the numbers are not dense".to_owned());
    // A part comes with its first revision and its audit, or not at all.
    claim(count("SELECT count(*) FROM revision")? == i64::from(parts), "half a unit: a part and a revision".to_owned());
    let told = count("SELECT count(*) FROM audit_unit WHERE operation = 'part.create'")?;
    claim(told == i64::from(parts), format!("half a unit: {parts} parts, {told} of them audited"));
    let gaps = count("SELECT coalesce(max(sequence) - count(*), 0) FROM audit_unit")?;
    claim(gaps == 0, format!("the audit has {gaps} gaps"));
    let (different, demands) = (
        count("SELECT count(DISTINCT name) FROM subcategory_demand WHERE name LIKE 'Round %'")?,
        count("SELECT count(*) FROM subcategory_demand WHERE name LIKE 'Round %'")?,
    );
    let subcategories = count("SELECT count(*) FROM subcategory")?;
    let is_whole = different == 0 || (different == 1 && demands == subcategories);
    claim(is_whole, format!("half a large unit: {demands} of {subcategories} rows, of {different} rounds"));
    let round = count(
        "SELECT coalesce(max(CAST(substr(name, 7) AS INTEGER)), 0) FROM subcategory_demand WHERE name LIKE 'Round %'",
    )?;
    let told_of = acknowledged.round;
    claim(round >= i64::from(told_of), format!("acknowledged and lost: round {told_of}; there is {round}"));
    Ok(broken)
}

/// A large unit: it changes every subcategory, and after it all of them say the same.
pub(crate) fn turn(ports: &Ports, person: PersonId, round: u32) -> Result<(), StoreError> {
    let name = PropertyName::parse(&format!("Round {round}")).expect("a name");
    build::write(ports, person, move |unit| {
        for subcategory in unit.categories().subcategories()? {
            let id = subcategory.id;
            unit.categories().update(&Subcategory { demands: vec![name.clone()], ..subcategory })?;
            unit.note(Room::Category, id)?;
        }
        Ok(())
    })
}

/// What each claim is there for, done past the store to three parts and two rounds: whoever claims it, sees it.
#[test]
fn each_claim_is_seen_to_break() {
    const LAST: &str = "(SELECT max(sequence) FROM part)";
    let faults = [
        (format!("UPDATE part SET name = '' WHERE sequence = {LAST}"), "the file is not sound: CHECK constraint"),
        (format!("UPDATE part SET successor_id = zeroblob(16) WHERE sequence = {LAST}"), "something refers to nothing"),
        (format!("UPDATE part SET sequence = sequence + 1 WHERE sequence = {LAST}"), "the numbers are not dense"),
        (format!("DELETE FROM part WHERE sequence = {LAST}"), "acknowledged and lost: [100002]"),
        ("DELETE FROM revision WHERE id = (SELECT max(id) FROM revision)".to_owned(), "half a unit: a part and a revision"),
        ("DELETE FROM audit_unit WHERE operation = 'part.create'".to_owned(), "half a unit: 3 parts, 0 of them audited"),
        ("DELETE FROM audit_unit WHERE sequence = 1".to_owned(), "the audit has 1 gaps"),
        ("UPDATE audit_unit SET at = at + 1 WHERE sequence = 2".to_owned(), "the chain is not whole: "),
        (
            "DELETE FROM subcategory_demand WHERE subcategory_id = (SELECT max(subcategory_id) FROM subcategory_demand)".to_owned(),
            "half a large unit: ",
        ),
        ("DELETE FROM subcategory_demand WHERE name LIKE 'Round %'".to_owned(), "acknowledged and lost: round 2"),
    ];
    for (fault, claim) in faults {
        let mut fixture = crate::fresh();
        let ports = build::ports_on(fixture.store());
        let actor = build::open(&ports);
        let made = (0..3).map(|_| build::part("EL-RES").add_to(&ports).part.number.sequence.get()).collect();
        for round in [1, 2] {
            turn(&ports, actor.id, round).expect("a large unit");
        }
        drop(ports);
        drop(fixture.store.take());
        let acknowledged = Acknowledged { parts: made, round: 2 };
        assert_eq!(broken(&fixture.path, &acknowledged), Vec::<String>::new(), "nothing was done yet");
        let raw = fixture.raw();
        raw.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
            .expect("a careless program");
        let triggers: Vec<String> = raw
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
            .and_then(|mut all| all.query_map([], |row| row.get(0))?.collect())
            .expect("triggers");
        for trigger in triggers {
            raw.execute_batch(&format!("DROP TRIGGER {trigger}")).expect("one trigger less");
        }
        assert!(raw.execute(&fault, []).expect(&fault) > 0, "{fault}");
        drop(raw);
        // Opening brings the schema back and may refuse; the file is read all the same.
        let mut seen = broken(&fixture.path, &acknowledged);
        seen.extend(look(&fixture.path, &acknowledged).expect("a file that can be read"));
        assert!(seen.iter().any(|broken| broken.starts_with(claim)), "{fault}: {seen:#?}");
    }
}
