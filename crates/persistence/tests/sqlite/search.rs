//! The index of the search: what raw SQL leaves due, what a migration does, and that it answers as the linear search does.

use std::sync::Arc;

use partwright_domain::ports::Ports;
use partwright_domain::revision::Lifecycle;
use partwright_domain::search::{Query, Search, SearchFilter, SearchPage};
use partwright_domain::store::{Store, StoreError};
use partwright_testkit::build;
use partwright_testkit::contract::Fixture;
use partwright_testkit::memory::MemoryStore;
use proptest::prelude::*;
use rusqlite::Connection;

use crate::fresh;

fn typed(text: &str) -> Search {
    Search { query: Query::parse(text), limit: 99, ..Search::default() }
}

fn find(store: &Arc<dyn Store>, search: &Search) -> SearchPage {
    store.read::<_, StoreError>("test", |snapshot| snapshot.search().find(search)).expect("a search")
}

fn how_many(store: &Arc<dyn Store>, text: &str) -> usize {
    find(store, &typed(text)).hits.len()
}

fn due(raw: &Connection) -> u32 {
    raw.query_row("SELECT count(*) FROM search_due", [], |row| row.get(0)).expect("a count")
}

#[test]
fn whatever_raw_sql_changes_is_due_until_the_next_write() {
    let fixture = fresh();
    let (store, raw) = (fixture.store(), fixture.raw());
    let ports = build::ports_on(Arc::clone(&store));
    build::open(&ports);
    let board = build::part("EL-PCA").named("Board").mpn("Maker", "M1").property("Colour", "red").add_to(&ports);
    let screw = build::part("ME-FAS").named("Screw").add_to(&ports);
    build::line(&board, &screw).noted("glue").add_to(&ports);
    assert_eq!(due(&raw), 0, "our own units leave nothing due");
    for (sql, word) in [
        ("UPDATE part SET name = 'Platter' WHERE name = 'Board'", "platter"),
        ("UPDATE OR REPLACE part SET description = 'Cheese' WHERE name = 'Platter'", "cheese"),
        ("UPDATE property SET text = 'blue' WHERE name = 'Colour'", "blue"),
        (
            "INSERT OR REPLACE INTO property SELECT revision_id, name, name_key, kind, 'green', unit FROM property",
            "green",
        ),
        ("UPDATE manufacturer_part SET mpn = 'M2', mpn_key = 'M2'", "m2"),
        ("UPDATE bom_line SET note = 'weld'", "weld"),
        (
            "INSERT OR REPLACE INTO property SELECT id, 'Finish', 'finish', 'text', 'matte', '' FROM revision
             WHERE part_id = (SELECT id FROM part WHERE name = 'Platter')",
            "matte",
        ),
    ] {
        assert_eq!(how_many(&store, word), 0, "{sql}");
        assert_eq!(raw.execute(sql, []).expect(sql), 1, "{sql}");
        assert_eq!(due(&raw), 1, "{sql}");
        // Any write will do.
        build::part("EL-RES").add_to(&ports);
        assert_eq!((due(&raw), how_many(&store, word)), (0, 1), "{sql}");
    }
    for (sql, word) in [
        ("DELETE FROM property WHERE name = 'Finish'", "matte"),
        ("DELETE FROM bom_line", "weld"),
        ("DELETE FROM manufacturer_part", "m2"),
    ] {
        assert_eq!(how_many(&store, word), 1, "{sql}");
        raw.execute(sql, []).expect(sql);
        build::part("EL-RES").add_to(&ports);
        assert_eq!((due(&raw), how_many(&store, word)), (0, 0), "{sql}");
    }
    raw.execute("UPDATE bom_line SET quantity_intended = 1", []).expect("a change that nobody searches");
    assert_eq!(due(&raw), 0);
}

