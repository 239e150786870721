//! An HTTP server on loopback, plain or under TLS.

use super::tls_server::{Identity, TlsListener, acceptor_with};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use axum::{Router, serve};
use hyper::server::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::service::TowerToHyperService;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// A running server; it ends when this is dropped.
pub(crate) struct HttpServer {
    pub(crate) address: SocketAddr,
    _runtime: Runtime,
}

fn service() -> Router {
    Router::new()
        .route(
            "/",
            get(|headers: HeaderMap| async move { headers[header::HOST].to_str().unwrap().to_owned() }),
        )
        .route("/broken", get(|| async { (StatusCode::SERVICE_UNAVAILABLE, "down") }))
        .route("/moved", get(|| async { Redirect::temporary("/elsewhere") }))
        .route("/large", get(|| async { vec![b'x'; 4 << 20] }))
        .route("/slow", get(slow))
        .route("/never", get(std::future::pending::<StatusCode>))
}

async fn slow() -> impl IntoResponse {
    tokio::time::sleep(Duration::from_millis(150)).await;
    "late"
}

pub(crate) fn plain() -> HttpServer {
    plain_service(service())
}

/// Serves what the test brings, without TLS.
pub(crate) fn plain_service(service: Router) -> HttpServer {
    let runtime = Runtime::new().unwrap();
    let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).unwrap();
    let address = listener.local_addr().unwrap();
    runtime.spawn(async move { serve(listener, service).await });
    HttpServer { address, _runtime: runtime }
}

pub(crate) fn secure(identity: Identity) -> HttpServer {
    secure_service(identity, service())
}

/// Serves what the test brings, under TLS.
pub(crate) fn secure_service(identity: Identity, service: Router) -> HttpServer {
    let runtime = Runtime::new().unwrap();
    let listener = runtime.block_on(TlsListener::bind(identity));
    let address = serve::Listener::local_addr(&listener).unwrap();
    runtime.spawn(async move { serve(listener, service).await });
    HttpServer { address, _runtime: runtime }
}

/// Serves what the test brings, under TLS and by HTTP/2 alone.
pub(crate) fn http2_service(identity: Identity, service: Router) -> HttpServer {
    let acceptor = acceptor_with(identity, Vec::new(), &["h2", "http/1.1"]);
    let runtime = Runtime::new().unwrap();
    let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).unwrap();
    let address = listener.local_addr().unwrap();
    runtime.spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(stream) = acceptor.accept(stream).await else { continue };
            let connection = http2::Builder::new(TokioExecutor::new());
            let service = TowerToHyperService::new(service.clone());
            tokio::spawn(connection.serve_connection(TokioIo::new(stream), service));
        }
    });
    HttpServer { address, _runtime: runtime }
}
