//! The search: any text is answered, and answered the same by the index and by a linear search.

use std::sync::{Arc, OnceLock};

use partwright_domain::order::match_key;
use partwright_domain::part::{PartOrder, PartSort};
use partwright_domain::ports::Ports;
use partwright_domain::property::PropertyName;
use partwright_domain::search::{PropertyRange, Query, Search, SearchFilter, SearchPage};
use partwright_domain::store::{Store, StoreError};
use partwright_persistence::{Settings, SqliteStore};
use partwright_testkit::build;
use partwright_testkit::memory::MemoryStore;
use tempfile::TempDir;

use crate::Choices;

/// The texts of parts that are there to be found, hostile themselves.
const TEXTS: [&str; 8] = [
    "Resistor 4k7 0402",
    "'; DROP TABLE part; --",
    "\" OR 1=1 NEAR(a b, 3)",
    "100% _under_ [x] *",
    "<img src=x onerror=alert(1)>",
    "head:x AND inside:y NOT z",
    "\u{202e}Ärmel straße ½ µF",
    "=HYPERLINK(\"https://example.com\")",
];

/// Two stores that have the same parts.
struct Both {
    index: Arc<dyn Store>,
    linear: Arc<dyn Store>,
    _folder: TempDir,
}

fn both() -> &'static Both {
    static BOTH: OnceLock<Both> = OnceLock::new();
    BOTH.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let store = SqliteStore::open(&folder.path().join("search.partwright"), Settings::default());
        let index: Arc<dyn Store> = Arc::new(store.expect("a workspace that opens"));
        let linear: Arc<dyn Store> = Arc::new(MemoryStore::new());
        // Both make the same ids at the same times.
        for store in [&index, &linear] {
            company(&build::ports_on(Arc::clone(store)));
        }
        Both { index, linear, _folder: folder }
    })
}

/// Makes the parts that are there to be found.
pub fn company(ports: &Ports) {
    build::open(ports);
    for (place, text) in TEXTS.into_iter().enumerate() {
        let part = build::part(["EL-RES", "ME-FAS"][place % 2]).named(text).described(TEXTS[(place + 3) % 8]);
        let part = part.mpn("Maker", &format!("{text}-{place}")).value(["4k7", "100 nF", "x"][place % 3]);
        part.number("Resistance", ["4.7", "-1", "0", "1000000"][place % 4], ["kΩ", "", "V", "Ω"][place % 4])
            .add_to(ports);
    }
}

/// Searches for what the bytes say, with a filter and an order that they choose, by the index and without one.
pub fn body(data: &[u8]) {
    let both = both();
    alike(&both.index, &both.linear, data);
}

/// Searches in two stores, which answer the same.
pub fn alike(one: &Arc<dyn Store>, other: &Arc<dyn Store>, data: &[u8]) {
    let mut choices = Choices::new(data);
    let order = match choices.below(4) {
        0 => Some(PartOrder { sort: PartSort::Number, descending: choices.once_in(2) }),
        _ => None,
    };
    let range = choices.once_in(8).then(|| {
        let (name, low, high) = (choices.text(12), choices.text(12), choices.text(12));
        PropertyName::parse(&name).ok().and_then(|name| PropertyRange::parse(&name, &low, &high).ok())
    });
    let text = choices.text(4096);
    let filter = SearchFilter { ranges: range.flatten().into_iter().collect(), ..SearchFilter::default() };
    let search = Search { query: Query::parse(&text), filter, order, limit: 99, ..Search::default() };
    let find = |store: &Arc<dyn Store>| -> SearchPage {
        let found = store.read::<_, StoreError>("hostile", |snapshot| snapshot.search().find(&search));
        found.unwrap_or_else(|error| panic!("{text:?} is an error: {error}"))
    };
    assert_eq!(find(one), find(other), "searching {text:?}");
    // What is compared without case and spaces is so once and for all.
    assert_eq!(match_key(&match_key(&text)), match_key(&text), "{text:?}");
}