#[test]
fn what_is_due_is_put_into_the_index_when_the_file_is_opened() {
    let mut fixture = fresh();
    let ports = build::ports_on(fixture.store());
    build::open(&ports);
    build::part("EL-RES").named("Before").add_to(&ports);
    fixture.raw().execute("UPDATE part SET name = 'After'", []).expect("a change");
    drop(ports);
    let store = fixture.reopen().expect("the same file");
    assert_eq!((how_many(&store, "before"), how_many(&store, "after"), due(&fixture.raw())), (0, 1, 0));
}

#[test]
fn what_nobody_can_read_keeps_nobody_from_writing_nor_the_file_from_being_opened() {
    let mut fixture = fresh();
    let ports = build::ports_on(fixture.store());
    build::open(&ports);
    build::part("EL-RES").named("Shunt").number("Mass", "1", "g").add_to(&ports);
    let raw = fixture.raw();
    raw.execute("UPDATE property SET text = 'heavy' WHERE name = 'Mass'", []).expect("another program's mistake");
    build::part("EL-RES").named("Other").add_to(&ports);
    assert_eq!((how_many(&fixture.store(), "shunt"), how_many(&fixture.store(), "other"), due(&raw)), (1, 1, 0));
    raw.execute("UPDATE property SET text = 'light' WHERE name = 'Mass'", []).expect("another mistake");
    drop(ports);
    let store = fixture.reopen().expect("a workspace that opens");
    assert_eq!((how_many(&store, "shunt"), due(&raw)), (1, 0));
}

#[test]
fn a_manufacturer_part_is_not_replaced_unseen() {
    let fixture = fresh();
    let ports = build::ports_on(fixture.store());
    build::open(&ports);
    build::part("EL-RES").mpn("Maker", "M1").add_to(&ports);
    build::part("EL-RES").named("Other").add_to(&ports);
    let raw = fixture.raw();
    let columns = "'', 'M2', 'Active', '', 'M2', 'm2', ''";
    let other = "(SELECT id FROM part WHERE name = 'Other')";
    for sql in [
        format!(
            "INSERT OR REPLACE INTO manufacturer_part SELECT added, randomblob(16), {other}, {columns} FROM manufacturer_part"
        ),
        format!("INSERT OR REPLACE INTO manufacturer_part SELECT NULL, id, {other}, {columns} FROM manufacturer_part"),
        format!("UPDATE manufacturer_part SET part_id = {other}"),
    ] {
        let refused = raw.execute(&sql, []).expect_err("a refusal").to_string();
        assert!(refused.contains("manufacturer_part_"), "{sql}\n{refused}");
    }
}

#[test]
fn how_many_parts_there_are_is_counted_whoever_adds_or_moves_them() {
    let fixture = fresh();
    let store = fixture.store();
    let ports = build::ports_on(Arc::clone(&store));
    build::open(&ports);
    build::part("EL-RES").add_to(&ports);
    build::part("EL-RES").add_to(&ports);
    build::part("EL-PCA").add_to(&ports);
    let raw = fixture.raw();
    let moved = "UPDATE OR IGNORE part SET subcategory_id = (SELECT subcategory_id FROM part WHERE sequence = 100002) WHERE sequence = 100000";
    assert_eq!(raw.execute(moved, []).expect("a move"), 1);
    let count = store.read::<_, StoreError>("test", |snapshot| snapshot.parts().count());
    assert_eq!(count, Ok((3, 2)));
    let wrong: u32 = raw
        .query_row(
            "SELECT count(*) FROM part_count
             WHERE parts <> (SELECT count(*) FROM part WHERE part.subcategory_id = part_count.subcategory_id)",
            [],
            |row| row.get(0),
        )
        .expect("a count");
    assert_eq!(wrong, 0);
}

