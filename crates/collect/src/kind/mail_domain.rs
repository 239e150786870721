//! A domain's DNS records for mail: MX, SPF, DKIM, DMARC.

mod dkim;
pub(super) mod dmarc;
mod mx;
mod spf;
pub(super) mod tags;

use crate::CollectError;
use crate::dns::Dns;
use crate::scope::Domain;
use crate::site::Site;
use diagnostics::Optional as _;
use diagnostics::collector::MailDomain;
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
    let named = parameters.dns_server.find(site.inputs)?;
    let dns = Dns::new(site.resolver(named.as_deref())?);
    let selectors = parameters.dkim_selectors.get(site.inputs)?;
    let mut mail = Mail { domain: domain.to_string(), ..Mail::default() };
    site.wait(read(&mut mail, &domain, dns, &selectors))?;
    serde_json::to_value(mail).map_err(|error| site.failed(error.to_string()))
}

async fn read(mail: &mut Mail, domain: &Domain, mut dns: Dns, selectors: &[String]) {
    mx::read(&mut mail.mx, &mut dns, domain.as_str()).await;
    spf::read(&mut mail.spf, &mut dns, domain.as_str()).await;
    dkim::read(&mut mail.dkim, &mut dns, domain.as_str(), selectors).await;
    dmarc::read(&mut mail.dmarc, &mut dns, domain.as_str()).await;
    mail.dns_errors = dns.errors();
}
