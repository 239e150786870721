//! The time of a time server beside this machine's, by SNTP (RFC 4330, RFC 5905).
//!
//! This machine's time is the run's, counted on since it began, so what it takes to start collecting counts as offset:
//! tens of milliseconds, far less than what tokens and certificates notice.

mod packet;

use crate::CollectError;
use crate::dns::shown;
use crate::network::LATE;
use crate::site::Site;
use diagnostics::collector::ClockOffset;
use domain::Moment;
use packet::{PACKET_BYTES, Refusal, Reply};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::net::UdpSocket;

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// The most questions: time servers refuse whoever asks much.
const TRIES_MAX: u64 = 8;

/// One answer and how it compares.
struct Sample {
    reply: Reply,
    offset_ms: i64,
    delay_ms: i64,
}

/// Asks a few times and believes the answer that came fastest, since its way says the least.
pub(super) fn collect(site: &mut Site, parameters: &ClockOffset) -> Result<Value, CollectError> {
    let (host, port) = (parameters.host.get(site.inputs)?, parameters.port.get(site.inputs)?);
    let tries = parameters.tries.get(site.inputs)?.clamp(1, TRIES_MAX);
    let mut facts = json!({
        "host": host, "port": port, "address": null, "answered": false, "error": null, "refusal": "",
        "samples": 0, "synchronised": false, "stratum": 0, "offset_ms": 0, "offset_seconds": 0,
        "offset_size_ms": 0, "delay_ms": 0, "spread_ms": 0,
    });
    let (socket, address) = match site.datagrams(&host, port)? {
        Ok(opened) => opened,
        Err(unreached) => {
            facts["error"] = json!(unreached.reason());
            return Ok(facts);
        }
    };
    facts["address"] = json!(shown::address(address.ip()));
    let mut samples: Vec<Sample> = Vec::new();
    for number in 0..tries {
        match ask(site, &socket, number)? {
            Ok(sample) => samples.push(sample),
            Err(Refusal { code, reason }) => {
                facts["error"] = json!(reason);
                facts["refusal"] = json!(code);
                // A server that says no must not be asked again (RFC 5905, section 7.4), and silence takes seconds.
                if !code.is_empty() || (samples.is_empty() && number > 0) {
                    break;
                }
            }
        }
    }
    best(&mut facts, &samples);
    Ok(facts)
}

fn best(facts: &mut Value, samples: &[Sample]) {
    let Some(best) = samples.iter().min_by_key(|sample| sample.delay_ms) else { return };
    let offsets = || samples.iter().map(|sample| sample.offset_ms);
    let spread = offsets().max().unwrap_or(0).saturating_sub(offsets().min().unwrap_or(0));
    for (name, value) in [
        ("answered", json!(true)),
        ("samples", json!(samples.len())),
        ("synchronised", json!(best.reply.is_synchronised)),
        ("stratum", json!(best.reply.stratum)),
        ("offset_ms", json!(best.offset_ms)),
        ("offset_seconds", json!(best.offset_ms / 1_000)),
        ("offset_size_ms", json!(best.offset_ms.saturating_abs())),
        ("delay_ms", json!(best.delay_ms)),
        ("spread_ms", json!(spread)),
    ] {
        facts[name] = value;
    }
}

/// One question.
fn ask(site: &mut Site, socket: &UdpSocket, number: u64) -> Result<Result<Sample, Refusal>, CollectError> {
    let failed = |reason: String| Ok(Err(Refusal { code: String::new(), reason }));
    let (own, begun) = (site.time(), Instant::now());
    let token = packet::token(own, number);
    let answer = site.wait(async { tokio::time::timeout(PATIENCE, exchange(socket, token)).await })?;
    let delay = begun.elapsed();
    match answer {
        None => failed(LATE.to_owned()),
        Some(Err(_)) => failed(format!("no answer within {} s", PATIENCE.as_secs())),
        Some(Ok(Err(error))) => failed(error.to_string()),
        Some(Ok(Ok(reply))) => Ok(reply.map(|reply| compared(reply, own, delay))),
    }
}

/// The first datagram that answers this very question; anything else may be forged or late.
async fn exchange(socket: &UdpSocket, token: u64) -> std::io::Result<Result<Reply, Refusal>> {
    socket.send(&packet::question(token)).await?;
    loop {
        let mut datagram = [0; 2 * PACKET_BYTES];
        let length = socket.recv(&mut datagram).await?;
        if let Some(reply) = packet::read(datagram.get(..length).unwrap_or_default(), token) {
            return Ok(reply);
        }
    }
}

/// The offset is how far this machine is behind the server: positive if it is late (RFC 5905, section 8).
fn compared(reply: Reply, own: Moment, delay: Duration) -> Sample {
    let micros = |span: Duration| i64::try_from(span.as_micros()).unwrap_or(i64::MAX);
    let ended = own.unix_micros().saturating_add(micros(delay));
    let [received, sent] = [reply.received, reply.sent];
    let there = received.saturating_sub(own.unix_micros());
    let back = sent.saturating_sub(ended);
    let offset = there.saturating_add(back) / 2;
    let delay = micros(delay).saturating_sub(sent.saturating_sub(received)).max(0);
    Sample { reply, offset_ms: offset / 1_000, delay_ms: delay / 1_000 }
}