/// What a generated part is made of, each from a list so that parts share words.
#[derive(Debug, Clone)]
struct Sketch {
    codes: &'static str,
    name: String,
    description: String,
    mpn: Option<String>,
    value: Option<String>,
    resistance: Option<(String, &'static str)>,
    state: Lifecycle,
    note: Option<String>,
}

fn of(list: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    proptest::sample::select(list)
}

const WORDS: &[&str] = &[
    "Resistor", "resi", "RES", "array", "0402", "4k7", "4.7 kΩ", "4700", "100nF", "0.1 µF", "47m", "47M", "1 %",
    "Ärmel", "straße", "AC-7", "ac7", "100000", "100001", "10k/0402", "(x)", "R1,R2", "½", "-40 °C", "3V3",
];

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(of(WORDS), 1..4).prop_map(|words| words.join(" "))
}

fn sketch() -> impl Strategy<Value = Sketch> {
    let resistance =
        (of(&["0", "1", "4.7", "10", "12.5", "-3", "-1.05", "1000000"]), of(&["", "Ω", "kΩ", "V", "frob"]));
    (
        of(&["EL-RES", "EL-CAP", "ME-FAS"]),
        text(),
        proptest::option::of(text()),
        proptest::option::of(text()),
        proptest::option::of(text()),
        proptest::option::of(resistance.prop_map(|(number, unit)| (number.to_owned(), unit))),
        proptest::sample::select(Lifecycle::ALL.to_vec()),
        proptest::option::of(text()),
    )
        .prop_map(|(codes, name, description, mpn, value, resistance, state, note)| Sketch {
            codes,
            name,
            description: description.unwrap_or_default(),
            mpn,
            value,
            resistance,
            state,
            note,
        })
}

fn query() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "r",
        "re",
        "res",
        "resi",
        "resis",
        "4",
        "4k",
        "4k7",
        "4700",
        "100n",
        "0.1u",
        "47m",
        "47M",
        "04",
        "ärm",
        "strasse",
        "ac",
        "ac-7",
        "100000",
        "el-res-100001",
        "1%",
        "\"res\"",
        "\"4k7\"",
        "Resistance:1..10k",
        "Resistance:..4.7kΩ",
        "Resistance:-2..",
        "Value:1k..1M",
        "x",
        "%",
        "m",
        "3V3",
        "-40",
    ];
    proptest::collection::vec(of(PIECES), 0..3).prop_map(|pieces| pieces.join(" "))
}

fn filter() -> impl Strategy<Value = SearchFilter> {
    let state = proptest::option::of(proptest::sample::select(Lifecycle::ALL.to_vec()));
    (state, proptest::option::of(any::<bool>())).prop_map(|(state, has_mpn)| SearchFilter {
        state,
        has_mpn,
        ..SearchFilter::default()
    })
}

fn company(ports: &Ports, sketches: &[Sketch]) {
    build::open(ports);
    let mut before = None;
    for Sketch { codes, name, description, mpn, value, resistance, state, note } in sketches {
        let mut part = build::part(codes).named(name).described(description);
        if let Some(mpn) = mpn {
            part = part.mpn("Maker", mpn);
        }
        if let Some(value) = value {
            part = part.value(value);
        }
        if let Some((number, unit)) = resistance {
            part = part.number("Resistance", number, unit);
        }
        let built = part.add_to(ports);
        if let (Some(before), Some(note)) = (&before, note) {
            build::line(&built, before).noted(note).add_to(ports);
        }
        build::advance(ports, built.revision.id, *state);
        before = Some(built);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_index_answers_as_the_linear_search_does(
        sketches in proptest::collection::vec(sketch(), 1..9),
        queries in proptest::collection::vec((query(), filter()), 12),
    ) {
        let (fixture, memory) = (fresh(), Arc::new(MemoryStore::new()) as Arc<dyn Store>);
        let store = fixture.store();
        // Both make the same ids at the same times.
        company(&build::ports_on(Arc::clone(&store)), &sketches);
        company(&build::ports_on(Arc::clone(&memory)), &sketches);
        for (text, filter) in queries {
            for limit in [2, 99] {
                let search = Search { filter: filter.clone(), limit, ..typed(&text) };
                prop_assert_eq!(find(&store, &search), find(&memory, &search), "searching {:?} with {:?}", text, search.filter);
            }
        }
    }
}
