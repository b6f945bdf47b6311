//! KiCad: what names a symbol, how a part becomes one, what is left out, and who says so.

use partwright_domain::audit::{AuditFilter, UndoService};
use partwright_domain::cancel::Cancel;
use partwright_domain::category::{CategoryService, Codes};
use partwright_domain::kicad::{
    Candidate, KicadService, LeftOut, Library, MappedField, Mapping, Reference, Survey, Symbol, SymbolId, find, page,
    shown, subcategories, survey,
};
use partwright_domain::manufacturer_part::Status;
use partwright_domain::ports::Ports;
use partwright_domain::property::PropertyName;
use partwright_domain::revision::Lifecycle::{self, Draft, InReview, Obsolete, Released};
use partwright_testkit::build::{self, Built};

fn workspace() -> (Ports, KicadService, partwright_domain::person::Actor) {
    let (ports, admin) = build::workspace();
    build::demand_nothing(&ports);
    (ports.clone(), KicadService::new(ports), admin)
}

/// What KiCad is shown of a part.
fn symbol(ports: &Ports, built: &Built) -> Option<Symbol> {
    ports.store.read("test", |seen| find(seen, &built.part.number)).expect("a read")
}

fn field<'s>(symbol: &'s Symbol, name: &str) -> Option<&'s str> {
    symbol.fields.iter().find(|field| field.name == name).map(|field| field.value.as_str())
}

#[test]
fn a_symbol_is_a_library_and_a_name_in_it() {
    for good in ["Device:R", " 74xx:74HC00 ", "MCU_ST_STM32F4:STM32F405RGTx", "Own lib:R 0402", "Größe:µ"] {
        assert_eq!(SymbolId::parse(good).expect(good).as_str(), good.trim());
    }
    let long = format!("Device:{}", "R".repeat(200));
    for bad in
        ["", "R", ":R", "Device:", "a:b:c", "Device: R", "Device :R", "Device:R/1", "De/vice:R", "Device:R\n2", &long]
    {
        assert_eq!(SymbolId::parse(bad).expect_err(bad).code(), "kicad.symbol_invalid");
    }
}

#[test]
fn a_reference_is_letters() {
    for good in ["R", " LED ", "u"] {
        assert_eq!(Reference::parse(good).expect(good).as_str(), good.trim());
    }
    for bad in ["", "R1", "#PWR", "Ω", "ABCDEFGHIJK"] {
        assert_eq!(Reference::parse(bad).expect_err(bad).code(), "kicad.reference_invalid");
    }
}

#[test]
fn the_starter_set_assumes_a_symbol_only_where_no_pin_can_be_wrong() {
    let (ports, ..) = workspace();
    let offered = ports.store.read("test", subcategories).expect("a read");
    let of = |codes: &str| offered.iter().find(|(subcategory, _)| subcategory.codes.to_string() == codes);
    for (codes, reference, wanted) in [
        ("EL-RES", "R", Some("Device:R")),
        ("EL-CAP", "C", Some("Device:C")),
        ("EL-DIO", "D", None),
        ("EL-TRA", "Q", None),
        ("EL-ICT", "U", None),
    ] {
        let (_, mapping) = of(codes).expect(codes);
        assert_eq!(mapping.symbol.as_ref().map(SymbolId::as_str), wanted, "{codes}");
        assert_eq!(mapping.reference.as_ref().map(Reference::as_str), Some(reference), "{codes}");
        assert_eq!(mapping.check(), Ok(()));
    }
    for codes in ["AS-PRD", "DO-DRW", "ME-FAS", "EL-PCB", "EL-PCA", "EL-CAB"] {
        assert!(of(codes).is_none(), "{codes} stands in no schematic");
    }
}

#[test]
fn every_part_of_the_starter_set_knows_its_symbols_as_kicad_writes_them() {
    let (ports, ..) = workspace();
    for (subcategory, mapping) in ports.store.read("test", subcategories).expect("a read") {
        let symbol = mapping.symbol.as_ref().map_or(Ok(()), |symbol| SymbolId::parse(symbol.as_str()).map(drop));
        assert_eq!(symbol, Ok(()), "{}", subcategory.codes);
        let reference = mapping.reference.map_or(Ok(()), |reference| Reference::parse(reference.as_str()).map(drop));
        assert_eq!(reference, Ok(()), "{}", subcategory.codes);
    }
}

