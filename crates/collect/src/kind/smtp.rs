//! A mail server's greeting, its extensions and its TLS (RFC 5321, RFC 3207). No sender is named, nobody is signed in,
//! no mail is sent.

mod conversation;

use crate::CollectError;
use crate::network::LATE;
use crate::site::Site;
use crate::tls::{self, Session};
use conversation::{Conversation, Reply};
use diagnostics::collector::Smtp;
use diagnostics::{InputError, Optional as _};
use rustls::pki_types::ServerName;
use serde::Serialize;
use serde_json::{Value, json};
use std::net::IpAddr;
use tokio::net::TcpStream;

/// What the server said before TLS. Filled while it is read, so that a limit leaves what was read before.
#[derive(Debug, Default, Serialize)]
struct Told {
    host: String,
    port: u16,
    server_name: String,
    connected: bool,
    address: Option<IpAddr>,
    /// Where it broke: `connect`, `greeting`, `ehlo`, `starttls`, `tls`; empty if nowhere.
    failed_phase: String,
    error: Option<String>,
    greeting_code: u16,
    greeting: Option<String>,
    ehlo_code: u16,
    /// Extensions offered before TLS, by their first word in upper case.
    extensions: Vec<String>,
    /// The largest message it takes, in bytes (RFC 1870).
    size_max: Option<u64>,
    starttls: bool,
    starttls_code: u16,
    /// Whether it offers to take passwords before TLS.
    sign_in_before_tls: bool,
}

/// Connects, greets, asks for TLS, and looks at the chain.
pub(super) fn collect(site: &mut Site, parameters: &Smtp) -> Result<Value, CollectError> {
    let host = parameters.host.get(site.inputs)?;
    let port = parameters.port.get(site.inputs)?;
    let asked = parameters.server_name.find(site.inputs)?.unwrap_or_else(|| host.clone());
    let own_name = parameters.client_name.find(site.inputs)?;
    let name = checked_name(&asked)?;
    let (mut facts, session) = session(site, &host, port, &asked, own_name)?;
    let mut secured = json!({ "handshake": false, "error": null });
    if let Some(session) = session {
        super::tls_certificate::described(site, &mut secured, &session, &name)?;
    }
    facts["tls"] = secured;
    Ok(facts)
}

fn checked_name(asked: &str) -> Result<ServerName<'static>, InputError> {
    let unfit = || InputError::Unfit { input: "server_name".to_owned(), value: asked.to_owned() };
    tls::server_name(asked).ok_or_else(unfit)
}

/// Connects, greets as `client`, and begins TLS with the server as `asked`: what it said, and the session if there is one.
pub(super) fn session(
    site: &mut Site,
    host: &str,
    port: u16,
    asked: &str,
    client: Option<String>,
) -> Result<(Value, Option<Session>), CollectError> {
    let name = checked_name(asked)?;
    let mut told = Told { host: host.to_owned(), port, server_name: asked.to_owned(), ..Told::default() };
    let mut session = None;
    match site.dial(host, port)? {
        Ok(dialed) => {
            told.connected = true;
            told.address = Some(dialed.address.ip());
            let client = client.unwrap_or_else(|| literal(&dialed.stream));
            if let Some(stream) = before_tls(site, &mut told, dialed.stream, &client)? {
                session = secure(site, &mut told, stream, &name)?;
            }
        }
        Err(unreached) => told.fail("connect", unreached.reason()),
    }
    let facts = serde_json::to_value(told).map_err(|error| site.failed(error.to_string()))?;
    Ok((facts, session))
}

/// How a client without a name calls itself: by its address (RFC 5321, section 4.1.3).
fn literal(stream: &TcpStream) -> String {
    match stream.local_addr().map(|address| address.ip().to_canonical()) {
        Ok(IpAddr::V6(address)) => format!("[IPv6:{address}]"),
        Ok(IpAddr::V4(address)) => format!("[{address}]"),
        Err(_) => "[127.0.0.1]".to_owned(),
    }
}

/// The stream at the point where TLS begins; none if it does not come to that.
fn before_tls(
    site: &mut Site,
    told: &mut Told,
    stream: TcpStream,
    client: &str,
) -> Result<Option<TcpStream>, CollectError> {
    let mut conversation = Conversation::new(stream, site.budget.readable(usize::MAX));
    let outcome = site.wait(greet(told, &mut conversation, client))?;
    site.budget.spend(conversation.bytes());
    let begins = match outcome {
        Some(Ok(begins)) => begins,
        Some(Err((phase, reason))) => {
            told.fail(phase, &reason);
            false
        }
        None => {
            told.fail("greeting", LATE);
            false
        }
    };
    if begins {
        return Ok(Some(conversation.into_stream()));
    }
    // Whether it says goodbye or not does not matter.
    site.wait(conversation.say("QUIT"))?;
    Ok(None)
}

/// Goes as far as the answer to STARTTLS; whether TLS begins now, or where and why it broke.
async fn greet(
    told: &mut Told,
    conversation: &mut Conversation,
    client: &str,
) -> Result<bool, (&'static str, String)> {
    let greeting = conversation.hear().await.map_err(|reason| ("greeting", reason))?;
    told.greeting_code = greeting.code;
    told.greeting = greeting.lines.first().cloned();
    if greeting.code != 220 {
        return Err(("greeting", format!("it greets with {greeting}")));
    }
    let offer = conversation.ask(&format!("EHLO {client}")).await.map_err(|reason| ("ehlo", reason))?;
    told.ehlo_code = offer.code;
    if offer.code != 250 {
        return Err(("ehlo", format!("it answers EHLO with {offer}")));
    }
    told.offered(&offer);
    if !told.starttls {
        return Ok(false);
    }
    let answer = conversation.ask("STARTTLS").await.map_err(|reason| ("starttls", reason))?;
    told.starttls_code = answer.code;
    if answer.code != 220 {
        return Err(("starttls", format!("it answers STARTTLS with {answer}")));
    }
    if conversation.heard_more() {
        // RFC 3207, section 5: what came before TLS must not be taken for what comes under it.
        return Err(("starttls", "it goes on in clear after it agreed to TLS".to_owned()));
    }
    Ok(true)
}

fn secure(
    site: &mut Site,
    told: &mut Told,
    stream: TcpStream,
    name: &ServerName<'static>,
) -> Result<Option<Session>, CollectError> {
    match site.wait(tls::shake_hands(stream, name.clone()))? {
        Some(Ok(session)) => return Ok(Some(session)),
        Some(Err(reason)) => told.fail("tls", &reason),
        None => told.fail("tls", LATE),
    }
    Ok(None)
}

impl Told {
    fn fail(&mut self, phase: &str, reason: &str) {
        phase.clone_into(&mut self.failed_phase);
        self.error = Some(reason.to_owned());
    }

    /// Notes what the answer to EHLO offers; its first line is a greeting.
    fn offered(&mut self, offer: &Reply) {
        for line in offer.lines.iter().skip(1) {
            let mut words = line.split_ascii_whitespace();
            let Some(extension) = words.next().map(str::to_ascii_uppercase) else { continue };
            match extension.as_str() {
                "STARTTLS" => self.starttls = true,
                "SIZE" => self.size_max = words.next().and_then(|size| size.parse().ok()),
                // Old clients are offered `AUTH=LOGIN` as well.
                other => self.sign_in_before_tls |= other == "AUTH" || other.starts_with("AUTH="),
            }
            self.extensions.push(extension);
        }
    }
}
