//! MTA-STS: the record, the policy, and the mail servers that it has to cover (RFC 8461).

mod policy;

use super::endpoint;
use super::mail_domain::tags::{tags, value};
use crate::CollectError;
use crate::dns::Dns;
use crate::site::Site;
use crate::web::Address;
use diagnostics::Optional as _;
use diagnostics::collector::MtaSts;
use policy::{BYTES_MAX, Policy};
use serde::Serialize;
use serde_json::{Value, json};

/// Where the policy stands.
const PATH: &str = "/.well-known/mta-sts.txt";
/// The most mail servers that are compared.
const SERVERS_MAX: usize = 50;

/// What DNS says of the domain. Filled while it is read, so that a limit leaves what was read before.
#[derive(Debug, Default, Serialize)]
struct Published {
    domain: String,
    /// Names that DNS gave no answer for, with the reason.
    dns_errors: Vec<String>,
    record: Announcement,
    /// The domain's mail servers.
    servers: Vec<String>,
}

/// The record that tells senders of a policy.
#[derive(Debug, Default, Serialize)]
struct Announcement {
    count: usize,
    /// Changes whenever the policy does.
    id: Option<String>,
    errors: Vec<String>,
}

/// Reads DNS first, then the policy.
pub(super) fn collect(site: &mut Site, parameters: &MtaSts) -> Result<Value, CollectError> {
    let domain = site.scope.domain(site.subscription, &parameters.domain.get(site.inputs)?)?;
    let dns = Dns::new(site.resolver(parameters.dns_server.find(site.inputs)?.as_deref())?);
    let mut published = Published { domain: domain.to_string(), ..Published::default() };
    site.wait(read(&mut published, dns))?;
    let (host, port) = (parameters.policy_host(site.inputs)?, parameters.policy_port.get(site.inputs)?);
    let address = Address { host, port, tls: true, path: PATH.to_owned() };
    let (fetched, body) = endpoint::go(site, address, BYTES_MAX + 1)?;
    let policy = (fetched["status"] == 200).then(|| Policy::parse(&body));
    let uncovered: Vec<&String> = match &policy {
        Some(policy) => published.servers.iter().filter(|server| !policy.covers(server)).collect(),
        None => Vec::new(),
    };
    let mut facts =
        json!({ "uncovered": uncovered, "fetched": policy.is_some(), "policy": policy.unwrap_or_default() });
    for name in
        ["host", "port", "failed_phase", "error", "certificate_error", "status", "content_type", "location"]
    {
        facts[name] = fetched[name].clone();
    }
    let published = serde_json::to_value(published).map_err(|error| site.failed(error.to_string()))?;
    if let (Some(facts), Value::Object(published)) = (facts.as_object_mut(), published) {
        facts.extend(published);
    }
    Ok(facts)
}

async fn read(published: &mut Published, mut dns: Dns) {
    if let Some(texts) = dns.texts(&format!("_mta-sts.{}", published.domain)).await {
        published.record = Announcement::judge(&texts);
    }
    if let Some(mut servers) = dns.mail_servers(&published.domain).await {
        servers.sort();
        let names = servers.iter().map(|(_, name)| name.trim_end_matches('.').to_ascii_lowercase());
        // A null MX (RFC 7505) names no server.
        published.servers = names.filter(|name| !name.is_empty()).take(SERVERS_MAX).collect();
    }
    published.dns_errors = dns.errors();
}

impl Announcement {
    fn judge(texts: &[String]) -> Self {
        let is_announcement = |text: &&String| {
            let version = text.split(';').next().unwrap_or_default();
            version.trim() == "v=STSv1"
        };
        let records: Vec<&String> = texts.iter().filter(is_announcement).collect();
        let mut announcement = Self { count: records.len(), ..Self::default() };
        let Some(record) = records.first() else { return announcement };
        let tags = tags(record);
        let id = value(&tags, "id").unwrap_or_default();
        if (1..=32).contains(&id.len()) && id.chars().all(|c| c.is_ascii_alphanumeric()) {
            announcement.id = Some(id.to_owned());
        } else {
            let shown: String = id.chars().take(40).collect();
            announcement.errors.push(format!("`id={shown}` is not 1 to 32 letters and digits"));
        }
        if records.len() > 1 {
            announcement.errors.push(format!("there are {} records instead of 1", records.len()));
        }
        announcement
    }
}
