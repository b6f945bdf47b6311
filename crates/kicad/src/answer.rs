//! What the server answers: KiCad's four questions, and a refusal to everything else.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::{StreamExt, stream};
use partwright_domain::cancel::Cancel;
use partwright_domain::category::{CategoryError, Codes};
use partwright_domain::kicad;
use partwright_domain::part::PartNumber;
use partwright_domain::ports::Ports;
use partwright_domain::store::{Snapshot, StoreError};
use partwright_domain::{Error, Result};
use serde::Serialize;

use crate::activity::Watched;
use crate::guard;
use crate::listing::Listing;
use crate::token::Token;
use crate::wire::{CategoryAnswer, PartAnswer, ROOT};

/// What every answer needs.
pub(crate) struct Shared {
    pub(crate) ports: Ports,
    pub(crate) port: u16,
    pub(crate) token: Token,
    pub(crate) watched: Arc<Watched>,
    /// Ends what is read when the server stops.
    pub(crate) cancel: Cancel,
}

/// The routes, behind the guard.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/v1/", get(root))
        .route("/v1/categories.json", get(categories))
        .route("/v1/parts/category/{file}", get(listing))
        .route("/v1/parts/{file}", get(part))
        .fallback(|| async { Failure::NotThere })
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), watch))
        .with_state(shared)
}

/// The headers of every answer: what it is, and that nobody keeps it. KiCad keeps what it wants by itself, and would take
/// "not modified" for an error.
const HEADERS: [(HeaderName, &str); 3] = [
    (header::CONTENT_TYPE, "application/json"),
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

/// Guards, counts, and writes each request into the log.
async fn watch(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let client = request.headers().get(header::USER_AGENT);
    let client = client.map(|client| String::from_utf8_lossy(client.as_bytes()).chars().take(80).collect::<String>());
    let answer = match guard::check(&method, request.headers(), shared.port, &shared.token) {
        Ok(()) => next.run(request).await,
        Err(refusal) => (refusal.status(), refusal.sentence()).into_response(),
    };
    let (status, name) = (answer.status(), client.as_deref().unwrap_or("somebody"));
    tracing::info!(%method, path, status = status.as_u16(), client = name, "the library for KiCad was asked");
    if status == StatusCode::OK {
        shared.watched.answered(shared.ports.clock.now(), client);
    } else {
        shared.watched.refused();
    }
    answer
}

/// Why there is no answer.
enum Failure {
    NotThere,
    Failed(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Category(CategoryError::NotFound { .. }) => Self::NotThere,
            error => Self::Failed(error),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::NotThere => (StatusCode::NOT_FOUND, "There is nothing of that name in this library.").into_response(),
            Self::Failed(error) => {
                tracing::warn!(code = error.code(), %error, "the library for KiCad could not answer");
                (StatusCode::SERVICE_UNAVAILABLE, error.to_string()).into_response()
            }
        }
    }
}

type Answer = std::result::Result<Response, Failure>;

async fn root() -> Answer {
    json(&ROOT)
}

async fn categories(State(shared): State<Arc<Shared>>) -> Answer {
    let answers = read(&shared, "kicad.categories", |seen| {
        let named = seen.categories().categories()?.into_iter();
        let named: BTreeMap<_, _> = named.map(|above| (above.code.to_string(), above.name.to_string())).collect();
        let offered = kicad::subcategories(seen)?;
        Ok(offered.iter().map(|(subcategory, _)| CategoryAnswer::of(subcategory, &named)).collect::<Vec<_>>())
    });
    json(&answers.await?)
}

async fn part(State(shared): State<Arc<Shared>>, Path(file): Path<String>) -> Answer {
    let number =
        file.strip_suffix(".json").and_then(|number| number.parse::<PartNumber>().ok()).ok_or(Failure::NotThere)?;
    let found = read(&shared, "kicad.part", move |seen| kicad::find(seen, &number)).await?;
    json(&PartAnswer::of(&found.ok_or(Failure::NotThere)?))
}

/// The whole list in one answer, as KiCad wants it, and never the whole list in memory: a page is read when the one before
/// it was taken.
async fn listing(State(shared): State<Arc<Shared>>, Path(file): Path<String>) -> Answer {
    let codes = file.strip_suffix(".json").and_then(|codes| Codes::parse(codes).ok()).ok_or(Failure::NotThere)?;
    let listing = Listing::of(Arc::clone(&shared.ports.store), shared.cancel.clone(), codes);
    // Before anything is sent it can still be said that there is no such category.
    let (first, listing) = piece(listing).await?;
    let rest = stream::try_unfold(listing, |listing| async {
        let (piece, listing) = piece(listing).await.inspect_err(|error| {
            tracing::warn!(code = error.code(), %error, "a list for KiCad broke off");
        })?;
        Ok::<_, Error>(piece.map(|piece| (piece, listing)))
    });
    let pieces = stream::iter(first.map(Ok)).chain(rest).map(|piece| piece.map(Bytes::from));
    Ok((HEADERS, Body::from_stream(pieces)).into_response())
}

async fn piece(mut listing: Listing) -> Result<(Option<Vec<u8>>, Listing)> {
    blocking(move || Ok((listing.piece()?, listing))).await
}

fn json(answer: &impl Serialize) -> Answer {
    let text = serde_json::to_vec(answer).map_err(|error| Failure::Failed(failed(&error)))?;
    Ok((HEADERS, text).into_response())
}

/// Reads on a thread that may wait for the database; the server's own never does.
async fn read<T: Send + 'static>(
    shared: &Shared,
    operation: &'static str,
    work: impl FnOnce(&dyn Snapshot) -> Result<T> + Send + 'static,
) -> Result<T> {
    let (store, cancel) = (Arc::clone(&shared.ports.store), shared.cancel.clone());
    blocking(move || store.read_until(operation, &cancel, work)).await
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| failed(&error))?
}

fn failed(error: &impl ToString) -> Error {
    StoreError::Failed { detail: error.to_string() }.into()
}
