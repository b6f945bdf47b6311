//! Filling: the terms of parts that are due go into the index, in the unit that made them due.

use partwright_domain::store::StoreError;
use rusqlite::params;

use crate::column::to_json;
use crate::session::{Session, Writing};

use super::token::Row;
use super::{document, sequence};

/// How many parts are read at once: many enough that the statements cost little, few enough to be held in memory.
const AT_ONCE: u32 = 500;

/// Whether any part is due.
pub(crate) fn is_due<A>(session: &Session<'_, A>) -> Result<bool, StoreError> {
    let first: Option<u32> = session.first(include_str!("due.sql"), [1], sequence)?;
    Ok(first.is_some())
}

/// Puts every part that is due into the index. Asked before each commit, so it is quick to find nothing.
pub(crate) fn fill(session: &Session<'_, Writing>) -> Result<(), StoreError> {
    while fill_some(session)? {}
    Ok(())
}

/// Puts some of the parts that are due into the index; answers whether there may be more.
fn fill_some(session: &Session<'_, Writing>) -> Result<bool, StoreError> {
    let due: Vec<u32> = session.all(include_str!("due.sql"), [AT_ONCE], sequence)?;
    let Some(last) = due.last() else { return Ok(false) };
    for (sequence, indexed) in document::read(session, &to_json(&due)?)? {
        let Row { head, inside, fact } = Row::of(&indexed);
        session.execute(include_str!("put.sql"), "part", params![sequence, head, inside, fact])?;
    }
    session.execute(include_str!("done.sql"), "part", [last])?;
    Ok(due.len() == AT_ONCE as usize)
}
