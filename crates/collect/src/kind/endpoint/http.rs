//! One HTTP/1.1 request over a given connection. Redirects are reported, not followed.

use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{self, HeaderName};
use hyper::{Request, Response, Version};
use hyper_util::rt::TokioIo;
use std::time::Instant;
use tokio::io::{AsyncRead, AsyncWrite};

/// The longest header that is told, in characters.
const HEADER_CHARS_MAX: usize = 500;

/// A connection, plain or under TLS.
pub(super) type Stream = Box<dyn Connection>;

/// What a connection can do.
pub(super) trait Connection: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Connection for T {}

/// What to ask for.
pub(super) struct Question {
    pub(super) host: String,
    pub(super) tls: bool,
    kept_max: usize,
    request: Request<Empty<Bytes>>,
}

/// What came back.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) version: &'static str,
    pub(super) server: Option<String>,
    pub(super) location: Option<String>,
    pub(super) content_type: Option<String>,
    /// The start of the body, as much as was asked for.
    pub(super) body: Vec<u8>,
    pub(super) body_bytes: usize,
    /// Whether the body ended before the limit and without a fault.
    pub(super) body_complete: bool,
    pub(super) first_byte: Instant,
}

impl Question {
    /// A GET request, of whose answer at most `kept_max` bytes are kept; or none if `path` or `host` cannot stand in one.
    pub(super) fn new(host: &str, port: u16, tls: bool, path: &str, kept_max: usize) -> Option<Self> {
        let usual = if tls { 443 } else { 80 };
        let shown =
            if host.contains(':') && !host.starts_with('[') { format!("[{host}]") } else { host.to_owned() };
        let authority = if port == usual { shown } else { format!("{shown}:{port}") };
        let request = Request::get(path)
            .header(header::HOST, authority)
            .header(header::USER_AGENT, concat!("glasscase-runner/", env!("CARGO_PKG_VERSION")))
            .header(header::ACCEPT, "*/*")
            .header(header::CONNECTION, "close")
            .body(Empty::new())
            .ok()?;
        Some(Self { host: host.to_owned(), tls, kept_max, request })
    }
}

/// Asks and reads the answer's body up to `bytes_max`; an error says in words what failed.
pub(super) async fn ask(stream: Stream, question: Question, bytes_max: usize) -> Result<Answer, String> {
    let (mut sender, connection) =
        http1::handshake(TokioIo::new(stream)).await.map_err(|error| error.to_string())?;
    let kept_max = question.kept_max;
    let exchange = async {
        let response = sender.send_request(question.request).await.map_err(|error| error.to_string())?;
        Ok(read(response, Instant::now(), bytes_max, kept_max).await)
    };
    // The connection moves the bytes of the exchange, and may be done before it.
    let mut connection = std::pin::pin!(connection);
    let mut exchange = std::pin::pin!(exchange);
    tokio::select! {
        answer = &mut exchange => answer,
        _ = &mut connection => exchange.await,
    }
}

async fn read(
    response: Response<Incoming>,
    first_byte: Instant,
    bytes_max: usize,
    kept_max: usize,
) -> Answer {
    let told = |name: HeaderName| {
        let value = response.headers().get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).chars().take(HEADER_CHARS_MAX).collect::<String>())
    };
    let mut answer = Answer {
        status: response.status().as_u16(),
        version: if response.version() == Version::HTTP_10 { "1.0" } else { "1.1" },
        server: told(header::SERVER),
        location: told(header::LOCATION),
        content_type: told(header::CONTENT_TYPE),
        body: Vec::new(),
        body_bytes: 0,
        body_complete: false,
        first_byte,
    };
    let mut body = response.into_body();
    loop {
        match body.frame().await {
            None => answer.body_complete = true,
            Some(Ok(frame)) => {
                let data = frame.data_ref().map_or(&[][..], Bytes::as_ref);
                let wanted = data.len().min(kept_max.saturating_sub(answer.body.len()));
                answer.body.extend_from_slice(data.get(..wanted).unwrap_or_default());
                answer.body_bytes += data.len();
                if answer.body_bytes < bytes_max {
                    continue;
                }
            }
            Some(Err(_)) => {}
        }
        return answer;
    }
}
