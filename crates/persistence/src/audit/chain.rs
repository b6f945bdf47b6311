//! The chain of the audit in SQLite: each link stands with what it is of, and how the chain ends in a row of its own, which is
//! written once a unit.

use std::borrow::Cow;

use partwright_domain::audit::{ChainError, ChainWalk, Head, Linked, Place, Step, Told, What, link};
use partwright_domain::file::ContentHash;
use partwright_domain::store::StoreError;
use rusqlite::{Connection, Params, params};

use crate::column::Columns;
use crate::session::{Session, Writing};

/// Links that are read at once to be linked for the first time.
const PAGE: u32 = 500;

const HEAD: &str = include_str!("head.sql");
const ENTRIES: &str = include_str!("linked_entries.sql");
const UNDOS: &str = include_str!("linked_undos.sql");

/// How the chain ends, by the row beside it.
pub(super) fn head<A>(session: &Session<'_, A>) -> Result<Head, StoreError> {
    // Somebody took it away: then nothing says how the chain ends.
    Ok(session.first(HEAD, [], head_of)?.unwrap_or(Head::EMPTY))
}

/// The links after a place.
pub(super) fn links<A>(session: &Session<'_, A>, after: Option<Place>, limit: u32) -> Result<Vec<Linked>, StoreError> {
    let (sequence, position, undone) = behind(after);
    let entries = session.all(ENTRIES, params![sequence, position, limit], entry)?;
    let undos = session.all(UNDOS, params![undone, limit], undo)?;
    Ok(in_order(entries, undos, limit))
}

/// Behind which entry and which undo the links after a place stand.
fn behind(after: Option<Place>) -> (i64, i64, i64) {
    match after {
        None => (i64::MIN, i64::MIN, i64::MIN),
        Some(Place { sequence, step: Step::Entry(position) }) => (sequence, position, sequence.saturating_sub(1)),
        Some(Place { sequence, step: Step::Undo }) => (sequence, i64::MAX, sequence),
    }
}

/// The first of both kinds, in the order of the chain.
fn in_order(entries: Vec<Linked>, undos: Vec<Linked>, limit: u32) -> Vec<Linked> {
    let mut links = entries;
    links.extend(undos);
    links.sort_by_key(|link| link.place);
    links.truncate(limit as usize);
    links
}

/// What is wrong with the chain in a database that is no store, such as a copy.
pub(crate) fn chain_faults(connection: &Connection) -> rusqlite::Result<Vec<ChainError>> {
    // A copy may be of a time before there was a chain, or before it was linked.
    if !connection.table_exists(None, "audit_head")?
        || connection.query_row(include_str!("is_unlinked.sql"), [], |row| row.get(0))?
    {
        return Ok(Vec::new());
    }
    let mut walk = ChainWalk::begin(None);
    walk.along(|after, _| {
        let (sequence, position, undone) = behind(after);
        let entries = of_file(connection, ENTRIES, params![sequence, position, PAGE], entry)?;
        let undos = of_file(connection, UNDOS, params![undone, PAGE], undo)?;
        Ok::<_, rusqlite::Error>(in_order(entries, undos, PAGE))
    })?;
    let head = of_file(connection, HEAD, [], head_of)?.into_iter().next();
    let newest = connection.query_row(include_str!("newest.sql"), [], |row| row.get::<_, Option<i64>>(0))?;
    let newest = newest.and_then(|sequence| u64::try_from(sequence).ok());
    Ok(walk.end(head.unwrap_or(Head::EMPTY), newest).faults)
}

fn of_file<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    mut map: impl FnMut(&mut Columns<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    connection.prepare_cached(sql)?.query_map(params, |row| map(&mut Columns::new(row)))?.collect()
}

fn head_of(columns: &mut Columns<'_>) -> rusqlite::Result<Head> {
    Ok(Head { count: columns.integer()?, hash: ContentHash(columns.get()?) })
}

