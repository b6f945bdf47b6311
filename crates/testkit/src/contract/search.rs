//! Search: every field is found, in every spelling, in the documented order, and as the data are now.

use partwright_domain::bom::BomService;
use partwright_domain::category::{Code, Codes};
use partwright_domain::change::Room;
use partwright_domain::page::Cursor;
use partwright_domain::part::{Part, PartName, PartOrder, PartSort};
use partwright_domain::property::PropertyName;
use partwright_domain::revision::Lifecycle;
use partwright_domain::search::{Field, PropertyRange, Query, Rank, Search, SearchFilter, SearchHit};
use partwright_domain::store::StoreError;

use super::TestStore;
use crate::build::{self, Built};

fn typed(text: &str) -> Search {
    Search { query: Query::parse(text), limit: 99, ..Search::default() }
}

fn filtered(filter: SearchFilter) -> Search {
    Search { filter, ..typed("") }
}

fn hits(test: &TestStore, search: &Search) -> Vec<SearchHit> {
    let page = test.read(|snapshot| snapshot.search().find(search));
    assert_eq!(page.next, None, "all of it is on one page");
    page.hits
}

/// The sequences of the parts that are found, from 0 on, in the order of the hits.
fn ordered(test: &TestStore, search: &Search) -> Vec<u32> {
    hits(test, search).iter().map(|hit| hit.part.part.number.sequence.get() - 100_000).collect()
}

/// The same, oldest first.
fn found(test: &TestStore, search: &Search) -> Vec<u32> {
    let mut found = ordered(test, search);
    found.sort_unstable();
    found
}

#[track_caller]
fn finds(test: &TestStore, words: &str, expected: &[u32]) {
    assert_eq!(found(test, &typed(words)), expected, "searching {words:?}");
}

/// Number, name, description, properties, manufacturer parts, names of files and notes of BOM lines.
pub fn every_field_is_found(test: &TestStore) {
    let actor = test.open();
    let ports = test.ports();
    let board = build::part("EL-PCA")
        .named("Motherboard")
        .described("carries\nthe processor")
        .mpn("Acme", "AC-7 rev.b")
        .mpn("Second", "S2")
        .property("Finish", "immersion gold")
        .number("Thickness", "1.6", "mm")
        .add_to(ports);
    let screw = build::part("ME-FAS").named("Screw").add_to(ports);
    let noted = build::line(&board, &screw).noted("torque wrench only").row(ports);
    test.write_one(actor.id, Room::Bom, noted.id, move |unit| unit.boms().insert(&noted));
    let file = build::file(ports, &board, "Stackup_v3.pdf");
    test.write_one(actor.id, Room::File, file.id, move |unit| unit.files().insert(&file));
    for text in [
        "EL-PCA-100000",
        "el-pca-100000",
        "100000",
        "PCA 100000",
        "motherboard",
        "processor",
        "carries the",
        "acme",
        "AC-7",
        "ac7revb",
        "second s2",
        "gold immersion",
        "1.6 mm",
        "1600um",
        "torque",
        "stackup",
        "v3 pdf",
    ] {
        finds(test, text, &[0]);
    }
    finds(test, "screw", &[1]);
    // A property's name, a file's role and the designators of lines are not searched.
    finds(test, "thickness", &[]);
    finds(test, "document", &[]);
}

/// 4k7 is 4.7k is 4700 Ω, in the query and in what is searched; who names no unit means any.
pub fn a_value_is_found_in_every_spelling(test: &TestStore) {
    test.open();
    let ports = test.ports();
    build::part("EL-RES").named("Resistor").value("4k7").add_to(ports);
    build::part("EL-RES").named("Resistor 4.7 k\u{2126}").add_to(ports);
    build::part("EL-RES").named("Resistor").number("Resistance", "4700", "Ω").add_to(ports);
    build::part("EL-CAP").named("Capacitor 100nF").add_to(ports);
    build::part("EL-CAP").named("Capacitor").described("ceramic, 0.1 \u{b5}F, 16 V").add_to(ports);
    build::part("EL-IND").named("Inductor 100 nH").add_to(ports);
    build::part("EL-RES").named("Resistor 47 milliohm").value("47m").add_to(ports);
    build::part("EL-RES").named("Resistor 47 megohm").value("47M").add_to(ports);
    for text in ["4k7", "4.7k", "4.7 kΩ", "4700", "4700 ohm", "4K7", "0.0047 MΩ"] {
        finds(test, text, &[0, 1, 2]);
    }
    for text in ["100nF", "100 nF", "0.1uF", "0.1\u{b5}F", "0.1 \u{3bc}F", ".1uF", "100000pF", "100NF"] {
        finds(test, text, &[3, 4]);
    }
    finds(test, "0.1u", &[3, 4, 5]);
    finds(test, "100nH", &[5]);
    finds(test, "47m", &[6]);
    finds(test, "0.047", &[6]);
    finds(test, "47000000", &[7]);
    finds(test, "resistor 4k7", &[0, 1, 2]);
    finds(test, "capacitor 4k7", &[]);
}

