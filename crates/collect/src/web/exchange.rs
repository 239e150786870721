//! One GET request over a given connection, by HTTP/1.1 or HTTP/2.

use super::Ask;
use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::{http1, http2};
use hyper::header::{HeaderName, HeaderValue};
use hyper::{HeaderMap, Request, Response, Version, header};
use hyper_util::rt::{TokioExecutor, TokioIo};
use std::time::Instant;
use tokio::io::{AsyncRead, AsyncWrite};

/// The most bytes of headers that are taken.
const HEADER_BYTES_MAX: u32 = 64 << 10;

/// A connection, plain or under TLS.
pub(super) type Stream = Box<dyn Connection>;

/// What a connection can do.
pub(super) trait Connection: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Connection for T {}

/// The request.
pub(super) struct Question {
    http2: bool,
    request: Request<Empty<Bytes>>,
}

/// The answer.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) version: &'static str,
    pub(super) headers: HeaderMap,
    /// The start of the body, as much as was asked for.
    pub(super) body: Vec<u8>,
    pub(super) body_bytes: usize,
    pub(super) body_complete: bool,
    pub(super) first_byte: Instant,
}

impl Question {
    /// A GET request; none if the address cannot stand in one.
    pub(super) fn new(ask: &Ask, http2: bool) -> Option<Self> {
        let address = ask.address;
        let host = address.host_header();
        let builder = if http2 {
            Request::get(format!("https://{host}{}", address.path)).version(Version::HTTP_2)
        } else {
            Request::get(&address.path).header(header::HOST, host).header(header::CONNECTION, "close")
        };
        let encodings = if ask.compressed { "gzip, br, zstd" } else { "identity" };
        let mut request = builder
            .header(header::USER_AGENT, concat!("glasscase-runner/", env!("CARGO_PKG_VERSION")))
            .header(header::ACCEPT, "*/*")
            .header(header::ACCEPT_ENCODING, encodings)
            .body(Empty::new())
            .ok()?;
        if let Some((name, secret)) = ask.credential.filter(|_| address.tls) {
            let mut value = HeaderValue::from_str(secret.reveal()).ok()?;
            // So that no library shows it or keeps it for later requests.
            value.set_sensitive(true);
            request.headers_mut().insert(HeaderName::from_bytes(name.as_bytes()).ok()?, value);
        }
        Some(Self { http2, request })
    }
}

/// Asks and reads the answer's body up to `bytes_max`; an error says in words what failed.
pub(super) async fn exchange(
    stream: Stream,
    question: Question,
    bytes_max: usize,
    kept_max: usize,
) -> Result<Reply, String> {
    if question.http2 {
        let io = TokioIo::new(stream);
        let mut builder = http2::Builder::new(TokioExecutor::new());
        builder.max_header_list_size(HEADER_BYTES_MAX);
        let (mut sender, connection) = builder.handshake(io).await.map_err(|error| in_words(&error))?;
        let answer = sender.send_request(question.request);
        return both(connection, read(answer, bytes_max, kept_max)).await;
    }
    exchange_http1(stream, question, bytes_max, kept_max).await
}

/// As [`exchange`], by HTTP/1.1 whatever the question says.
pub(super) async fn exchange_http1(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    question: Question,
    bytes_max: usize,
    kept_max: usize,
) -> Result<Reply, String> {
    let io = TokioIo::new(stream);
    let (mut sender, connection) = http1::handshake(io).await.map_err(|error| in_words(&error))?;
    let answer = sender.send_request(question.request);
    both(connection, read(answer, bytes_max, kept_max)).await
}

/// The connection moves the bytes of the exchange, and may be done before it.
async fn both(
    connection: impl Future,
    exchange: impl Future<Output = Result<Reply, String>>,
) -> Result<Reply, String> {
    let mut connection = std::pin::pin!(connection);
    let mut exchange = std::pin::pin!(exchange);
    tokio::select! {
        reply = &mut exchange => reply,
        _ = &mut connection => exchange.await,
    }
}

/// The error with what caused it, which says more than it does itself.
fn in_words(error: &hyper::Error) -> String {
    let cause = std::error::Error::source(error).map(|cause| format!(": {cause}"));
    format!("{error}{}", cause.unwrap_or_default())
}

async fn read(
    answer: impl Future<Output = hyper::Result<Response<Incoming>>>,
    bytes_max: usize,
    kept_max: usize,
) -> Result<Reply, String> {
    let response = answer.await.map_err(|error| in_words(&error))?;
    let version = match response.version() {
        Version::HTTP_10 => "1.0",
        Version::HTTP_2 => "2",
        _ => "1.1",
    };
    let first_byte = Instant::now();
    let (head, mut body) = response.into_parts();
    let mut reply = Reply {
        status: head.status.as_u16(),
        version,
        headers: head.headers,
        body: Vec::new(),
        body_bytes: 0,
        body_complete: false,
        first_byte,
    };
    loop {
        match body.frame().await {
            None => reply.body_complete = true,
            Some(Ok(frame)) => {
                let data = frame.data_ref().map_or(&[][..], Bytes::as_ref);
                let wanted = data.len().min(kept_max.saturating_sub(reply.body.len()));
                reply.body.extend_from_slice(data.get(..wanted).unwrap_or_default());
                reply.body_bytes += data.len();
                if reply.body_bytes < bytes_max {
                    continue;
                }
            }
            Some(Err(_)) => {}
        }
        return Ok(reply);
    }
}