fn entry(columns: &mut Columns<'_>) -> rusqlite::Result<Linked> {
    let place = Place::entry(columns.get()?, columns.get()?);
    linked(columns, place, |columns| {
        Ok(What::Entry {
            room: bytes(columns)?,
            subject: bytes(columns)?,
            part: columns.bytes_or_none()?.map(Cow::Owned),
            action: bytes(columns)?,
            title: bytes(columns)?,
            before: columns.bytes_or_none()?.map(Cow::Owned),
            after: columns.bytes_or_none()?.map(Cow::Owned),
        })
    })
}

fn undo(columns: &mut Columns<'_>) -> rusqlite::Result<Linked> {
    let place = Place::undo(columns.get()?);
    linked(columns, place, |columns| Ok(What::Undo { undone: columns.get()? }))
}

fn linked(
    columns: &mut Columns<'_>,
    place: Place,
    what: impl FnOnce(&mut Columns<'_>) -> rusqlite::Result<What<'static>>,
) -> rusqlite::Result<Linked> {
    let has_unit: bool = columns.get()?;
    let at: Option<i64> = columns.get()?;
    let (person, operation) = (bytes(columns)?, bytes(columns)?);
    let what = what(columns)?;
    let told = has_unit.then_some(Told { at: at.unwrap_or_default(), person, operation, what });
    Ok(Linked { place, told, previous: hash(columns)?, hash: hash(columns)? })
}

fn bytes(columns: &mut Columns<'_>) -> rusqlite::Result<Cow<'static, [u8]>> {
    Ok(Cow::Owned(columns.bytes_or_none()?.unwrap_or_default()))
}

fn hash(columns: &mut Columns<'_>) -> rusqlite::Result<Option<ContentHash>> {
    Ok(columns.bytes_or_none()?.and_then(|bytes| bytes.try_into().ok()).map(ContentHash))
}

/// Whether what is in the audit was written before there was a chain.
pub(crate) fn is_unlinked<A>(session: &Session<'_, A>) -> Result<bool, StoreError> {
    session.value(include_str!("is_unlinked.sql"), [])
}

/// How the chain ends in a unit of work that is about to add to it.
pub(super) fn end(session: &Session<'_, Writing>) -> Result<Head, StoreError> {
    let known = session.notes().chain;
    match known {
        Some(end) => Ok(end),
        None => head(session),
    }
}

/// Writes down how the chain ends, if the unit added to it; one that did not makes the chain of an older workspace.
pub(crate) fn end_chain(session: &Session<'_, Writing>, end: Option<Head>) -> Result<(), StoreError> {
    match end {
        Some(end) => set_head(session, end),
        None if is_unlinked(session)? => link_all(session),
        None => Ok(()),
    }
}

fn set_head(session: &Session<'_, Writing>, Head { count, hash }: Head) -> Result<(), StoreError> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    session.execute(include_str!("set_head.sql"), "chain", params![count, hash.0]).map(drop)
}

/// Links what was written before there was a chain.
fn link_all(session: &Session<'_, Writing>) -> Result<(), StoreError> {
    let (mut end, mut after) = (Head::EMPTY, None);
    loop {
        let links = links(session, after, PAGE)?;
        let Some(last) = links.last() else { return set_head(session, end) };
        after = Some(last.place);
        for Linked { place, told, .. } in &links {
            // Without its unit nothing says who did it; no program of ours ever left such an entry.
            let Some(told) = told else { continue };
            let hash = link(&end.hash, told, *place);
            let Place { sequence, step } = place;
            match step {
                Step::Entry(position) => session.execute(
                    include_str!("set_entry_link.sql"),
                    "chain",
                    params![sequence, position, end.hash.0, hash.0],
                )?,
                Step::Undo => session.execute(
                    include_str!("set_undo_link.sql"),
                    "chain",
                    params![sequence, end.hash.0, hash.0],
                )?,
            };
            end = end.and(hash);
        }
    }
}
