//! What the audit keeps comes back as it was: each entity, written as JSON and read again, is the same.

use std::fmt::Debug;

use partwright_domain::bom::{BomLine, FindNumber, LineOrigin, LineProperty, Note, Substitute, Unit};
use partwright_domain::category::{Category, CategoryName, Subcategory};
use partwright_domain::decimal::Decimal;
use partwright_domain::file::{ContentHash, File, FileName, FileRole, Stored};
use partwright_domain::id::{
    BomLineId, CategoryId, FileId, ImportFileId, ManufacturerPartId, PartId, PersonId, RevisionId, SubcategoryId,
    SupplierPartId, Uuid, WorkflowId,
};
use partwright_domain::kicad::{Excluded, Library, MappedField, Mapping, Reference, SymbolId};
use partwright_domain::manufacturer_part::{Manufacturer, ManufacturerPart, Mpn, Status};
use partwright_domain::part::{Description, Part, PartName};
use partwright_domain::person::{Person, PersonName, Role};
use partwright_domain::property::{Link, Property, PropertyName, PropertyText, PropertyUnit, PropertyValue};
use partwright_domain::revision::{LabelScheme, Lifecycle, Revision};
use partwright_domain::setting::Settings;
use partwright_domain::supplier_part::{Currency, LeadTime, Offer, OrderCode, Packaging, Supplier, SupplierPart};
use partwright_domain::time::{CivilDate, Timestamp};
use partwright_domain::workflow::{StateName, Workflow};
use partwright_testkit::strategy;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

/// What is read from what was written is what was written, as a value and as text.
fn comes_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(thing: &T) -> Result<(), TestCaseError> {
    let written = serde_json::to_value(thing).expect("an entity that can be written");
    let text = serde_json::to_string(&written).expect("a text");
    prop_assert_eq!(&serde_json::from_value::<T>(written).expect("what was written"), thing);
    prop_assert_eq!(&serde_json::from_str::<T>(&text).expect("what was written as text"), thing);
    Ok(())
}

fn id<T>(make: fn(Uuid) -> T) -> impl Strategy<Value = T>
where
    T: Debug,
{
    any::<u128>().prop_map(move |bits| make(Uuid::from_u128(bits)))
}

/// A text that is taken, of any characters that one can see.
fn text<T: Debug, E>(most: usize, parse: fn(&str) -> Result<T, E>) -> impl Strategy<Value = T> {
    proptest::string::string_regex(&format!("[^\\p{{C}}]{{1,{most}}}"))
        .expect("a pattern")
        .prop_filter_map("a text that is taken", move |text| parse(&text).ok())
}

fn moment() -> impl Strategy<Value = Timestamp> {
    prop_oneof![any::<i64>(), 0..4_000_000_000_000_i64].prop_map(Timestamp)
}

fn decimal() -> impl Strategy<Value = Decimal> {
    "-?[0-9]{1,40}(\\.[0-9]{1,20})?".prop_map(|text| Decimal::parse(&text).expect("a number"))
}

fn property_value() -> impl Strategy<Value = PropertyValue> {
    prop_oneof![
        text(60, PropertyText::parse).prop_map(|text| PropertyValue::Text { text }),
        (decimal(), text(5, PropertyUnit::parse)).prop_map(|(number, unit)| PropertyValue::Number { number, unit }),
        any::<bool>().prop_map(|boolean| PropertyValue::Boolean { boolean }),
        "[0-9]{4}-0[1-9]-[012][0-8]"
            .prop_filter_map("a day", |text| { Some(PropertyValue::Date { date: CivilDate::parse(&text).ok()? }) }),
        "https?://[a-z]{1,20}\\.org/[a-z0-9?=&%-]{0,20}"
            .prop_map(|text| PropertyValue::Link { link: Link::parse(&text).expect("a link") }),
    ]
}

fn property() -> impl Strategy<Value = Property> {
    (text(20, PropertyName::parse), property_value()).prop_map(|(name, value)| Property { name, value })
}

