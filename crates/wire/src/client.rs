//! The client: sends requests with a bearer token and reads answers or problems.

use crate::event_stream::EventStream;
use crate::problem::Problem;
use bytes::Bytes;
use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use reqwest::{Method, RequestBuilder, Response, StatusCode, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;
use std::time::Duration;

/// What the client calls itself.
const PROGRAM: &str = concat!("glasscase/", env!("CARGO_PKG_VERSION"));
/// How long a plain request may take.
const REQUEST_SECONDS: u64 = 60;
/// The largest answer that is read whole, in bytes.
const ANSWER_BYTES_MAX: usize = 32 << 20;
/// The largest JSON body of a request that a server takes, in bytes.
pub const BODY_BYTES_MAX: usize = 1 << 20;
/// The largest refusal.
const PROBLEM_BYTES_MAX: usize = 1 << 20;

/// Why a request has no answer.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The base URL is no URL.
    #[error("`{0}` is not the address of a server; write it as http://127.0.0.1:8080")]
    BadUrl(String),
    /// Nobody answered.
    #[error("no answer from {url}: {why}; is the server running?")]
    Unreachable {
        /// Where the request went.
        url: String,
        /// What happened.
        why: String,
    },
    /// More than a server takes at once.
    #[error("this is {bytes} bytes long, and {BODY_BYTES_MAX} are the most that the server takes")]
    TooLong {
        /// How long it is.
        bytes: usize,
    },
    /// The server refused.
    #[error("{}", .0.detail)]
    Problem(Box<Problem>),
    /// The answer was not what this client knows.
    #[error("the server at {url} answered with something else than this program understands: {why}")]
    Misunderstood {
        /// Where the request went.
        url: String,
        /// What was wrong with the answer.
        why: String,
    },
}

impl ClientError {
    /// The problem, if the server refused.
    pub const fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Problem(problem) => Some(problem),
            _ => None,
        }
    }
}

/// A key that makes a POST safe to repeat: the same key and body give the same answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// A key of the caller's own.
    pub fn new(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    /// A random key, for one action of a person's.
    ///
    /// # Errors
    /// If the system has no randomness to give.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)?;
        Ok(Self(hex::encode(bytes)))
    }
}

/// Sends requests to one server with one token, and to nobody else: it follows no redirection.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: Url,
    token: Option<String>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base", &self.base.as_str()).finish_non_exhaustive()
    }
}

impl Client {
    /// A client of the server at `base`, with a bearer token or without.
    ///
    /// # Errors
    /// [`ClientError::BadUrl`] if `base` is no HTTP address.
    pub fn new(base: &str, token: Option<String>) -> Result<Self, ClientError> {
        let bad = || ClientError::BadUrl(base.to_owned());
        let mut url = Url::parse(base).map_err(|_| bad())?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(bad());
        }
        if !url.path().ends_with('/') {
            let path = format!("{}/", url.path());
            url.set_path(&path);
        }
        let http = reqwest::Client::builder()
            .user_agent(PROGRAM)
            .connect_timeout(Duration::from_secs(10))
            .redirect(Policy::none());
        // A proxy leads out of this machine: it cannot reach a server on it, and must not see its tokens.
        let http = if is_loopback(&url) { http.no_proxy() } else { http };
        let http = http
            .build()
            .map_err(|why| ClientError::Unreachable { url: base.to_owned(), why: why.to_string() })?;
        Ok(Self { http, base: url, token })
    }

    /// The same client with another token.
    #[must_use]
    pub fn with_token(&self, token: String) -> Self {
        Self { token: Some(token), ..self.clone() }
    }

    /// GET of `path`, for instance `api/v1/cases`.
    ///
    /// # Errors
    /// [`ClientError`] if there is no answer, a refusal, or an answer of another shape.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, ClientError> {
        self.answer(self.request(Method::GET, path)?).await
    }

    /// POST of `body` under a random idempotency key. Sent once more if the connection breaks.
    ///
    /// # Errors
    /// As [`Client::get`].
    pub async fn post<B: Serialize + Sync, T: DeserializeOwned>(
        &self,
        path: &str,
        body: &B,
    ) -> Result<T, ClientError> {
        let key = IdempotencyKey::random().map_err(|why| Self::unreachable(path, &why))?;
        match self.post_once(path, body, &key).await {
            Err(ClientError::Unreachable { .. }) => self.post_once(path, body, &key).await,
            answer => answer,
        }
    }

    /// POST of `body` under the given idempotency key, once.
    ///
    /// # Errors
    /// As [`Client::get`].
    pub async fn post_once<B: Serialize + Sync, T: DeserializeOwned>(
        &self,
        path: &str,
        body: &B,
        key: &IdempotencyKey,
    ) -> Result<T, ClientError> {
        let request = self.request(Method::POST, path)?.header("idempotency-key", &key.0);
        self.answer(with_json(request, body)?).await
    }

    /// PUT of `body`.
    ///
    /// # Errors
    /// As [`Client::get`].
    pub async fn put<B: Serialize + Sync, T: DeserializeOwned>(
        &self,
        path: &str,
        body: &B,
    ) -> Result<T, ClientError> {
        self.answer(with_json(self.request(Method::PUT, path)?, body)?).await
    }

    /// PATCH of `body`.
    ///
    /// # Errors
    /// As [`Client::get`].
    pub async fn patch<B: Serialize + Sync, T: DeserializeOwned>(
        &self,
        path: &str,
        body: &B,
    ) -> Result<T, ClientError> {
        self.answer(with_json(self.request(Method::PATCH, path)?, body)?).await
    }

    /// PUT of plain bytes.
    ///
    /// # Errors
    /// As [`Client::get`].
    pub async fn put_bytes<T: DeserializeOwned>(&self, path: &str, body: Bytes) -> Result<T, ClientError> {
        let request = self.request(Method::PUT, path)?.header("content-type", "application/octet-stream");
        self.answer(request.body(body)).await
    }

    /// DELETE of `path`.
    ///
    /// # Errors
    /// As [`Client::get`].
    pub async fn delete<T: DeserializeOwned>(&self, path: &str) -> Result<T, ClientError> {
        self.answer(self.request(Method::DELETE, path)?).await
    }

    /// GET of `path` as it streams, without a time limit on the whole.
    ///
    /// # Errors
    /// [`ClientError`] if there is no answer or a refusal.
    pub async fn download(&self, path: &str) -> Result<Response, ClientError> {
        self.sent(self.request(Method::GET, path)?).await
    }

    /// Server-sent events of `path`, those after `last` if given.
    ///
    /// # Errors
    /// [`ClientError`] if there is no answer or a refusal.
    pub async fn events(&self, path: &str, last: Option<&str>) -> Result<EventStream, ClientError> {
        let mut request = self.request(Method::GET, path)?.header("accept", "text/event-stream");
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        Ok(EventStream::new(self.sent(request).await?))
    }

    fn request(&self, method: Method, path: &str) -> Result<RequestBuilder, ClientError> {
        let url = self
            .base
            .join(path.trim_start_matches('/'))
            .map_err(|_| ClientError::BadUrl(format!("{}{path}", self.base)))?;
        let request = self.http.request(method, url);
        Ok(match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        })
    }

    async fn answer<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, ClientError> {
        let response = self.sent(request.timeout(Duration::from_secs(REQUEST_SECONDS))).await?;
        let url = response.url().to_string();
        let body =
            body(response, ANSWER_BYTES_MAX).await.map_err(|why| Self::unreachable(&url, &Causes(&why)))?;
        let body = body.ok_or_else(|| "the answer is too long".to_owned());
        let read = body.and_then(|body| serde_json::from_slice(&body).map_err(|why| why.to_string()));
        read.map_err(|why| ClientError::Misunderstood { url, why })
    }

    async fn sent(&self, request: RequestBuilder) -> Result<Response, ClientError> {
        let response =
            request.send().await.map_err(|why| Self::unreachable(self.base.as_str(), &Causes(&why)))?;
        if response.status().is_success() { Ok(response) } else { Err(refused(response).await) }
    }

    fn unreachable(url: &str, why: &impl fmt::Display) -> ClientError {
        ClientError::Unreachable { url: url.to_owned(), why: why.to_string() }
    }
}