/// What is being typed need not be finished; quotes finish it.
pub fn the_last_word_may_be_a_beginning(test: &TestStore) {
    test.open();
    let ports = test.ports();
    build::part("EL-RES").named("Resistor array").mpn("Yageo", "RC0402FR-0710KL").add_to(ports);
    build::part("EL-RES").named("Resin core solder").add_to(ports);
    build::part("EL-RES").named("Ärmel aus Straßenleder").add_to(ports);
    for (text, expected) in [
        ("r", &[0, 1, 2][..]),
        ("re", &[0, 1, 2]),
        ("RES", &[0, 1, 2]),
        ("resi", &[0, 1]),
        ("resis", &[0]),
        ("array resis", &[0]),
        ("resis array", &[]),
        ("resistors", &[]),
        ("\"resis\"", &[]),
        ("\"resistor\"", &[0]),
        ("\"resin core\" sol", &[1]),
        ("\"resin", &[1]),
        ("rc0402fr-07", &[0]),
        ("RC0402FR0710", &[0]),
        ("0402fr", &[]),
        ("ärm", &[2]),
        ("A\u{308}RMEL", &[2]),
        ("strassenl", &[2]),
        ("STRASSENLEDER", &[2]),
        ("1000", &[0, 1, 2]),
        ("100001", &[1]),
    ] {
        finds(test, text, expected);
    }
}

/// Every word, wherever it stands.
pub fn every_word_must_be_found(test: &TestStore) {
    test.open();
    let ports = test.ports();
    build::part("EL-RES").named("Resistor 10 kΩ").described("thick film").mpn("Yageo", "RC0402").add_to(ports);
    build::part("EL-CAP").named("Capacitor 10 \u{b5}F").mpn("Murata", "GRM155").mpn("Yageo", "CC0402").add_to(ports);
    for (text, expected) in [
        ("", &[0, 1][..]),
        (" \t\u{a0} ", &[0, 1]),
        ("film 10", &[0]),
        ("film capacitor", &[]),
        ("yageo", &[0, 1]),
        ("yageo capacitor", &[1]),
        ("grm155 yageo", &[1]),
        ("resistor grm155", &[]),
        ("yageo resistor 10 thick rc04", &[0]),
    ] {
        finds(test, text, expected);
    }
}

/// Signs, operators of a query language, quotes that nobody closes: all of it is only text.
pub fn whatever_is_typed_is_text(test: &TestStore) {
    test.open();
    build::part("EL-CAP").named("100%_'quoted\" \\ [x]* NOT near").add_to(test.ports());
    for text in [
        "%", "_", "'", "\"", "\"\"", "\\", "*", "()", "(", "^", "+", "-", ":", "..", "\0", "NOT", "not near", "NEAR(",
        "x*", "[x]", "quoted\"", "\u{FEFF}",
    ] {
        finds(test, text, &[0]);
    }
    for text in ["x AND y", "head : x", "fact:x", "x OR near", "a' OR 1=1 --", "k=1", "=6503100", "l=draft", "x:1..2"] {
        finds(test, text, &[]);
    }
}

