//! Documents: what is searched of parts, read in three statements for many at once.

use std::collections::BTreeMap;

use partwright_domain::category::Codes;
use partwright_domain::part::PartNumber;
use partwright_domain::property::{Property, PropertyName};
use partwright_domain::revision::Lifecycle;
use partwright_domain::search::{Document, Field, Text};
use partwright_domain::store::StoreError;
use rusqlite::Error;

use crate::column::Columns;
use crate::session::Session;
use crate::{part, property};

/// A part as the index sees it: what is searched, and what is filtered by.
pub(super) struct Indexed {
    pub(super) document: Document,
    pub(super) codes: Codes,
    pub(super) state: Lifecycle,
    pub(super) has_mpn: bool,
    pub(super) properties: Vec<Property>,
}

struct Head {
    number: PartNumber,
    codes: Codes,
    state: Lifecycle,
    has_mpn: bool,
}

/// The parts of a JSON array of sequences.
pub(super) fn read<A: Send + Sync>(
    session: &Session<'_, A>,
    sequences: &str,
) -> Result<BTreeMap<u32, Indexed>, StoreError> {
    let heads = session.all(include_str!("parts.sql"), [sequences], |columns| readable(head(columns)))?;
    let mut texts: BTreeMap<u32, Vec<Text>> = BTreeMap::new();
    for (sequence, text) in session.all(include_str!("texts.sql"), [sequences], text)? {
        texts.entry(sequence).or_default().push(text);
    }
    let mut properties: BTreeMap<u32, Vec<Property>> = BTreeMap::new();
    let named =
        session.all(include_str!("properties.sql"), [sequences], |columns| readable(named_property(columns)))?;
    for (sequence, property) in named.into_iter().flatten() {
        let text = property.value.to_string();
        let label = property.name.to_string();
        texts.entry(sequence).or_default().push(Text { field: Field::Property, label, text });
        properties.entry(sequence).or_default().push(property);
    }
    let indexed = heads.into_iter().flatten().map(|Head { number, codes, state, has_mpn }| {
        let sequence = number.sequence.get();
        let document = Document::new(number, texts.remove(&sequence).unwrap_or_default());
        let properties = properties.remove(&sequence).unwrap_or_default();
        (sequence, Indexed { document, codes, state, has_mpn, properties })
    });
    Ok(indexed.collect())
}

/// What was read. What another program wrote and nobody can read is not found by the search, and is told where it is shown;
/// it must not keep everybody from writing, nor the file from being opened.
fn readable<T>(read: rusqlite::Result<T>) -> rusqlite::Result<Option<T>> {
    match read {
        Err(error @ (Error::FromSqlConversionFailure(..) | Error::IntegralValueOutOfRange(..))) => {
            tracing::warn!(%error, "something that cannot be read is not in the index of the search");
            Ok(None)
        }
        read => read.map(Some),
    }
}

fn head(columns: &mut Columns<'_>) -> rusqlite::Result<Head> {
    Ok(Head {
        number: part::number(columns)?,
        codes: columns.text(Codes::parse)?,
        state: columns.named(Lifecycle::named)?,
        has_mpn: columns.get()?,
    })
}

fn text(columns: &mut Columns<'_>) -> rusqlite::Result<(u32, Text)> {
    Ok((columns.integer()?, Text { field: columns.named(field)?, label: columns.get()?, text: columns.get()? }))
}

fn named_property(columns: &mut Columns<'_>) -> rusqlite::Result<(u32, Property)> {
    let sequence = columns.integer()?;
    Ok((sequence, Property { name: columns.text(PropertyName::parse)?, value: property::value(columns)? }))
}

/// A field as `texts.sql` names it.
fn field(name: &str) -> Option<Field> {
    Some(match name {
        "name" => Field::Name,
        "description" => Field::Description,
        "mpn" => Field::Mpn,
        "manufacturer" => Field::Manufacturer,
        "file" => Field::File,
        "note" => Field::Note,
        _ => return None,
    })
}
