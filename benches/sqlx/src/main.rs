//! The side of sqlx in `engine`: one measurement, told in one line.

use std::env;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use load::{Failure, NewPart, PartRow, Place, pragma, sql};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};

const USAGE: &str = "usage: sqlx-side version | sqlx-side FILE CALLERS SECONDS CONNECTIONS";

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match words[..] {
        ["version"] => runtime.block_on(version()),
        [file, callers, seconds, connections] => {
            let duration = Duration::from_secs_f64(seconds.parse()?);
            runtime.block_on(measure(Path::new(file), callers.parse()?, duration, connections.parse()?))
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

async fn measure(file: &Path, callers: usize, duration: Duration, connections: u32) -> Result<(), Failure> {
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
    let place = Place::known()?;
    let measured = load::tasks(callers, duration, {
        let pool = pool.clone();
        move || unit(pool.clone(), Arc::clone(&place))
    })
    .await?;
    pool.close().await;
    println!("{measured}");
    Ok(())
}

async fn unit(pool: SqlitePool, place: Arc<Place>) -> Result<u64, Failure> {
    let new: NewPart = place.new_part();
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    let sequence: u32 = sqlx::query_scalar(sql::TAKE_SEQUENCE).fetch_one(&mut *transaction).await?;
    let PartRow { part, codes, name_key, search_key, head, entry, after } = new.row(sequence)?;
    sqlx::query(sql::INSERT_PART)
        .bind(part.id.0)
        .bind(part.subcategory.0)
        .bind(codes)
        .bind(part.number.sequence.get())
        .bind(part.name.as_str())
        .bind(part.description.as_str())
        .bind(part.created.0)
        .bind(name_key)
        .bind(search_key)
        .execute(&mut *transaction)
        .await?;
    let place: i64 = sqlx::query_scalar(sql::NEXT_AUDIT_SEQUENCE).fetch_one(&mut *transaction).await?;
    sqlx::query(sql::OPEN_UNIT)
        .bind(place)
        .bind(head.at.0)
        .bind(head.person.0)
        .bind(head.operation)
        .execute(&mut *transaction)
        .await?;
    sqlx::query(sql::APPEND)
        .bind(place)
        .bind(1)
        .bind(entry.room.name())
        .bind(entry.subject)
        .bind(entry.part.map(|part| part.0))
        .bind(entry.action.name())
        .bind(entry.title)
        .bind(None::<String>)
        .bind(after)
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await?;
    Ok(1)
}
