//! Every connection has its pragmas, whoever hands it out.

use std::sync::{Arc, Barrier};
use std::thread;

use partwright_domain::store::StoreError;
use partwright_testkit::contract::Fixture;

use crate::{fresh, newest};

#[test]
fn the_file_is_in_wal_mode_and_marked_as_ours() {
    let fixture = fresh();
    let raw = fixture.raw();
    let journal: String = raw.pragma_query_value(None, "journal_mode", |row| row.get(0)).expect("a mode");
    let id: u32 = raw.pragma_query_value(None, "application_id", |row| row.get(0)).expect("an id");
    let version: u32 = raw.pragma_query_value(None, "user_version", |row| row.get(0)).expect("a version");
    assert_eq!((journal.as_str(), id, version), ("wal", 0x5057_7274, newest()));
}

#[test]
fn every_table_is_strict() {
    let fixture = fresh();
    let raw = fixture.raw();
    let mut statement = raw
        .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'")
        .expect("a statement");
    let loose: Vec<String> =
        statement.query_map([], |row| row.get(0)).expect("rows").collect::<Result<_, _>>().expect("names");
    assert!(loose.is_empty(), "not STRICT: {loose:?}");
}

#[test]
fn every_foreign_key_has_an_index() {
    let fixture = fresh();
    let raw = fixture.raw();
    let mut statement = raw
        .prepare(
            "SELECT schema_table.name || '.' || key.\"from\"
             FROM sqlite_schema AS schema_table
             JOIN pragma_foreign_key_list(schema_table.name) AS key
             WHERE schema_table.type = 'table' AND key.seq = 0 AND NOT EXISTS (
                 SELECT 1 FROM pragma_index_list(schema_table.name) AS list
                 JOIN pragma_index_info(list.name) AS info ON info.seqno = 0 AND info.name = key.\"from\"
             )",
        )
        .expect("a statement");
    let bare: Vec<String> =
        statement.query_map([], |row| row.get(0)).expect("rows").collect::<Result<_, _>>().expect("names");
    assert!(bare.is_empty(), "foreign keys without an index: {bare:?}");
}

#[test]
fn foreign_keys_hold_on_every_connection_of_the_pool() {
    let fixture = fresh();
    let store = fixture.store();
    // More readers at once than the pool has kept so far, so that new connections are made.
    let together = Arc::new(Barrier::new(4));
    let readers: Vec<_> = (0..4)
        .map(|_| {
            let (store, together) = (Arc::clone(&store), Arc::clone(&together));
            thread::spawn(move || {
                store.read::<_, StoreError>("test", |snapshot| {
                    together.wait();
                    snapshot.parts().count()
                })
            })
        })
        .collect();
    for reader in readers {
        assert_eq!(reader.join().expect("no panic").expect("a read"), (0, 0));
    }
}