/// The request with a JSON body. One that is too long is not sent: a server that hangs up midway cannot say why.
fn with_json<B: Serialize>(request: RequestBuilder, body: &B) -> Result<RequestBuilder, ClientError> {
    let misunderstood =
        |why: serde_json::Error| ClientError::Misunderstood { url: String::new(), why: why.to_string() };
    let json = serde_json::to_vec(body).map_err(misunderstood)?;
    if json.len() > BODY_BYTES_MAX {
        return Err(ClientError::TooLong { bytes: json.len() });
    }
    Ok(request.header("content-type", "application/json").body(json))
}

/// Whether the server is on this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
}

/// The problem in an answer that is no success.
async fn refused(response: Response) -> ClientError {
    let (status, url) = (response.status(), response.url().to_string());
    let elsewhere = response.headers().get(LOCATION).and_then(|place| place.to_str().ok()).map(str::to_owned);
    if let (true, Some(place)) = (status.is_redirection(), elsewhere) {
        let why = format!("status {}, it sends to `{}`", describe(status), place.escape_debug());
        return ClientError::Misunderstood { url, why };
    }
    let body = body(response, PROBLEM_BYTES_MAX).await.ok().flatten().unwrap_or_default();
    match serde_json::from_slice::<Problem>(&body) {
        Ok(problem) => ClientError::Problem(Box::new(problem)),
        Err(_) => ClientError::Misunderstood { url, why: format!("status {}", describe(status)) },
    }
}

/// The body of an answer, or none if it has more than `bytes_max` bytes.
async fn body(mut response: Response, bytes_max: usize) -> Result<Option<Vec<u8>>, reqwest::Error> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len().saturating_add(chunk.len()) > bytes_max {
            return Ok(None);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Some(body))
}

fn describe(status: StatusCode) -> String {
    format!("{} {}", status.as_u16(), status.canonical_reason().unwrap_or_default())
}

/// An error with its causes, innermost last.
struct Causes<'a>(&'a dyn std::error::Error);

impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut cause = self.0.source();
        let Some(mut innermost) = cause else { return write!(f, "{}", self.0) };
        while let Some(inner) = cause {
            innermost = inner;
            cause = inner.source();
        }
        write!(f, "{innermost}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_http_addresses_are_servers() {
        for bad in ["", "localhost:8080", "ftp://example.org", "not a url"] {
            let error = Client::new(bad, None).unwrap_err().to_string();
            assert!(error.contains(bad), "{error}");
        }
        assert!(Client::new("http://127.0.0.1:8080", None).is_ok());
    }

    #[test]
    fn a_server_on_this_machine_is_told_from_others() {
        for (url, is_here) in [
            ("http://127.0.0.1:8080", true),
            ("http://[::1]:8080/", true),
            ("http://localhost/", true),
            ("https://localhost.example/", false),
            ("http://10.0.0.1/", false),
        ] {
            assert_eq!(is_loopback(&Url::parse(url).unwrap()), is_here, "{url}");
        }
    }

    #[test]
    fn a_client_does_not_show_its_token() {
        let client = Client::new("http://127.0.0.1:1", Some("very-secret".to_owned())).unwrap();
        assert!(!format!("{client:?}").contains("very-secret"));
    }
}
