//! What comes back of a request.

use super::exchange::Reply;
use super::{Ask, Way, date};
use domain::Moment;
use hyper::HeaderMap;
use rustls::pki_types::CertificateDer;

/// What came back.
pub(crate) struct Answered {
    pub(crate) way: Way,
    pub(crate) headers: HeaderMap,
    /// The start of the body, as much as was asked for.
    pub(crate) body: Vec<u8>,
    /// The certificates that the server presents, its own first, whether they are accepted or not.
    pub(crate) chain: Vec<CertificateDer<'static>>,
}

impl Answered {
    pub(super) fn to(ask: &Ask) -> Self {
        Self { way: Way::to(ask), headers: HeaderMap::new(), body: Vec::new(), chain: Vec::new() }
    }

    /// Takes what came back.
    pub(super) fn take(&mut self, reply: Reply) {
        self.way.status = reply.status;
        self.way.http_version = reply.version;
        self.way.body_bytes = reply.body_bytes;
        self.way.body_complete = reply.body_complete;
        self.headers = reply.headers;
        self.body = reply.body;
    }

    /// The server's own time, to the second.
    pub(crate) fn date(&self) -> Option<Moment> {
        date::moment(&self.header("date")?)
    }

    /// A header's value as text, at most 500 characters of it.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let value = self.headers.get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).chars().take(500).collect())
    }
}