#[test]
fn the_newest_that_was_released_is_shown_unless_it_is_obsolete() {
    let (ports, ..) = workspace();
    let built = build::part("EL-RES").add_to(&ports);
    let revisions = |states: &[Lifecycle]| -> Vec<_> {
        let of = |(place, state): (usize, &Lifecycle)| partwright_domain::revision::Revision {
            ordinal: u32::try_from(states.len() - place).expect("a few"),
            state: *state,
            ..built.revision.clone()
        };
        states.iter().enumerate().map(of).collect()
    };
    // Newest first; what is shown without drafts, and with them.
    let cases: [(&[Lifecycle], Option<usize>, Option<usize>); 8] = [
        (&[Draft], None, Some(0)),
        (&[InReview], None, Some(0)),
        (&[Released], Some(0), Some(0)),
        (&[Draft, Released], Some(1), Some(1)),
        (&[InReview, Released, Released], Some(1), Some(1)),
        (&[Obsolete], None, None),
        (&[Draft, Obsolete], None, None),
        (&[Obsolete, Released], None, None),
    ];
    for (states, without, with) in cases {
        let revisions = revisions(states);
        assert_eq!(shown(&revisions, false), without.map(|place| &revisions[place]), "{states:?}");
        assert_eq!(shown(&revisions, true), with.map(|place| &revisions[place]), "{states:?} with drafts");
    }
    assert_eq!(shown(&[], true), None);
}

#[test]
fn a_value_is_the_property_or_the_makers_number_or_the_name() {
    let (ports, ..) = workspace();
    let value = |built: &Built| field(&symbol(&ports, built).expect("a symbol"), "value").map(str::to_owned);
    let all = build::part("EL-RES").named("N").value("10k").mpn("M", "X1").released().add_to(&ports);
    let made = build::part("EL-RES").named("N").mpn("M", "X1").released().add_to(&ports);
    let bare = build::part("EL-RES").named("N").released().add_to(&ports);
    assert_eq!([&all, &made, &bare].map(value), ["10k", "X1", "N"].map(|value| Some(value.to_owned())));
}

#[test]
fn the_preferred_maker_is_named_and_every_maker_finds_the_part() {
    let (ports, ..) = workspace();
    let built = build::part("EL-RES").mpn("Yageo", "A").mpn("Vishay", "B").released().add_to(&ports);
    let revision = built.revision.clone();
    let makers = ports
        .store
        .read::<_, partwright_domain::store::StoreError>("test", |seen| seen.manufacturer_parts().of(built.part.id));
    let mut makers = makers.expect("makers");
    makers[0].status = Status::NotRecommended;
    makers[1].status = Status::Preferred;
    let (part, properties) = (built.part, Vec::new());
    let candidate = Candidate { part, revision, properties, manufacturer_parts: makers };
    let mapping = build::mapping(candidate.part.subcategory);
    let symbol = Symbol::of(&candidate, &mapping).expect("a symbol");
    assert_eq!((field(&symbol, "MPN"), field(&symbol, "Manufacturer")), (Some("B"), Some("Vishay")));
    assert_eq!(symbol.keywords, "A Yageo B Vishay");
}

#[test]
fn a_property_is_found_whatever_its_letters() {
    let (ports, ..) = workspace();
    let built = build::part("EL-DIO").property("SYMBOL", "Device:LED").property("footprint", "LED:0603").released();
    let symbol = symbol(&ports, &built.add_to(&ports)).expect("a symbol");
    assert_eq!(symbol.symbol.as_str(), "Device:LED");
    assert_eq!(field(&symbol, "footprint"), Some("LED:0603"));
}