/// Category and subcategory of today, the newest revision's state, and whether there is a manufacturer part.
pub fn filters_narrow_a_search(test: &TestStore) {
    let actor = test.open();
    let ports = test.ports();
    build::part("EL-RES").named("Shunt").mpn("Maker", "M1").add_to(ports);
    build::part("EL-CAP").named("Shunt").released().add_to(ports);
    build::part("ME-FAS").named("Shunt").in_state(Lifecycle::InReview).add_to(ports);
    build::part("ME-FAS").named("Bolt").in_state(Lifecycle::Obsolete).add_to(ports);
    let part = build::part("EL-RES").named("Shunt").add_to(ports).part;
    let moved = Part { subcategory: build::subcategory(ports, "AS-KIT"), ..part };
    test.write_one(actor.id, Room::Part, moved.id, move |unit| unit.parts().update(&moved));
    let none = SearchFilter::default;
    let category = |code| SearchFilter { category: Some(Code::parse(code).expect("a code")), ..none() };
    let subcategory = |codes| SearchFilter { subcategory: Some(Codes::parse(codes).expect("codes")), ..none() };
    let state = |state| SearchFilter { state: Some(state), ..none() };
    let has_mpn = |has| SearchFilter { has_mpn: Some(has), ..none() };
    for (filter, all, shunts) in [
        (none(), &[0, 1, 2, 3, 4][..], &[0, 1, 2, 4][..]),
        (category("EL"), &[0, 1], &[0, 1]),
        (category("AS"), &[4], &[4]),
        (category("ZZ"), &[], &[]),
        (subcategory("EL-RES"), &[0], &[0]),
        (subcategory("ME-FAS"), &[2, 3], &[2]),
        (SearchFilter { category: category("ME").category, ..subcategory("EL-RES") }, &[], &[]),
        (SearchFilter { assemblies: true, ..none() }, &[4], &[4]),
        (SearchFilter { assemblies: true, ..category("ME") }, &[], &[]),
        (state(Lifecycle::Draft), &[0, 4], &[0, 4]),
        (state(Lifecycle::InReview), &[2], &[2]),
        (state(Lifecycle::Released), &[1], &[1]),
        (state(Lifecycle::Obsolete), &[3], &[]),
        (has_mpn(true), &[0], &[0]),
        (has_mpn(false), &[1, 2, 3, 4], &[1, 2, 4]),
        (SearchFilter { has_mpn: Some(false), ..state(Lifecycle::Draft) }, &[4], &[4]),
    ] {
        assert_eq!(found(test, &filtered(filter.clone())), all, "{filter:?}");
        assert_eq!(found(test, &Search { filter: filter.clone(), ..typed("shunt") }), shunts, "{filter:?} and a word");
    }
    // A number is found through the filter, not past it.
    assert_eq!(found(test, &Search { filter: category("ME"), ..typed("100000") }), [0; 0]);
    assert_eq!(found(test, &Search { filter: has_mpn(false), ..typed("M1") }), [0; 0]);
}

/// Both ends belong to a range, prefixes are worked in, and a unit that is named must be the property's.
pub fn a_property_lies_in_a_range(test: &TestStore) {
    test.open();
    let ports = test.ports();
    build::part("EL-RES").named("R").number("Resistance", "4.7", "kΩ").add_to(ports);
    build::part("EL-RES").named("R").number("resistance", "10000", "ohm").add_to(ports);
    build::part("EL-RES").named("R").property("Resistance", "1M2").add_to(ports);
    build::part("EL-RES").named("R").number("Resistance", "0", "").add_to(ports);
    build::part("EL-CAP").named("C").value("100nF").add_to(ports);
    build::part("EL-IND").named("L").value("100nH").number("Rated current", "1.05", "A").add_to(ports);
    build::part("EL-OTH").named("T").number("Lower limit", "-40", "°C").add_to(ports);
    build::part("EL-OTH").named("T").number("Lower limit", "-1.05", "°C").add_to(ports);
    build::part("EL-OTH").named("T").number("Lower limit", "12", "frobs").add_to(ports);
    for (text, expected) in [
        ("Resistance:4k7..10k", &[0, 1][..]),
        ("resistance:10k..4k7", &[0, 1]),
        ("RESISTANCE:4701..", &[1, 2]),
        ("Resistance:..4700", &[0, 3]),
        ("Resistance:..4699.999", &[3]),
        ("Resistance:1k..1M", &[0, 1]),
        ("Resistance:1..1G", &[0, 1, 2]),
        ("Resistance:4700", &[0]),
        ("Resistance:4.7kΩ..10kΩ", &[0, 1]),
        ("Resistance:0..0", &[3]),
        ("Resistance:1V..1MV", &[]),
        ("Value:1n..1u", &[4, 5]),
        ("Value:1nF..1uF", &[4]),
        ("Value:1nF..1u", &[4]),
        ("\"Rated current\":1..1.1", &[5]),
        ("\"rated current\":1.05A", &[5]),
        ("\"Lower limit\":-50..-1", &[6, 7]),
        ("\"Lower limit\":-40..-1.05", &[6, 7]),
        ("\"Lower limit\":-39..-1.06", &[]),
        ("\"Lower limit\":-1.051..0", &[7]),
        ("\"Lower limit\":-100..100", &[6, 7, 8]),
        ("Nothing:1..2", &[]),
        ("R Resistance:1k..5k", &[0]),
        ("C Resistance:1k..5k", &[]),
        ("Resistance:1k.. Resistance:..5k", &[0]),
    ] {
        finds(test, text, expected);
    }
    let name = PropertyName::parse("Resistance").expect("a name");
    let ranges = vec![PropertyRange::parse(&name, "1k", "").expect("a range")];
    assert_eq!(found(test, &filtered(SearchFilter { ranges, ..SearchFilter::default() })), [0, 1, 2]);
}

