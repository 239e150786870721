//! One request to a web server, each phase of it timed: DNS, connection, a proxy, TLS, the answer.
//!
//! A request goes out only if a client would accept the certificate. It carries no cookie, a credential only to a listed
//! service, and follows no redirect: who asks decides about the next address.

mod address;
mod answered;
mod date;
mod exchange;
mod patience;
mod proxy;

pub(crate) use address::Address;
pub(crate) use answered::Answered;
pub(crate) use patience::patiently;

use crate::dns::shown;
use crate::network::{Failure, LATE, Unreached};
use crate::rounded::millis;
use crate::secret::Secret;
use crate::site::Site;
use crate::tls::{self, Authorities, Offer};
use crate::{CollectError, certificate};
use diagnostics::InputError;
use exchange::{Question, Stream};
use rustls::DEFAULT_VERSIONS;
use serde::Serialize;
use serde_json::Value;
use std::time::Instant;
use tokio::net::{TcpStream, UnixStream};

/// What to ask for.
pub(crate) struct Ask<'a> {
    pub(crate) address: &'a Address,
    /// The proxy to go through by CONNECT; directly if none.
    pub(crate) proxy: Option<&'a (String, u16)>,
    /// Whether to take a compressed answer. What is kept of it is as it was sent.
    pub(crate) compressed: bool,
    /// How many bytes of the body are kept.
    pub(crate) kept_max: usize,
    /// A header that proves who asks; never without TLS.
    pub(crate) credential: Option<&'a (String, Secret)>,
    /// Who may vouch for the server; the system's authorities and those of the scope if none.
    pub(crate) authorities: Option<&'a Authorities>,
}

impl<'a> Ask<'a> {
    /// Asks for an address directly, as nobody in particular.
    pub(crate) fn of(address: &'a Address, kept_max: usize) -> Self {
        Self { address, proxy: None, compressed: false, kept_max, credential: None, authorities: None }
    }
}

/// How far it came, and what each phase took. Filled while it goes on, so that a limit leaves what was seen before.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Way {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) tls: bool,
    /// Without its query, which may hold what nobody should see.
    pub(crate) path: String,
    /// `host:port`, empty if it went directly.
    pub(crate) proxy: String,
    /// Where it broke: `dns`, `connect`, `proxy`, `tls`, `certificate`, `http`; empty if nowhere.
    pub(crate) failed_phase: &'static str,
    pub(crate) error: Option<String>,
    /// How the connection failed.
    failure: Option<Failure>,
    /// The address of the server, or of the proxy.
    address: Option<String>,
    dns_ms: Option<Value>,
    connect_ms: Option<Value>,
    proxy_ms: Option<Value>,
    tls_ms: Option<Value>,
    first_byte_ms: Option<Value>,
    pub(crate) total_ms: u64,
    /// What the proxy answered to CONNECT; 0 if nothing.
    pub(crate) proxy_status: u16,
    /// The TLS version.
    protocol: Option<String>,
    certificate_accepted: bool,
    pub(crate) certificate_error: Option<String>,
    /// Who issued the server's certificate.
    pub(crate) issuer: Option<String>,
    pub(crate) status: u16,
    /// `1.0`, `1.1` or `2`.
    http_version: &'static str,
    pub(crate) body_bytes: usize,
    /// Whether the body ended before the limit and without a fault.
    pub(crate) body_complete: bool,
}

impl Way {
    fn to(ask: &Ask) -> Self {
        let Address { host, port, tls, .. } = ask.address;
        Self {
            host: host.clone(),
            port: *port,
            tls: *tls,
            path: ask.address.path_alone().to_owned(),
            proxy: ask.proxy.map(|(host, port)| format!("{host}:{port}")).unwrap_or_default(),
            ..Self::default()
        }
    }

    fn fail(&mut self, phase: &'static str, reason: impl Into<String>) {
        self.failed_phase = phase;
        self.error = Some(reason.into());
    }

    /// The outcome of a phase, or none with its failure noted.
    fn passed<T>(&mut self, phase: &'static str, outcome: Option<Result<T, String>>) -> Option<T> {
        match outcome {
            Some(Ok(done)) => return Some(done),
            Some(Err(reason)) => self.fail(phase, reason),
            None => self.fail(phase, LATE),
        }
        None
    }
}

/// Asks once.
///
/// # Errors
/// [`CollectError`] if the run was stopped or would leave the scope; every fault on the way is a fact.
pub(crate) fn ask(site: &mut Site, ask: &Ask) -> Result<Answered, CollectError> {
    let mut answered = Answered::to(ask);
    let start = Instant::now();
    if let Some(stream) = open(site, &mut answered.way, ask)?
        && let Some((stream, http2)) = secured(site, &mut answered, ask, stream)?
    {
        exchange(site, &mut answered, ask, stream, http2)?;
    }
    answered.way.total_ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(answered)
}

/// Asks once over a connection to a listed service.
///
/// # Errors
/// As [`ask`].
pub(crate) fn ask_over(site: &mut Site, ask: &Ask, stream: TcpStream) -> Result<Answered, CollectError> {
    let mut answered = Answered::to(ask);
    if let Some((stream, http2)) = secured(site, &mut answered, ask, stream)? {
        exchange(site, &mut answered, ask, stream, http2)?;
    }
    Ok(answered)
}

