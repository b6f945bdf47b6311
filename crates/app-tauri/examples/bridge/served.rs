//! What the bridge answers: commands, events and pages. Who asks for one of the first two has to know the token.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Path, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::sse::Event;
use axum::response::{IntoResponse, Response, Sse};
use futures_util::stream::Stream;
use partwright_app_tauri::app::App;
use partwright_app_tauri::message::{Message, Reply};
use partwright_app_tauri::task::Caller;
use partwright_app_tauri::windows::FIRST;
use partwright_app_tauri::{commands, ipc};

use crate::events::Events;
use crate::pages::Pages;

/// No body is larger than what a test sends.
const LARGEST: usize = 64 << 20;

/// What is served.
pub(crate) struct Bridge {
    pub(crate) app: App,
    pub(crate) events: Events,
    pub(crate) token: String,
    pages: Pages,
}

impl Bridge {
    /// A bridge with a token of its own.
    pub(crate) fn new(app: App, events: Events, pages: Pages) -> Result<Self, getrandom::Error> {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes)?;
        Ok(Self { app, events, token: format!("{:032x}", u128::from_be_bytes(bytes)), pages })
    }
}

/// Lets through who knows the token: any other page in a browser can ask at this address too.
pub(crate) async fn admit(State(bridge): State<Arc<Bridge>>, request: Request, next: Next) -> Response {
    let wanted = format!("token={}", bridge.token);
    if request.uri().query() == Some(&wanted) { next.run(request).await } else { StatusCode::FORBIDDEN.into_response() }
}

/// Runs a command as the window's IPC does: the words are the body, or where that is bytes, in a header beside it.
pub(crate) async fn command(
    State(bridge): State<Arc<Bridge>>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, StatusCode> {
    let command = commands::find(&name).ok_or(StatusCode::NOT_FOUND)?;
    let body = to_bytes(body, LARGEST).await.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    let message = if headers.contains_key(ipc::WORDS) {
        Message { request: ipc::words(&headers), bytes: body.into() }
    } else {
        Message::from(serde_json::from_slice::<serde_json::Value>(&body).map_err(|_| StatusCode::BAD_REQUEST)?)
    };
    let answered = tokio::task::spawn_blocking(move || {
        let tell = |progress| bridge.events.progress(&progress);
        ipc::answer(&Caller { app: &bridge.app, window: FIRST, tell: &tell }, command, message)
    });
    let (status, json) = match answered.await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)? {
        Ok(Reply::Json(json)) => (StatusCode::OK, json),
        Ok(Reply::Bytes(bytes)) => return Ok(([(CONTENT_TYPE, "application/octet-stream")], bytes).into_response()),
        Err(error) => {
            let json = serde_json::to_string(&error).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
            (StatusCode::UNPROCESSABLE_ENTITY, json)
        }
    };
    Ok((status, [(CONTENT_TYPE, "application/json")], json).into_response())
}

/// What windows are told, from now on.
pub(crate) async fn events(
    State(bridge): State<Arc<Bridge>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>> + use<>> {
    Sse::new(bridge.events.stream())
}

/// A file of the pages.
pub(crate) async fn page(State(bridge): State<Arc<Bridge>>, address: Uri) -> Result<Response, StatusCode> {
    bridge.pages.find(address.path()).map(IntoResponse::into_response)
}
