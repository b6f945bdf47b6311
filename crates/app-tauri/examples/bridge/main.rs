//! The bridge: the shell's commands over HTTP on loopback, so that a browser can show the pages over real commands on a real
//! file. For tests. An example and no part of the program, so nothing that ships has it in it.
//!
//! `bridge PAGES FOLDER [WORKSPACE]` serves the pages that were built into PAGES, keeps what the shell keeps in FOLDER, and
//! opens WORKSPACE, or without it the demo. It says on standard output where it is, and ends when its standard input does.

mod events;
mod pages;
mod served;

use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::net::Ipv4Addr;
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::thread;

use axum::Router;
use axum::middleware;
use axum::routing::{get, post};
use futures_util::future::{Either, select};
use partwright_app_tauri::app::App;
use partwright_app_tauri::viewer::Viewer;
use partwright_app_tauri::windows::Windows;
use partwright_app_tauri::{kicad, wiring};
use partwright_testkit::clock::{CountingIds, StepClock};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

use events::Events;
use pages::Pages;
use served::Bridge;

fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("PARTWRIGHT_LOG"))
        .with_writer(io::stderr)
        .init();
    let mut arguments = env::args_os().skip(1);
    let (Some(pages), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err("usage: bridge PAGES FOLDER [WORKSPACE]".into());
    };
    let events = Events::default();
    let app = shell(Path::new(&folder), arguments, &events)?;
    let bridge = Arc::new(Bridge::new(app, events, Pages::within(pages.into())?)?);
    Runtime::new()?.block_on(serve(Arc::clone(&bridge)))?;
    bridge.app.close();
    Ok(())
}

/// The shell as it is wired for its windows, with times and ids that are the same in every run.
fn shell(folder: &Path, arguments: impl Iterator<Item = OsString>, events: &Events) -> Result<App, String> {
    let arguments = wiring::Arguments::parse(arguments)?;
    let places = wiring::Places::new(folder, &arguments);
    let sources = wiring::Sources { clock: Arc::new(StepClock::default()), ids: Arc::new(CountingIds::default()) };
    let opens_nothing = Viewer::new(Box::new(|_| Ok(())));
    Ok(App::new(wiring::opener_with(places, events.observer(), sources), opens_nothing)
        .remembering(wiring::recent(folder, &arguments))
        .serving(kicad::Kicad::remembering(wiring::machine(folder)))
        .showing(Windows::new(Box::new(events.clone()))))
}

/// Serves until standard input ends, so that no bridge outlives the test that started it.
async fn serve(bridge: Arc<Bridge>) -> io::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    let guarded = Router::new()
        .route("/command/{name}", post(served::command))
        .route("/events", get(served::events))
        .route_layer(middleware::from_fn_with_state(Arc::clone(&bridge), served::admit));
    let router = guarded.fallback(served::page).with_state(Arc::clone(&bridge));
    writeln!(io::stdout(), "partwright: bridge at http://{address}/?token={}", bridge.token)?;

    let (tell, ended) = oneshot::channel::<()>();
    thread::spawn(move || {
        // Whatever is written there, or that it cannot be read: only its end counts.
        drop(io::stdin().read_to_end(&mut Vec::new()));
        drop(tell);
    });
    // The events of a page never end by themselves, so nobody waits for them.
    match select(pin!(axum::serve(listener, router).into_future()), ended).await {
        Either::Left((served, _)) => served,
        Either::Right(_) => Ok(()),
    }
}