/// Asks once over a socket of this machine, with no more patience than its caller's; an error says in words what failed.
pub(crate) fn get(
    stream: UnixStream,
    ask: &Ask,
) -> impl Future<Output = Result<Answered, String>> + Send + use<> {
    let (question, kept_max, mut answered) = (Question::new(ask, false), ask.kept_max, Answered::to(ask));
    async move {
        let question = question.ok_or("the path cannot stand in a request")?;
        answered.take(exchange::exchange_http1(stream, question, kept_max, kept_max).await?);
        Ok(answered)
    }
}

/// The connection to the server, directly or through the proxy.
fn open(site: &mut Site, way: &mut Way, ask: &Ask) -> Result<Option<TcpStream>, CollectError> {
    let (host, port) = (ask.address.host.as_str(), ask.address.port);
    // The proxy resolves the name, so the scope can judge nothing but the name itself, and that first.
    site.scope.host(site.subscription, host, port)?;
    let (first, first_port) = ask.proxy.map_or((host, port), |(host, port)| (host.as_str(), *port));
    let dialed = match site.dial(first, first_port)? {
        Ok(dialed) => dialed,
        Err(unreached) => {
            unopened(way, &unreached);
            return Ok(None);
        }
    };
    way.address = Some(shown::address(dialed.address.ip()));
    way.dns_ms = Some(millis(dialed.dns));
    way.connect_ms = Some(millis(dialed.connect));
    if ask.proxy.is_none() {
        return Ok(Some(dialed.stream));
    }
    let start = Instant::now();
    let (stream, told) = match site.wait(proxy::connect(dialed.stream, host, port))? {
        Some((stream, told)) => (stream, told),
        None => (None, proxy::Told { status: 0, reason: Some(LATE.to_owned()) }),
    };
    way.proxy_ms = Some(millis(start.elapsed()));
    way.proxy_status = told.status;
    if let Some(reason) = told.reason {
        way.fail("proxy", reason);
    }
    Ok(stream)
}

fn unopened(way: &mut Way, unreached: &Unreached) {
    match unreached {
        Unreached::Dns(reason) => way.fail("dns", reason),
        Unreached::Connect { addresses, dns, reason, failure } => {
            way.address = addresses.first().map(|address| shown::address(address.ip()));
            way.dns_ms = Some(millis(*dns));
            way.failure = Some(*failure);
            way.fail("connect", reason);
        }
    }
}

/// The stream to ask on, and whether it speaks HTTP/2; none if a client would refuse the certificate.
fn secured(
    site: &mut Site,
    answered: &mut Answered,
    ask: &Ask,
    stream: TcpStream,
) -> Result<Option<(Stream, bool)>, CollectError> {
    if !ask.address.tls {
        return Ok(Some((Box::new(stream), false)));
    }
    let host = &ask.address.host;
    let name = tls::server_name(host)
        .ok_or_else(|| InputError::Unfit { input: "host".to_owned(), value: host.clone() })?;
    let offer = Offer { name: name.clone(), alpn: &["h2", "http/1.1"], versions: DEFAULT_VERSIONS };
    let start = Instant::now();
    let outcome = site.wait(tls::shake_hands_offering(stream, offer))?;
    let way = &mut answered.way;
    let Some(session) = way.passed("tls", outcome) else { return Ok(None) };
    way.tls_ms = Some(millis(start.elapsed()));
    way.protocol.clone_from(&session.protocol);
    let leaf = session.chain.first().and_then(certificate::parse);
    way.issuer = leaf.map(|leaf| leaf.issuer().to_string());
    let judged = match ask.authorities {
        Some(authorities) => authorities.judge(&session.chain, &name, site.now),
        None => Authorities::load(site)?.judge(&session.chain, &name, site.now),
    };
    answered.chain = session.chain;
    way.certificate_error = judged.refusal;
    way.certificate_accepted = way.certificate_error.is_none();
    if !way.certificate_accepted {
        way.failed_phase = "certificate";
        return Ok(None);
    }
    let http2 = session.alpn.as_deref() == Some("h2");
    Ok(Some((Box::new(session.stream), http2)))
}

fn exchange(
    site: &mut Site,
    answered: &mut Answered,
    ask: &Ask,
    stream: Stream,
    http2: bool,
) -> Result<(), CollectError> {
    let bytes_max = site.budget.readable(usize::MAX);
    let question = Question::new(ask, http2)
        .ok_or_else(|| InputError::Unfit { input: "path".to_owned(), value: ask.address.path.clone() })?;
    let start = Instant::now();
    let outcome = site.wait(exchange::exchange(stream, question, bytes_max, ask.kept_max))?;
    let way = &mut answered.way;
    let Some(reply) = way.passed("http", outcome) else { return Ok(()) };
    site.budget.spend(reply.body_bytes);
    if !reply.body_complete {
        site.budget.readable(1);
    }
    way.first_byte_ms = Some(millis(reply.first_byte.saturating_duration_since(start)));
    answered.take(reply);
    Ok(())
}
