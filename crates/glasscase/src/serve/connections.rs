//! Connections: how many there are, and how long they may say nothing.

use super::signals::Ending;
use anyhow::Result;
use axum::middleware::AddExtension;
use axum::serve::Listener;
use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::Layer as _;

/// How many connections there may be at a time; further ones wait. Each takes some tens of kilobytes.
const CONNECTIONS_MAX: usize = 4_096;
/// How long a connection may take for the head of a request, or rest between two. Clients give up idle connections
/// earlier, after 90 s, so none is closed under a request.
const HEAD: Duration = Duration::from_secs(100);
/// The longest head of a request, in bytes.
const HEAD_BYTES_MAX: usize = 64 << 10;
/// How long requests may take to end once the server was asked to.
const PATIENCE: Duration = Duration::from_secs(30);

/// Answers requests until the end is asked for; those under way may finish for a while.
pub(crate) async fn serve<L: Listener<Addr = SocketAddr>>(
    mut listener: L,
    app: Router,
    ending: &Ending,
) -> Result<()> {
    let turns = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let graceful = GracefulShutdown::new();
    loop {
        let Ok(turn) = Arc::clone(&turns).acquire_owned().await else { break };
        let (io, from) = tokio::select! {
            biased;
            () = ending.asked.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        let app = Extension(web::Peer(from.ip())).layer(app.clone());
        answer::<L>(io, app, &graceful, turn);
    }
    // Nobody new comes in from here on.
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(PATIENCE) => {
            tracing::warn!(seconds = PATIENCE.as_secs(), "ended while requests were under way");
        }
        () = ending.insisted.cancelled() => tracing::warn!("ended at once, as asked"),
    }
    Ok(())
}

/// Answers one connection, in a task of its own.
fn answer<L: Listener>(
    io: L::Io,
    app: AddExtension<Router, web::Peer>,
    graceful: &GracefulShutdown,
    turn: OwnedSemaphorePermit,
) {
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_BYTES_MAX)
        .serve_connection(TokioIo::new(io), TowerToHyperService::new(app));
    let watched = graceful.watch(connection);
    tokio::spawn(async move {
        if let Err(why) = watched.await {
            tracing::debug!(%why, "a connection ended before its time");
        }
        drop(turn);
    });
}
