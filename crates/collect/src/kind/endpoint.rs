//! The way to an HTTP service, phase by phase: DNS, connection, TLS, answer.

mod http;

use crate::CollectError;
use crate::network::{Dialed, LATE, Unreached};
use crate::rounded::millis;
use crate::site::Site;
use crate::tls::{self, Authorities};
use diagnostics::InputError;
use diagnostics::collector::Endpoint;
use http::{Answer, Question, Stream};
use serde_json::{Value, json};
use std::time::Instant;

/// A page and the way to it.
pub(super) struct Way<'a> {
    pub(super) host: &'a str,
    pub(super) port: u16,
    pub(super) tls: bool,
    pub(super) path: &'a str,
}

/// Goes the way once and times each phase.
pub(super) fn collect(site: &mut Site, parameters: &Endpoint) -> Result<Value, CollectError> {
    let (host, path) = (parameters.host.get(site.inputs)?, parameters.path.get(site.inputs)?);
    let (port, tls) = (parameters.port.get(site.inputs)?, parameters.tls.get(site.inputs)?);
    let (facts, _) = go(site, &Way { host: &host, port, tls, path: &path }, 0)?;
    Ok(facts)
}

/// Goes the way once and times each phase; gives the facts, and the start of the page, at most `kept_max` bytes. The
/// request goes out only if a client would accept the certificate.
pub(super) fn go(site: &mut Site, way: &Way, kept_max: usize) -> Result<(Value, Vec<u8>), CollectError> {
    let Way { host, port, tls, path } = *way;
    let question = Question::new(host, port, tls, path, kept_max)
        .ok_or_else(|| InputError::Unfit { input: "path".to_owned(), value: path.to_owned() })?;
    let mut facts = json!({
        "host": host, "port": port, "tls": tls, "path": path, "failed_phase": "", "error": null, "address": null,
        "dns_ms": null, "connect_ms": null, "tls_ms": null, "first_byte_ms": null, "total_ms": null,
        "handshake": false, "certificate_accepted": false, "certificate_error": null, "status": 0,
    });
    let mut body = Vec::new();
    let start = Instant::now();
    match site.dial(host, port)? {
        Ok(dialed) => body = connected(site, &mut facts, dialed, question)?,
        Err(unreached) => not_connected(&mut facts, unreached),
    }
    facts["total_ms"] = millis(start.elapsed());
    Ok((facts, body))
}

fn not_connected(facts: &mut Value, unreached: Unreached) {
    match unreached {
        Unreached::Dns(reason) => fail(facts, "dns", &reason),
        Unreached::Connect { addresses, dns, reason, .. } => {
            facts["dns_ms"] = millis(dns);
            facts["address"] = json!(addresses.first().map(std::net::SocketAddr::ip));
            fail(facts, "connect", &reason);
        }
    }
}

fn fail(facts: &mut Value, phase: &str, reason: &str) {
    facts["failed_phase"] = json!(phase);
    facts["error"] = json!(reason);
}

fn connected(
    site: &mut Site,
    facts: &mut Value,
    dialed: Dialed,
    question: Question,
) -> Result<Vec<u8>, CollectError> {
    facts["address"] = json!(dialed.address.ip());
    facts["dns_ms"] = millis(dialed.dns);
    facts["connect_ms"] = millis(dialed.connect);
    let stream: Stream = if question.tls {
        match secured(site, facts, dialed, &question.host)? {
            Some(stream) => stream,
            None => return Ok(Vec::new()),
        }
    } else {
        Box::new(dialed.stream)
    };
    let start = Instant::now();
    let bytes_max = site.budget.readable(usize::MAX);
    match site.wait(http::ask(stream, question, bytes_max))? {
        Some(Ok(answer)) => {
            answered(site, facts, &answer, start);
            return Ok(answer.body);
        }
        Some(Err(reason)) => fail(facts, "http", &reason),
        None => fail(facts, "http", LATE),
    }
    Ok(Vec::new())
}

/// The connection under TLS; none if there is no handshake or clients would refuse the certificate.
fn secured(
    site: &mut Site,
    facts: &mut Value,
    dialed: Dialed,
    host: &str,
) -> Result<Option<Stream>, CollectError> {
    let name = tls::server_name(host)
        .ok_or_else(|| InputError::Unfit { input: "host".to_owned(), value: host.to_owned() })?;
    let start = Instant::now();
    let session = match site.wait(tls::shake_hands(dialed.stream, name.clone()))? {
        Some(Ok(session)) => session,
        Some(Err(reason)) => {
            fail(facts, "tls", &reason);
            return Ok(None);
        }
        None => {
            fail(facts, "tls", LATE);
            return Ok(None);
        }
    };
    facts["tls_ms"] = millis(start.elapsed());
    facts["handshake"] = json!(true);
    facts["protocol"] = json!(session.protocol);
    let refusal = Authorities::load(site)?.judge(&session.chain, &name, site.now).refusal;
    facts["certificate_accepted"] = json!(refusal.is_none());
    if let Some(reason) = refusal {
        facts["certificate_error"] = json!(reason);
        facts["failed_phase"] = json!("certificate");
        return Ok(None);
    }
    Ok(Some(Box::new(session.stream)))
}

fn answered(site: &mut Site, facts: &mut Value, answer: &Answer, start: Instant) {
    site.budget.spend(answer.body_bytes);
    if !answer.body_complete {
        site.budget.readable(1);
    }
    facts["status"] = json!(answer.status);
    facts["http_version"] = json!(answer.version);
    facts["server"] = json!(answer.server);
    facts["location"] = json!(answer.location);
    facts["content_type"] = json!(answer.content_type);
    facts["body_bytes"] = json!(answer.body_bytes);
    facts["body_complete"] = json!(answer.body_complete);
    facts["first_byte_ms"] = millis(answer.first_byte.saturating_duration_since(start));
}
