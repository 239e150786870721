//! A domain's DNS records for mail: MX, SPF, DKIM, DMARC.

mod dkim;
mod dmarc;
mod dns;
mod mx;
mod spf;
mod tags;

use super::CollectError;
use super::network;
use super::site::Site;
use crate::scope::Domain;
use diagnostics::MailDomain;
use dns::Dns;
use serde::Serialize;
use serde_json::Value;

/// What is told of the domain. Filled while it is read, so that a limit leaves what was read before.
#[derive(Debug, Default, Serialize)]
struct Mail {
    domain: String,
    /// Names that DNS gave no answer for, with the reason.
    dns_errors: Vec<String>,
    mx: mx::Mx,
    spf: spf::Spf,
    dkim: dkim::Dkim,
    dmarc: dmarc::Dmarc,
}

/// Reads the records of a domain that the scope lists, and what they refer to.
pub(super) fn collect(site: &mut Site, parameters: &MailDomain) -> Result<Value, CollectError> {
    let domain = site.scope.domain(site.subscription, &parameters.domain.get(site.inputs)?)?;
    let named = parameters.dns_server.as_ref().map(|server| server.find(site.inputs)).transpose()?.flatten();
    let server = site.scope.dns_server(site.subscription, named.as_deref())?;
    let selectors = parameters.dkim_selectors.get(site.inputs)?;
    let mut mail = Mail { domain: domain.to_string(), ..Mail::default() };
    site.wait(read(&mut mail, &domain, server, &selectors))?
        .unwrap_or(Ok(()))
        .map_err(|reason: String| site.failed(reason))?;
    serde_json::to_value(mail).map_err(|error| site.failed(error.to_string()))
}

async fn read(
    mail: &mut Mail,
    domain: &Domain,
    server: Option<crate::scope::DnsServer>,
    selectors: &[String],
) -> Result<(), String> {
    // The resolver starts its own tasks, so it is made where they can run.
    let mut dns = Dns::new(network::resolver(server)?);
    mx::read(&mut mail.mx, &mut dns, domain.as_str()).await;
    spf::read(&mut mail.spf, &mut dns, domain.as_str()).await;
    dkim::read(&mut mail.dkim, &mut dns, domain.as_str(), selectors).await;
    dmarc::read(&mut mail.dmarc, &mut dns, domain.as_str()).await;
    mail.dns_errors = dns.errors();
    Ok(())
}