#[test]
fn what_has_no_symbol_is_left_out_counted_and_named() {
    let (ports, ..) = workspace();
    let codes = Codes::parse("EL-DIO").expect("codes");
    let good = build::part("EL-DIO").property("Symbol", "Device:LED").released().add_to(&ports);
    let bare = build::part("EL-DIO").released().add_to(&ports);
    let wrong = build::part("EL-DIO").property("Symbol", "LED").released().add_to(&ports);
    build::part("EL-DIO").property("Symbol", "Device:LED").add_to(&ports);
    let read = ports.store.read("test", |seen| page(seen, &codes, None)).expect("a page");
    assert_eq!(read.symbols.iter().map(|symbol| &symbol.number).collect::<Vec<_>>(), [&good.part.number]);
    let (bare, wrong) = (bare.part.number, wrong.part.number);
    assert_eq!(read.left_out, [(bare.clone(), LeftOut::NoSymbol), (wrong.clone(), LeftOut::SymbolUnreadable)]);

    let counted = survey(&ports.store, &Cancel::default()).expect("a survey");
    let diodes = counted.iter().find(|counted| counted.codes == codes).expect("diodes");
    let Survey { offered, without_symbol, symbol_unreadable, not_released, .. } = diodes;
    assert_eq!((*offered, *not_released), (1, 1));
    assert_eq!((without_symbol.count, &without_symbol.first[..]), (1, &[bare][..]));
    assert_eq!((symbol_unreadable.count, &symbol_unreadable.first[..]), (1, &[wrong][..]));
    assert!(!counted.iter().any(|counted| counted.codes.to_string() == "ME-FAS"), "what is not offered is not counted");
}

#[test]
fn a_survey_ends_when_it_is_cancelled() {
    let (ports, ..) = workspace();
    let cancel = Cancel::default();
    cancel.cancel();
    assert_eq!(survey(&ports.store, &cancel).expect_err("a cancelled survey").code(), "store.cancelled");
}

#[test]
fn a_field_is_named_once_and_not_as_kicads_own() {
    let (ports, kicad, admin) = workspace();
    let resistors = build::subcategory(&ports, "EL-RES");
    let with = |names: &[&str]| Mapping {
        fields: names
            .iter()
            .map(|name| MappedField { property: PropertyName::parse(name).expect("a name"), visible: false })
            .collect(),
        ..build::mapping(resistors)
    };
    for (names, code) in [
        (&["Tolerance", "Power", "TOLERANCE"][..], "kicad.field_twice"),
        (&["Größe", "GRÖßE"], "kicad.field_twice"),
        (&["value"], "kicad.field_reserved"),
        (&["Part Number"], "kicad.field_reserved"),
        (&["mpn"], "kicad.field_reserved"),
    ] {
        assert_eq!(kicad.map(&admin, with(names)).expect_err("a refusal").code(), code, "{names:?}");
    }
    kicad.map(&admin, with(&["Tolerance", "Power"])).expect("a mapping");
}

#[test]
fn what_is_said_as_it_is_leaves_no_trace() {
    let (ports, kicad, admin) = workspace();
    let units = || {
        let filter = AuditFilter { limit: 100, ..AuditFilter::default() };
        ports.store.read("test", |seen| seen.audit().list(&filter)).expect("a read").len()
    };
    let resistors = build::subcategory(&ports, "EL-RES");
    let standard = kicad.unmap(&admin, resistors).expect("the standard mapping");
    let before = units();
    kicad.map(&admin, standard.clone()).expect("the same");
    kicad.unmap(&admin, resistors).expect("the same");
    kicad.change(&admin, Library::default()).expect("the same");
    assert_eq!(units(), before);
    let mapped = kicad.map(&admin, build::mapping(resistors)).expect("another");
    kicad.map(&admin, mapped).expect("the same");
    assert_eq!(units(), before + 1);
    assert_eq!(kicad.unmap(&admin, resistors).expect("back"), standard);
    assert_eq!(units(), before + 2);
}

#[test]
fn a_subcategory_goes_with_its_mapping_and_both_come_back() {
    let (ports, kicad, admin) = workspace();
    let fuses = build::subcategory(&ports, "EL-FUS");
    let mapping = kicad.map(&admin, build::mapping(fuses)).expect("a mapping");
    CategoryService::new(ports.clone()).remove_subcategory(&admin, fuses).expect("nobody uses it");
    let newest = |ports: &Ports| {
        let filter = AuditFilter { limit: 1, ..AuditFilter::default() };
        ports.store.read("test", |seen| seen.audit().list(&filter)).expect("a read")[0].sequence
    };
    UndoService::new(ports.clone()).undo(&admin, newest(&ports)).expect("an undo");
    let found = ports.store.read("test", |seen| seen.kicad().mapping(fuses)).expect("a read");
    assert_eq!(found, Some(mapping));
}