/// Number, MPN, whole words of what a list shows, beginnings there, anywhere else; newest first within each.
fn ranked(test: &TestStore) {
    test.open();
    let ports = test.ports();
    let other = build::part("EL-ICT").named("Gate driver").described("like the LM358 of old").add_to(ports);
    build::part("EL-ICT").named("LM358 dual amplifier").add_to(ports);
    build::part("EL-ICT").named("LM358A amplifier").add_to(ports);
    build::part("EL-ICT").named("Amplifier").mpn("TI", "lm 358").add_to(ports);
    build::part("EL-ICT").named("Amplifier").value("LM358").add_to(ports);
    build::part("EL-ICT").named("Amplifier").property("Replaces", "LM358").add_to(ports);
    build::part("EL-ICT").named("Amplifier").mpn("TI", "LM358-N").add_to(ports);
    build::part("EL-ICT").named("See 100001, 100000").mpn("X", "100001").add_to(ports);
    build::line(&other, &build::part("ME-FAS").add_to(ports)).noted("not 100001").add_to(ports);
}

/// The order that is documented.
pub fn hits_stand_in_the_order_of_their_ranks(test: &TestStore) {
    ranked(test);
    let ranks = |text: &str| {
        let hits = hits(test, &typed(text)).into_iter();
        hits.map(|hit| (hit.rank, hit.part.part.number.sequence.get() - 100_000)).collect::<Vec<_>>()
    };
    let lm358 = [
        (Rank::Mpn, 3),
        (Rank::Words, 6),
        (Rank::Words, 4),
        (Rank::Words, 1),
        (Rank::Beginnings, 2),
        (Rank::Inside, 5),
        (Rank::Inside, 0),
    ];
    assert_eq!(ranks("LM358"), lm358);
    assert_eq!(ranks("100001"), [(Rank::Number, 1), (Rank::Mpn, 7), (Rank::Inside, 0)]);
    assert_eq!(ranks("EL-ICT-100001"), [(Rank::Number, 1), (Rank::Words, 7), (Rank::Inside, 0)]);
    assert_eq!(ranks("ME-FAS-100001"), [], "the number of no part, and no words of one");
    let quoted: Vec<_> = lm358.into_iter().filter(|(rank, _)| *rank != Rank::Beginnings).collect();
    assert_eq!(ranks("\"LM358\""), quoted);
    assert_eq!(ranks("").len(), 9);
}

