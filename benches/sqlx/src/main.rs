//! The side of sqlx in `engine`: one measurement, told in one line.

use std::env;
use std::path::Path;
use std::time::Duration;

use load::{Failure, Kind, PartRow, Unit, Units, pragma, sql};
use partwright_domain::id::{PartId, Uuid};
use partwright_domain::part::Sequence;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};

const USAGE: &str = "usage: sqlx-side version | sqlx-side FILE KIND CALLERS SECONDS CONNECTIONS";

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match words[..] {
        ["version"] => runtime.block_on(version()),
        [file, kind, callers, seconds, connections] => {
            let (kind, duration) = (Kind::named(kind).ok_or(USAGE)?, Duration::from_secs_f64(seconds.parse()?));
            runtime.block_on(measure(Path::new(file), kind, callers.parse()?, duration, connections.parse()?))
        }
        _ => Err(USAGE.into()),
    }
}

async fn version() -> Result<(), Failure> {
    let pool = SqlitePool::connect("sqlite::memory:").await?;
    let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&pool).await?;
    println!("{version}");
    Ok(())
}

async fn measure(file: &Path, kind: Kind, callers: usize, duration: Duration, connections: u32) -> Result<(), Failure> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .busy_timeout(pragma::BUSY)
        .statement_cache_capacity(pragma::STATEMENTS_KEPT)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .pragma("trusted_schema", "OFF")
        .pragma("temp_store", "MEMORY")
        .pragma("cell_size_check", "ON")
        .pragma("journal_size_limit", "67108864")
        .pragma("cache_size", "-65536");
    // Ten is its own default; the other is what its users are told when they meet "database is locked".
    let pool = SqlitePoolOptions::new().max_connections(connections).connect_with(options).await?;
    let units = Units::new(kind, &parts(&pool).await?)?;
    let measured = load::tasks(callers, duration, {
        let pool = pool.clone();
        move || one(pool.clone(), units.next())
    })
    .await?;
    pool.close().await;
    println!("{measured}");
    Ok(())
}

async fn one(pool: SqlitePool, unit: Unit) -> Result<u64, Failure> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    let row = match unit {
        Unit::Create(new) => {
            let sequence: u32 = sqlx::query_scalar(sql::TAKE_SEQUENCE).fetch_one(&mut *transaction).await?;
            let row = new.row(sequence)?;
            sqlx::query(sql::INSERT_PART)
                .bind(row.part.id.0)
                .bind(row.part.subcategory.0)
                .bind(&row.codes)
                .bind(sequence)
                .bind(row.part.name.as_str())
                .bind(row.part.description.as_str())
                .bind(row.part.created.0)
                .bind(&row.name_key)
                .bind(&row.search_key)
                .bind(row.part.successor.map(|successor| successor.0))
                .execute(&mut *transaction)
                .await?;
            row
        }
        Unit::Edit(edit) => {
            let row = edit.row()?;
            sqlx::query(sql::UPDATE_PART)
                .bind(row.part.id.0)
                .bind(row.part.subcategory.0)
                .bind(&row.codes)
                .bind(row.part.number.sequence.get())
                .bind(row.part.name.as_str())
                .bind(row.part.description.as_str())
                .bind(&row.name_key)
                .bind(&row.search_key)
                .bind(row.part.successor.map(|successor| successor.0))
                .execute(&mut *transaction)
                .await?;
            row
        }
    };
    let PartRow { head, entry, before, after, .. } = row;
    let place = sqlx::query(sql::OPEN_UNIT)
        .bind(head.at.0)
        .bind(head.person.0)
        .bind(head.operation)
        .execute(&mut *transaction)
        .await?
        .last_insert_rowid();
    sqlx::query(sql::APPEND)
        .bind(place)
        .bind(1)
        .bind(entry.room.name())
        .bind(entry.subject)
        .bind(entry.part.map(|part| part.0))
        .bind(entry.action.name())
        .bind(entry.title)
        .bind(before)
        .bind(after)
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await?;
    Ok(1)
}

/// The parts that are there, by their numbers.
async fn parts(pool: &SqlitePool) -> Result<Vec<(PartId, Sequence)>, Failure> {
    let rows: Vec<(Uuid, u32)> =
        sqlx::query_as("SELECT id, sequence FROM part ORDER BY sequence").fetch_all(pool).await?;
    let part = |(id, sequence)| Some((PartId(id), Sequence::new(sequence)?));
    rows.into_iter().map(|row| part(row).ok_or_else(|| "a number below the first".into())).collect()
}