fn mapping() -> impl Strategy<Value = Mapping> {
    let names = (text(20, PropertyName::parse), text(20, PropertyName::parse));
    let field = (text(20, PropertyName::parse), any::<bool>());
    let field = field.prop_map(|(property, visible)| MappedField { property, visible });
    let symbol =
        "[A-Za-z0-9_]{1,9}:[A-Za-z0-9_ +-]{0,9}[a-z]".prop_filter_map("a symbol", |text| SymbolId::parse(&text).ok());
    let reference = "[A-Za-z]{1,10}".prop_map(|text| Reference::parse(&text).expect("letters"));
    let excluded = any::<(bool, bool, bool)>();
    let excluded = excluded.prop_map(|(bom, board, simulation)| Excluded { bom, board, simulation });
    let shown = (option::of(symbol), option::of(reference), excluded, vec(field, 0..4));
    (id(SubcategoryId), any::<bool>(), names, shown).prop_map(
        |(subcategory, offered, (symbol_property, footprint_property), (symbol, reference, excluded, fields))| {
            Mapping { subcategory, offered, symbol_property, symbol, reference, footprint_property, excluded, fields }
        },
    )
}

fn part() -> impl Strategy<Value = Part> {
    let texts = (text(50, PartName::parse), text(50, Description::parse));
    let ids = (id(PartId), id(SubcategoryId), option::of(id(PartId)));
    (ids, strategy::part_number(), texts, moment()).prop_map(
        |((id, subcategory, successor), number, (name, description), created)| Part {
            id,
            number,
            subcategory,
            name,
            description,
            created,
            successor,
        },
    )
}

fn revision() -> impl Strategy<Value = Revision> {
    let head = (id(RevisionId), id(PartId), 1..u32::MAX, "[A-Z0-9]{1,4}");
    let follows = (select(&Lifecycle::ALL[..]), id(WorkflowId), text(20, StateName::parse));
    let rest = (id(PersonId), moment(), option::of(moment()), option::of(moment()));
    (head, follows, rest).prop_map(
        |((id, part, ordinal, label), (state, workflow, workflow_state), (author, created, released, obsolete))| {
            Revision { id, part, ordinal, label, state, workflow, workflow_state, author, created, released, obsolete }
        },
    )
}

fn line() -> impl Strategy<Value = BomLine> {
    let substitute = (id(PartId), text(10, Note::parse)).prop_map(|(part, note)| Substitute { part, note });
    let head = (id(BomLineId), id(RevisionId), any::<u32>(), id(PartId), strategy::quantity(), select(&Unit::ALL[..]));
    let rest =
        (vec(strategy::designator(), 0..4), any::<[bool; 2]>(), text(9, FindNumber::parse), text(30, Note::parse));
    let property = (text(9, PropertyName::parse), text(9, PropertyText::parse));
    let property = property.prop_map(|(name, text)| LineProperty { name, text });
    let origin = (id(ImportFileId), vec(any::<u64>(), 0..3)).prop_map(|(file, rows)| LineOrigin { file, rows });
    let more = (option::of(id(RevisionId)), vec(substitute, 0..3), vec(property, 0..3), option::of(origin));
    (head, rest, more).prop_map(
        |(
            (id, revision, position, child, quantity, unit),
            (designators, [quantity_intended, dnp], find_number, note),
            (pinned, substitutes, properties, origin),
        )| BomLine {
            id,
            revision,
            position,
            child,
            quantity,
            unit,
            designators,
            quantity_intended,
            dnp,
            find_number,
            note,
            pinned,
            substitutes,
            properties,
            origin,
        },
    )
}

fn manufacturer_part() -> impl Strategy<Value = ManufacturerPart> {
    let names = (text(20, Manufacturer::parse), text(20, Mpn::parse));
    (id(ManufacturerPartId), id(PartId), names, select(&Status::ALL[..]))
        .prop_map(|(id, part, (manufacturer, mpn), status)| ManufacturerPart { id, part, manufacturer, mpn, status })
}

fn supplier_part() -> impl Strategy<Value = SupplierPart> {
    let names = (text(20, Supplier::parse), text(20, OrderCode::parse), text(9, Packaging::parse));
    let lead_time = option::of((0..=3650_u16).prop_map(|days| LeadTime::of_days(days).expect("a lead time")));
    let amounts = (lead_time, option::of(strategy::quantity()), option::of(strategy::quantity()));
    let currency = "[A-Z]{3}".prop_map(|text| Currency::parse(&text).expect("a currency"));
    let ids = (id(SupplierPartId), id(ManufacturerPartId));
    (ids, names, amounts, currency, strategy::prices()).prop_map(
        |(
            (id, manufacturer_part),
            (supplier, order_code, packaging),
            (lead_time, minimum, multiple),
            currency,
            prices,
        )| {
            let offer = Offer { supplier, order_code, packaging, lead_time, minimum, multiple, currency, prices };
            SupplierPart { id, manufacturer_part, offer }
        },
    )
}

