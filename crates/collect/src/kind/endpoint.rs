//! The way to an HTTP service, phase by phase: DNS, connection, TLS, answer. Redirects are reported, not followed.

use crate::CollectError;
use crate::site::Site;
use crate::web::{self, Address, Answered, Ask};
use diagnostics::collector::Endpoint;
use serde_json::{Value, json};

/// Goes the way once and times each phase.
pub(super) fn collect(site: &mut Site, parameters: &Endpoint) -> Result<Value, CollectError> {
    let address = Address {
        host: parameters.host.get(site.inputs)?,
        port: parameters.port.get(site.inputs)?,
        tls: parameters.tls.get(site.inputs)?,
        path: parameters.path.get(site.inputs)?,
    };
    let (facts, _) = go(site, address, 0)?;
    Ok(facts)
}

/// Goes the way once and times each phase; gives the facts, and the start of the page, at most `kept_max` bytes. The
/// request goes out only if a client would accept the certificate.
pub(super) fn go(
    site: &mut Site,
    address: Address,
    kept_max: usize,
) -> Result<(Value, Vec<u8>), CollectError> {
    let answered = web::ask(site, &Ask::of(&address.checked()?, kept_max))?;
    let facts = facts(&answered).map_err(|error| site.failed(error.to_string()))?;
    Ok((facts, answered.body))
}

fn facts(answered: &Answered) -> Result<Value, serde_json::Error> {
    let mut facts = serde_json::to_value(&answered.way)?;
    facts["handshake"] = json!(facts["protocol"].is_string());
    for name in ["server", "location", "content-type"] {
        facts[name.replace('-', "_")] = json!(answered.header(name));
    }
    Ok(facts)
}