/// In every order, with pages of any size: every hit once, and the same as on one page.
pub fn pages_of_hits_walk_through_every_hit_once(test: &TestStore) {
    ranked(test);
    let sorts = [PartSort::Number, PartSort::Name, PartSort::Category, PartSort::Mpn, PartSort::Created];
    let by_column =
        sorts.into_iter().flat_map(|sort| [false, true].map(|descending| Some(PartOrder { sort, descending })));
    for order in by_column.chain([None]) {
        for text in ["lm358", "100001", "amp", ""] {
            let whole = hits(test, &Search { order, ..typed(text) });
            for limit in [1, 2, 3, 7] {
                let mut search = Search { order, limit, ..typed(text) };
                let mut walked = Vec::new();
                loop {
                    let page = test.read(|snapshot| snapshot.search().find(&search));
                    assert!(page.hits.len() <= limit as usize, "no more hits than were asked for");
                    walked.extend(page.hits);
                    assert!(walked.len() <= whole.len(), "{text:?} by {order:?} in pages of {limit}: a hit came twice");
                    let Some(next) = page.next else { break };
                    search.after = Some(Cursor::parse(&next.encode()).expect("a cursor that is taken back"));
                }
                assert_eq!(walked, whole, "{text:?} by {order:?} in pages of {limit}");
            }
        }
    }
}

/// By a column the hits stand as in a list of parts.
pub fn hits_are_sorted_by_a_column(test: &TestStore) {
    ranked(test);
    let by = |sort, descending| ordered(test, &Search { order: Some(PartOrder { sort, descending }), ..typed("amp") });
    assert_eq!(by(PartSort::Created, false), [1, 2, 3, 4, 5, 6]);
    assert_eq!(by(PartSort::Created, true), [6, 5, 4, 3, 2, 1]);
    assert_eq!(by(PartSort::Name, false), [3, 4, 5, 6, 1, 2]);
    assert_eq!(by(PartSort::Mpn, true), [6, 3, 5, 4, 2, 1]);
    assert_eq!(by(PartSort::Mpn, false), [3, 6, 1, 2, 4, 5], "those without an MPN last");
}

/// Each place once, in the order of the words.
pub fn a_hit_says_where_it_was_found(test: &TestStore) {
    ranked(test);
    let places = |text: &str, part: u32| {
        let hits = hits(test, &typed(text));
        let hit = hits.into_iter().find(|hit| hit.part.part.number.sequence.get() == 100_000 + part).expect("a hit");
        hit.found.into_iter().map(|text| (text.field, text.label, text.text)).collect::<Vec<_>>()
    };
    let plain = |field, text: &str| (field, String::new(), text.to_owned());
    assert_eq!(
        places("old gate", 0),
        [plain(Field::Description, "like the LM358 of old"), plain(Field::Name, "Gate driver")]
    );
    assert_eq!(places("amplifier lm358", 1), [plain(Field::Name, "LM358 dual amplifier")]);
    assert_eq!(places("lm358", 5), [(Field::Property, "Replaces".to_owned(), "LM358".to_owned())]);
    assert_eq!(places("100001", 0), [plain(Field::Note, "not 100001")]);
    assert_eq!(places("", 0), []);
}

/// The index is never behind: what a unit changes is found, and what it takes away is not, from its commit on.
pub fn the_search_follows_every_change(test: &TestStore) {
    let actor = test.open();
    let ports = test.ports();
    let built = build::part("EL-RES").named("Before").property("Colour", "red").mpn("Maker", "MPN1").add_to(ports);
    let (revision, part) = (built.revision.id, built.part.clone());

    let renamed = Part { name: PartName::parse("After").expect("a name"), ..part.clone() };
    test.write_one(actor.id, Room::Part, part.id, move |unit| unit.parts().update(&renamed));
    finds(test, "before", &[]);
    finds(test, "after", &[0]);

    let blue = build::text("Colour", "blue");
    test.write_one(actor.id, Room::Property, revision, move |unit| unit.properties().set(revision, &blue));
    finds(test, "red", &[]);
    finds(test, "blue", &[0]);
    let colour = PropertyName::parse("Colour").expect("a name");
    test.write_one(actor.id, Room::Property, revision, move |unit| unit.properties().remove(revision, &colour));
    finds(test, "blue", &[]);

    let of = test.read(|snapshot| snapshot.manufacturer_parts().of(part.id))[0].id;
    test.write_one(actor.id, Room::ManufacturerPart, of, move |unit| unit.manufacturer_parts().remove(of));
    finds(test, "mpn1", &[]);
    assert_eq!(found(test, &filtered(SearchFilter { has_mpn: Some(true), ..SearchFilter::default() })), [0; 0]);

    let child =
        Built { part: build::part("ME-FAS").named("Child").add_to(ports).part, revision: built.revision.clone() };
    let line = build::line(&built, &child).noted("glue").add_to(ports);
    finds(test, "glue", &[0]);
    let changed = build::line(&built, &child).noted("weld").content();
    BomService::new(ports.clone()).change_line(&actor, line.id, changed).expect("another note");
    finds(test, "glue", &[]);
    finds(test, "weld", &[0]);
    test.write_one(actor.id, Room::Bom, line.id, move |unit| unit.boms().remove(line.id));
    finds(test, "weld", &[]);

    let file = build::file(ports, &built, "old.step");
    let id = file.id;
    test.write_one(actor.id, Room::File, id, move |unit| unit.files().insert(&file));
    finds(test, "step", &[0]);
    test.write_one(actor.id, Room::File, id, move |unit| unit.files().remove(id));
    finds(test, "step", &[]);

    let in_state = |state| found(test, &filtered(SearchFilter { state: Some(state), ..SearchFilter::default() }));
    assert_eq!(in_state(Lifecycle::Draft), [0, 1]);
    build::advance(ports, revision, Lifecycle::Released);
    assert_eq!((in_state(Lifecycle::Draft), in_state(Lifecycle::Released)), (vec![1], vec![0]));
}

