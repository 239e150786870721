//! Webhooks (Standard Webhooks 1.0): their bodies, and the link to an endpoint.

use crate::connect::Outgoing;
use crate::entry::Entry;
use crate::fault::Fault;
use crate::ocsf::ocsf;
use crate::signature::Secret;
use domain::{CaseId, Moment, NoticeKind};
use reqwest::redirect::Policy;
use reqwest::{Client, Url};
use serde_json::json;
use std::time::Duration;

/// The longest that an endpoint may take.
const LIMIT: Duration = Duration::from_secs(15);

/// The body of an entry: what happened, and the log's own entry byte for byte as `data.record`. It follows from the
/// entry alone, so every attempt sends the same.
pub fn webhook_body(entry: &Entry) -> Vec<u8> {
    let (kind, at) = (json!(message_type(entry)), json!(entry.record.at));
    let (id, case) = (json!(entry.id.as_str()), json!(entry.case.as_ref().map(CaseId::as_str)));
    let leaf = &entry.leaf;
    format!(r#"{{"type":{kind},"timestamp":{at},"data":{{"id":{id},"case":{case},"record":{leaf}}}}}"#)
        .into_bytes()
}

/// The same with the entry as an OCSF event. Without names: one that is erased between two attempts would change it.
pub fn webhook_ocsf_body(entry: &Entry) -> Vec<u8> {
    let data = ocsf(&Entry { name: None, ..entry.clone() });
    let body = json!({ "type": message_type(entry), "timestamp": entry.record.at, "data": data });
    body.to_string().into_bytes()
}

/// The body of a notice for the webhook of a person: which kind, which case, when. It follows from the notice alone.
pub fn notice_body(id: &str, kind: NoticeKind, case: Option<&CaseId>, at: Moment) -> Vec<u8> {
    let data = json!({ "id": id, "kind": kind, "case": case.map(CaseId::as_str), "at": at });
    json!({ "type": format!("notice.{kind}"), "timestamp": at, "data": data }).to_string().into_bytes()
}

/// What happened to what: `consent.given`.
fn message_type(entry: &Entry) -> String {
    let word = entry.record.event.word();
    word.rsplit_once('_').map_or_else(|| word.clone(), |(noun, verb)| format!("{noun}.{verb}"))
}

/// A link to an endpoint, whose address is settled for as long as the link is used.
#[derive(Debug)]
pub struct WebhookLink {
    client: Client,
    url: Url,
}

impl WebhookLink {
    /// Resolves the endpoint's name and settles its address.
    ///
    /// # Errors
    /// If the address makes no sense, or is none that the installation allows.
    pub async fn open(outgoing: &Outgoing, address: &str) -> Result<Self, Fault> {
        let url = Self::check(outgoing, address)?;
        let host = url.host_str().unwrap_or_default().to_owned();
        let port = url.port_or_known_default().unwrap_or(443);
        let addresses = outgoing.resolve(&host, port).await?;
        let mut client = Client::builder()
            .timeout(LIMIT)
            // An endpoint that redirects could lead where it may not go itself.
            .redirect(Policy::none())
            .no_proxy()
            .resolve_to_addrs(&host, &addresses)
            .user_agent(concat!("Glasscase/", env!("CARGO_PKG_VERSION")));
        for authority in &outgoing.authorities {
            let certificate = reqwest::Certificate::from_der(authority);
            client =
                client.add_root_certificate(certificate.map_err(|_| Fault::new("an authority is unusable"))?);
        }
        let client = client.build().map_err(|_| Fault::new("the connection cannot be prepared"))?;
        Ok(Self { client, url })
    }

    /// Whether an address can be an endpoint's, as far as it tells without being resolved.
    ///
    /// # Errors
    /// If it is no `https` address, or holds a password.
    pub fn check(outgoing: &Outgoing, address: &str) -> Result<Url, Fault> {
        let url =
            Url::parse(address).map_err(|_| Fault::new("it is no address of the form https://HOST/PATH"))?;
        if url.scheme() != "https" && !(outgoing.allow_private && url.scheme() == "http") {
            return Err(Fault::new("an endpoint's address begins with https://"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Fault::new(
                "an endpoint's address holds no user or password: the signature proves the sender",
            ));
        }
        if url.host_str().is_none() {
            return Err(Fault::new("the address names no host"));
        }
        Ok(url)
    }

    /// Sends one message, signed with each secret. `seconds` is now, since 1970.
    ///
    /// # Errors
    /// If the endpoint does not answer 2xx within 15 s.
    pub async fn send(&self, id: &str, seconds: i64, body: Vec<u8>, secrets: &[Secret]) -> Result<(), Fault> {
        let signatures: Vec<_> = secrets.iter().map(|secret| secret.signature(id, seconds, &body)).collect();
        let request = self
            .client
            .post(self.url.clone())
            .header("content-type", "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", seconds)
            .header("webhook-signature", signatures.join(" "))
            .body(body);
        let answer = request.send().await.map_err(|why| fault(&why))?;
        let status = answer.status();
        if status.is_success() {
            Ok(())
        } else {
            Err(Fault::new(format!("the endpoint answered {}", status.as_u16())))
        }
    }
}

/// What went wrong, without the address and without what the receiver said.
fn fault(why: &reqwest::Error) -> Fault {
    if why.is_timeout() {
        Fault::late(LIMIT)
    } else if why.is_connect() {
        Fault::new("the endpoint cannot be reached, or its certificate is not trusted")
    } else {
        Fault::new("the endpoint broke off")
    }
}
