//! DANE for SMTP (RFC 7672): a mail server's TLSA records, whether DNSSEC holds for them, and whether the certificate that
//! the server presents is one of those that they name.

mod association;
mod records;

use crate::CollectError;
use crate::dns::exchange::Asker;
use crate::site::Site;
use crate::tls;
use association::Association;
use diagnostics::collector::Dane;
use diagnostics::{InputError, Optional as _};
use records::Records;
use rustls::pki_types::{CertificateDer, ServerName};
use serde_json::{Value, json};

/// Asks DNS, then the server.
pub(super) fn collect(site: &mut Site, parameters: &Dane) -> Result<Value, CollectError> {
    let given = parameters.host.get(site.inputs)?;
    let host = site.scope.domain(site.subscription, &given)?;
    let port = parameters.port.get(site.inputs)?;
    let unfit = || InputError::Unfit { input: "host".to_owned(), value: host.to_string() };
    let name = tls::server_name(host.as_str()).ok_or_else(unfit)?;
    let named = parameters.dns_server.find(site.inputs)?;
    let server = site.name_servers(named.as_deref())?.first().copied();
    let server = server.ok_or_else(|| site.failed("there is no DNS server to ask"))?;
    let mut asker = Asker::new(site);
    let mut records = Records::of(&host, port);
    let now = site.now;
    site.wait(records.read(&mut asker, server, now))?;
    asker.settle(site);
    let client = parameters.client_name.find(site.inputs)?;
    let (mut spoken, session) = super::smtp::session(site, &given, port, host.as_str(), client)?;
    let chain = session.map(|session| session.chain).unwrap_or_default();
    let judged: Vec<Value> =
        records.associations.iter().map(|association| judged(association, &chain, &name, site)).collect();
    let those = |key: &str| judged.iter().filter(|fact| fact[key] == true).count();
    let (usable, matching) = (those("usable"), those("matches"));
    // The words of the mail server say nothing of DANE.
    if let Value::Object(spoken) = &mut spoken {
        spoken.retain(|key, _| matches!(key.as_str(), "connected" | "starttls" | "failed_phase" | "error"));
    }
    Ok(json!({
        "host": host.to_string(),
        "name": records.name,
        "answered": records.error.is_none(),
        "dns_error": records.error,
        "records": judged.len(),
        "signed": records.is_signed,
        "linked": records.is_linked,
        "validated": records.is_validated,
        "secure": records.is_secure(),
        "insecure_because": records.fault,
        "usable": usable,
        "matching": matching,
        "presented": chain.len(),
        "presented_sha256": chain.first().map(association::key_sha256),
        "smtp": spoken,
        "associations": judged,
    }))
}

fn judged(
    association: &Association,
    chain: &[CertificateDer<'static>],
    name: &ServerName,
    site: &Site,
) -> Value {
    json!({
        "usage": association.usage,
        "selector": association.selector,
        "matching": association.matching,
        "usable": association.is_usable(),
        "matches": association.matches(chain, name, site.now),
    })
}