/// A released and an obsolete part are found like any other; of a part that was revised, what its newest revision says.
pub fn the_newest_revision_is_searched(test: &TestStore) {
    test.open();
    let ports = test.ports();
    let built = build::part("EL-RES").named("Old hand").property("Colour", "red").released().add_to(ports);
    finds(test, "red", &[0]);
    let next = build::revise(ports, &built.part);
    finds(test, "red", &[]);
    finds(test, "hand", &[0]);
    build::advance(ports, next.revision.id, Lifecycle::Obsolete);
    finds(test, "hand", &[0]);
}

/// A unit finds its own changes; one that is undone, and a step that is, leave nothing to be found.
pub fn what_is_undone_is_not_found(test: &TestStore) {
    let actor = test.open();
    let part = build::part("EL-RES").named("Stays").add_to(test.ports()).part;
    let named = move |name: &str| Part { name: PartName::parse(name).expect("a name"), ..part.clone() };
    let undone = named("Undone");
    let refused = test.attempt(move |unit| {
        unit.parts().update(&undone)?;
        assert_eq!(unit.search().find(&typed("undone"))?.hits.len(), 1, "a unit finds its own changes");
        Err(StoreError::Cancelled)
    });
    assert_eq!(refused, Err(StoreError::Cancelled));
    finds(test, "undone", &[]);
    let (stepped, kept) = (named("Stepped"), named("Kept"));
    test.write_one(actor.id, Room::Part, kept.id, move |unit| {
        let step: Result<(), _> = unit.step(|unit| {
            unit.parts().update(&stepped)?;
            assert_eq!(unit.search().find(&typed("stepped"))?.hits.len(), 1);
            Err(StoreError::Cancelled)
        });
        assert_eq!(step, Err(StoreError::Cancelled));
        assert_eq!(unit.search().find(&typed("stays"))?.hits.len(), 1, "the step is undone in the index too");
        unit.parts().update(&kept)
    });
    finds(test, "stays", &[]);
    finds(test, "stepped", &[]);
    finds(test, "kept", &[0]);
}

/// A part that is removed leaves nothing to be found; when it comes back, so does that.
pub fn a_removed_part_is_found_when_it_comes_back(test: &TestStore) {
    let actor = test.open();
    let part = build::part("EL-RES").named("Gone").add_to(test.ports());
    finds(test, "gone", &[0]);
    let (id, revision) = (part.part.id, part.revision.clone());
    test.write(actor.id, move |unit| {
        unit.revisions().remove(revision.id)?;
        unit.parts().remove(id)?;
        unit.note(Room::Revision, revision.id)?;
        unit.note(Room::Part, id)
    });
    finds(test, "gone", &[]);
    test.write(actor.id, move |unit| {
        unit.parts().insert(&part.part)?;
        unit.revisions().insert(&part.revision)?;
        unit.note(Room::Revision, part.revision.id)?;
        unit.note(Room::Part, part.part.id)
    });
    finds(test, "gone", &[0]);
}