fn file() -> impl Strategy<Value = File> {
    let content = (any::<[u8; 32]>(), any::<u64>()).prop_map(|(hash, size)| Stored { hash: ContentHash(hash), size });
    let ids = (id(FileId), id(RevisionId), id(PersonId));
    (ids, text(20, FileName::parse), select(&FileRole::ALL[..]), content, moment()).prop_map(
        |((id, revision, added_by), name, role, content, added)| File {
            id,
            revision,
            name,
            role,
            content,
            added,
            added_by,
        },
    )
}

fn subcategory() -> impl Strategy<Value = Subcategory> {
    let ids = (id(SubcategoryId), id(CategoryId));
    let rest = (text(20, CategoryName::parse), any::<bool>(), vec(text(9, PropertyName::parse), 0..4));
    (ids, strategy::codes(), rest).prop_map(|((id, category), codes, (name, assembly, demands))| Subcategory {
        id,
        category,
        codes,
        name,
        assembly,
        demands,
    })
}

proptest! {
    #[test]
    fn whatever_the_audit_keeps_comes_back(
        part in part(),
        revision in revision(),
        property in property(),
        line in line(),
        manufacturer_part in manufacturer_part(),
        supplier_part in supplier_part(),
        file in file(),
        subcategory in subcategory(),
        (name, role) in (text(20, PersonName::parse), select(&Role::ALL[..])),
        (mapping, drafts) in (mapping(), any::<bool>()),
        (labels, workflow) in (select(&LabelScheme::ALL[..]), id(WorkflowId)),
    ) {
        let category = Category {
            id: subcategory.category,
            code: subcategory.codes.category.clone(),
            name: subcategory.name.clone(),
        };
        comes_back(&part)?;
        comes_back(&revision)?;
        comes_back(&property)?;
        comes_back(&line)?;
        comes_back(&manufacturer_part)?;
        comes_back(&supplier_part)?;
        comes_back(&file)?;
        comes_back(&category)?;
        comes_back(&subcategory)?;
        comes_back(&Person { id: revision.author, name, role })?;
        comes_back(&Settings { labels, workflow })?;
        comes_back(&mapping)?;
        comes_back(&Library { drafts })?;
    }
}

#[test]
fn what_no_parse_takes_is_not_taken_from_the_audit_either() {
    let refused = |name: &str, value: serde_json::Value| {
        let answer = match name {
            "name" => serde_json::from_value::<PartName>(value).map(drop),
            "quantity" => serde_json::from_value::<partwright_domain::bom::Quantity>(value).map(drop),
            "number" => serde_json::from_value::<Decimal>(value).map(drop),
            "days" => serde_json::from_value::<LeadTime>(value).map(drop),
            "symbol" => serde_json::from_value::<SymbolId>(value).map(drop),
            "settings" => serde_json::from_value::<Settings>(value).map(drop),
            _ => serde_json::from_value::<Link>(value).map(drop),
        };
        assert!(answer.is_err(), "{name}");
    };
    refused("name", json!("two\nlines"));
    refused("quantity", json!("0"));
    refused("quantity", json!(4));
    refused("number", json!("1e9"));
    refused("days", json!(3651));
    refused("symbol", json!("R"));
    // They said how many approvals a release needs, before that stood in workflows: nothing of these could say it.
    refused("settings", json!({ "labels": "Letters", "approvals": 2 }));
    refused("link", json!("javascript:alert(1)"));
}

#[test]
fn entries_of_earlier_versions_are_read_with_what_they_did_not_know() {
    let id = Uuid::from_u128(7);
    let line = json!({
        "id": id, "revision": id, "position": 1, "child": id, "quantity": "2", "unit": "each",
        "designators": ["R1", "R2"], "quantity_intended": false, "dnp": false, "find_number": "", "note": "",
    });
    let line: BomLine = serde_json::from_value(line).expect("a line from before there were pins and substitutes");
    assert_eq!((line.pinned, line.substitutes), (None, Vec::new()));
    let revision = json!({
        "id": id, "part": id, "ordinal": 1, "label": "1", "state": "In Review", "author": id, "created": 0,
    });
    let revision: Revision =
        serde_json::from_value(revision).expect("a revision from before its steps had moments and its states names");
    assert_eq!((revision.released, revision.obsolete), (None, None));
    assert_eq!((revision.workflow, revision.workflow_state.as_str()), (Workflow::STANDARD, "In Review"));
    let part = json!({
        "id": id, "number": "EL-RES-100000", "subcategory": id, "name": "10k", "description": "", "created": 0,
    });
    let part: Part = serde_json::from_value(part).expect("a part from before there were successors");
    assert_eq!(part.successor, None);
}
