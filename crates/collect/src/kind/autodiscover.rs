//! How mail clients find a domain's settings: Autodiscover ([MS-OXDSCLI], section 3.1.5). Nobody is signed in, and no
//! address is asked about: an answer that asks for a sign-in is a healthy one.

use super::endpoint;
use crate::CollectError;
use crate::dns::{Dns, shown};
use crate::site::Site;
use crate::web::Address;
use diagnostics::Optional as _;
use diagnostics::collector::Autodiscover;
use serde::Serialize;
use serde_json::{Value, json};

/// Where the service stands on its host.
const PATH: &str = "/autodiscover/autodiscover.xml";
/// The most services that are told.
const SERVICES_MAX: usize = 20;

/// What DNS says. Filled while it is read, so that a limit leaves what was read before.
#[derive(Debug, Default, Serialize)]
struct Published {
    domain: String,
    host: String,
    /// Names that DNS gave no answer for, with the reason.
    dns_errors: Vec<String>,
    /// What `_autodiscover._tcp` names.
    services: Vec<Service>,
    /// Services whose host has no address.
    dead_services: Vec<String>,
    /// The names behind the host, if it is an alias.
    aliases: Vec<String>,
    addresses: usize,
}

#[derive(Debug, Serialize)]
struct Service {
    host: String,
    port: u16,
    priority: u16,
}

/// Reads DNS first; then asks the host over HTTPS, and without TLS whether it redirects if that does not answer.
pub(super) fn collect(site: &mut Site, parameters: &Autodiscover) -> Result<Value, CollectError> {
    let domain = site.scope.domain(site.subscription, &parameters.domain.get(site.inputs)?)?;
    let host = parameters.asked_host(site.inputs)?;
    let dns = Dns::new(site.resolver(parameters.dns_server.find(site.inputs)?.as_deref())?);
    let mut published = Published { domain: domain.to_string(), host: host.clone(), ..Published::default() };
    site.wait(read(&mut published, dns))?;
    let asked = published.addresses > 0;
    let mut secure = json!({ "failed_phase": "", "error": null, "certificate_error": null, "status": 0 });
    let mut plain = json!({ "failed_phase": "", "error": null, "status": 0 });
    if asked {
        let at = |port, tls| Address { host: host.clone(), port, tls, path: PATH.to_owned() };
        secure = endpoint::go(site, at(parameters.https_port.get(site.inputs)?, true), 0)?.0;
        if !answers(&secure) {
            plain = endpoint::go(site, at(parameters.http_port.get(site.inputs)?, false), 0)?.0;
        }
    }
    let mut facts = serde_json::to_value(published).map_err(|error| site.failed(error.to_string()))?;
    facts["asked"] = json!(asked);
    facts["answers"] = json!(answers(&secure));
    facts["redirect"] = json!(redirect(&plain));
    facts["redirects_in_clear"] = json!(is_redirect(&plain) && redirect(&plain).is_none());
    facts["https"] = told(&secure);
    facts["http"] = told(&plain);
    Ok(facts)
}

async fn read(published: &mut Published, mut dns: Dns) {
    let name = format!("_autodiscover._tcp.{}", published.domain);
    let services = dns.services(&name).await.unwrap_or_default();
    // The root as a target says that there is no such service (RFC 2782).
    for service in services.iter().filter(|service| !service.target.is_root()).take(SERVICES_MAX) {
        let host = shown::name(&service.target);
        if dns.addresses(&host).await.is_some_and(|found| found.is_empty()) {
            published.dead_services.push(host.clone());
        }
        published.services.push(Service { host, port: service.port, priority: service.priority });
    }
    published.aliases = dns.aliases(&published.host).await.unwrap_or_default();
    published.addresses = dns.addresses(&published.host).await.map_or(0, |found| found.len());
    published.dns_errors = dns.errors();
}

/// Whether clients find the service here: it answers, asks for a sign-in, wants another method, or leads on by HTTPS.
fn answers(facts: &Value) -> bool {
    matches!(facts["status"].as_u64(), Some(200 | 401 | 405)) || redirect(facts).is_some()
}

fn is_redirect(facts: &Value) -> bool {
    matches!(facts["status"].as_u64(), Some(301 | 302 | 303 | 307 | 308))
}

/// The host that an answer redirects to, if it does so under TLS; clients follow no other (section 3.1.5.3).
fn redirect(facts: &Value) -> Option<String> {
    let location = facts["location"].as_str().filter(|_| is_redirect(facts))?;
    let rest = location.get(8..).filter(|_| location.to_ascii_lowercase().starts_with("https://"))?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    (!host.is_empty()).then(|| host.to_owned())
}

/// What of an attempt is told: where it leads may hold more than a host.
fn told(facts: &Value) -> Value {
    let names = ["failed_phase", "error", "certificate_error", "status", "address", "server", "total_ms"];
    names
        .into_iter()
        .map(|name| (name.to_owned(), facts[name].clone()))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_redirects_under_tls_are_followed_by_clients() {
        for (status, location, host) in [
            (302, "https://mail.example/autodiscover", Some("mail.example")),
            (301, "HTTPS://mail.example:8443", Some("mail.example:8443")),
            (302, "http://mail.example/", None),
            (302, "/autodiscover", None),
            (302, "https:///x", None),
            (302, "é", None),
            (200, "https://mail.example/", None),
        ] {
            let found = redirect(&json!({ "status": status, "location": location }));
            assert_eq!(found.as_deref(), host, "{location}");
        }
    }
}
