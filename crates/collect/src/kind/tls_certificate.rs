//! The certificate chain that a server presents.

use crate::dns::shown;
use crate::network::LATE;
use crate::site::Site;
use crate::tls::{self, Authorities, Session};
use crate::{CollectError, certificate};
use diagnostics::collector::TlsCertificate;
use diagnostics::{InputError, Optional as _};
use rustls::pki_types::ServerName;
use serde_json::{Value, json};
use x509_parser::certificate::X509Certificate;

/// Connects, makes a handshake and describes the chain.
pub(super) fn collect(site: &mut Site, parameters: &TlsCertificate) -> Result<Value, CollectError> {
    let host = parameters.host.get(site.inputs)?;
    let port = parameters.port.get(site.inputs)?;
    let asked = parameters.server_name.find(site.inputs)?;
    let asked = asked.unwrap_or_else(|| host.clone());
    let unfit = || InputError::Unfit { input: "server_name".to_owned(), value: asked.clone() };
    let name = tls::server_name(&asked).ok_or_else(unfit)?;

    let mut facts = json!({
        "host": host, "port": port, "server_name": asked, "connected": false, "handshake": false, "error": null,
    });
    let dialed = match site.dial(&host, port)? {
        Ok(dialed) => dialed,
        Err(unreached) => {
            facts["error"] = json!(unreached.reason());
            return Ok(facts);
        }
    };
    facts["connected"] = json!(true);
    facts["address"] = json!(shown::address(dialed.address.ip()));
    match site.wait(tls::shake_hands(dialed.stream, name.clone()))? {
        Some(Ok(session)) => described(site, &mut facts, &session, &name)?,
        Some(Err(reason)) => facts["error"] = json!(reason),
        None => facts["error"] = json!(LATE),
    }
    Ok(facts)
}

/// Adds to `facts` what the chain of a session is and what clients would think of it.
pub(crate) fn described(
    site: &mut Site,
    facts: &mut Value,
    session: &Session,
    name: &ServerName,
) -> Result<(), CollectError> {
    let parsed: Vec<X509Certificate> = session.chain.iter().filter_map(certificate::parse).collect();
    let Some(leaf) = parsed.first().filter(|_| parsed.len() == session.chain.len()) else {
        facts["error"] = json!("the server presents no readable certificate");
        return Ok(());
    };
    let judgement = Authorities::load(site)?.judge(&session.chain, name, site.now);
    let links = parsed.iter().zip(parsed.iter().skip(1));
    let linked = links.clone().all(|(issued, issuer)| issued.issuer() == issuer.subject());
    let details = json!({
        "handshake": true,
        "protocol": session.protocol,
        "cipher_suite": session.cipher,
        "chain": parsed.iter().map(certificate::told_briefly).collect::<Vec<_>>(),
        "chain_length": parsed.len(),
        "chain_linked": linked,
        "stapled": session.stapled,
        "self_signed": leaf.subject() == leaf.issuer(),
        "name_matches": judgement.name_matches,
        "trusted": judgement.distrust.is_none(),
        "trust_error": judgement.distrust,
        "public_authority": Authorities::public().judge(&session.chain, name, site.now).distrust.is_none(),
    });
    for part in [details, certificate::told(leaf, site.now)] {
        if let (Some(facts), Value::Object(part)) = (facts.as_object_mut(), part) {
            facts.extend(part);
        }
    }
    Ok(())
}
