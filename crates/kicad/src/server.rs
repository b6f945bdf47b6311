//! The server: on a thread of its own, on loopback, until it is stopped.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use futures_util::future::{Either, select};
use partwright_domain::cancel::Cancel;
use partwright_domain::kicad::KicadError;
use partwright_domain::ports::Ports;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

use crate::activity::{Activity, Watched};
use crate::answer::{Shared, router};
use crate::token::Token;

/// How long a read that was cancelled has to end before it is left to itself.
const READS_END: Duration = Duration::from_secs(2);

/// KiCad's HTTP library of one workspace. It runs until it is stopped or dropped; then its port is free.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    watched: Arc<Watched>,
    cancel: Cancel,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves the workspace behind these ports at this port of 127.0.0.1, and at no other address; at any free port for 0.
    /// Answers when KiCad can ask.
    pub fn start(ports: Ports, port: u16, token: Token) -> Result<Self, KicadError> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| match error.kind() {
            ErrorKind::AddrInUse => KicadError::PortTaken { port },
            _ => not_started(&error),
        })?;
        listener.set_nonblocking(true).map_err(|error| not_started(&error))?;
        let address = listener.local_addr().map_err(|error| not_started(&error))?;
        let (watched, cancel) = (Arc::<Watched>::default(), Cancel::default());
        let shared = Arc::new(Shared {
            ports,
            port: address.port(),
            token,
            watched: Arc::clone(&watched),
            cancel: cancel.clone(),
        });
        let runtime = Builder::new_current_thread().enable_io().build().map_err(|error| not_started(&error))?;
        let listener = {
            let _inside = runtime.enter();
            tokio::net::TcpListener::from_std(listener).map_err(|error| not_started(&error))?
        };
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new().name("kicad".to_owned());
        let thread =
            thread.spawn(move || serve(runtime, listener, shared, stopped)).map_err(|error| not_started(&error))?;
        tracing::info!(%address, "the library for KiCad is served");
        Ok(Self { address, watched, cancel, stop: Some(stop), thread: Some(thread) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it has done.
    pub fn activity(&self) -> Activity {
        self.watched.now()
    }

    /// Stops it, in the middle of an answer if need be, and answers when its port is free. Dropping it does the same.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.cancel.cancel();
        // The sender goes, which says the same as a message would.
        drop(self.stop.take());
        if let Some(Err(_)) = self.thread.take().map(JoinHandle::join) {
            tracing::warn!("the server for KiCad had failed before it was stopped");
        }
        tracing::info!(address = %self.address, "the library for KiCad is served no longer");
    }
}

fn serve(runtime: Runtime, listener: tokio::net::TcpListener, shared: Arc<Shared>, stopped: oneshot::Receiver<()>) {
    runtime.block_on(async {
        let served = axum::serve(listener, router(shared)).into_future();
        if let Either::Left((Err(error), _)) = select(served, stopped).await {
            tracing::warn!(%error, "the server for KiCad ended");
        }
    });
    runtime.shutdown_timeout(READS_END);
}

fn not_started(error: &impl ToString) -> KicadError {
    KicadError::NotStarted { detail: error.to_string() }
}
