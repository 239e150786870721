//! Whether the domains of a message agree with its author's, as DMARC asks (RFC 7489, section 3.1).

use super::mail_domain::dmarc::{self, Dmarc, Mode};
use crate::CollectError;
use crate::dns::Dns;
use crate::scope::Domain;
use crate::site::Site;
use diagnostics::collector::DmarcAlignment;
use diagnostics::{InputError, Optional as _};
use serde::Serialize;
use serde_json::Value;

/// What was compared. Filled while it is read, so that a limit leaves what was read before.
#[derive(Debug, Default, Serialize)]
struct Alignment {
    domain: String,
    /// The domain that one registers: one label more than the public suffix. None for a public suffix itself.
    organization: Option<String>,
    /// Names that DNS gave no answer for, with the reason.
    dns_errors: Vec<String>,
    dmarc: Dmarc,
    spf: Option<Compared>,
    dkim: Vec<Compared>,
    spf_aligned: bool,
    dkim_aligned: bool,
    /// Whether nothing is aligned, and something would be if the record did not ask for the very same domain.
    strict_only: bool,
}

/// A domain beside the author's.
#[derive(Debug, Serialize)]
struct Compared {
    domain: String,
    organization: Option<String>,
    same_domain: bool,
    same_organization: bool,
    aligned: bool,
}

/// Reads the author's DMARC record and compares. Only the author's domain is asked about.
pub(super) fn collect(site: &mut Site, parameters: &DmarcAlignment) -> Result<Value, CollectError> {
    let author = site.scope.domain(site.subscription, &parameters.author_domain.get(site.inputs)?)?;
    let envelope = parameters.envelope_domain.find(site.inputs)?;
    let envelope = envelope.map(|name| domain("envelope_domain", &name)).transpose()?;
    let signers = parameters.dkim_domains.get(site.inputs)?;
    let signers = signers.iter().map(|name| domain("dkim_domains", name)).collect::<Result<Vec<_>, _>>()?;
    let mut dns = Dns::new(site.resolver(parameters.dns_server.find(site.inputs)?.as_deref())?);
    let mut policy = Dmarc::default();
    site.wait(dmarc::read(&mut policy, &mut dns, author.as_str()))?;

    let compare = |other: &Domain, mode| Compared::new(&author, other, mode);
    let spf = envelope.as_ref().map(|other| compare(other, policy.spf_mode));
    let dkim: Vec<Compared> = signers.iter().map(|other| compare(other, policy.dkim_mode)).collect();
    let any = |holds: fn(&Compared) -> bool| dkim.iter().chain(&spf).any(holds);
    let alignment = Alignment {
        domain: author.to_string(),
        organization: organization(&author),
        dns_errors: dns.errors(),
        spf_aligned: spf.as_ref().is_some_and(|compared| compared.aligned),
        dkim_aligned: dkim.iter().any(|compared| compared.aligned),
        strict_only: !any(|compared| compared.aligned) && any(|compared| compared.same_organization),
        dmarc: policy,
        spf,
        dkim,
    };
    serde_json::to_value(alignment).map_err(|error| site.failed(error.to_string()))
}

fn domain(input: &str, name: &str) -> Result<Domain, InputError> {
    name.parse().map_err(|_| InputError::Unfit { input: input.to_owned(), value: name.to_owned() })
}

/// The domain that was registered, by the public suffix list; none for a public suffix itself.
fn organization(domain: &Domain) -> Option<String> {
    psl::domain_str(domain.as_str()).map(str::to_owned)
}

impl Compared {
    fn new(author: &Domain, other: &Domain, mode: Mode) -> Self {
        let (own, organization) = (organization(author), organization(other));
        let same_domain = author == other;
        let same_organization = same_domain || (own.is_some() && own == organization);
        let aligned = match mode {
            Mode::Strict => same_domain,
            Mode::Relaxed => same_organization,
        };
        Self { domain: other.to_string(), organization, same_domain, same_organization, aligned }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_aligned_by_what_was_registered() {
        let (strict, relaxed) = (Mode::Strict, Mode::Relaxed);
        for (author, other, mode, aligned) in [
            ("contoso.com", "contoso.com", strict, true),
            ("contoso.com", "mail.contoso.com", relaxed, true),
            ("contoso.com", "mail.contoso.com", strict, false),
            ("news.contoso.co.uk", "bounce.contoso.co.uk", relaxed, true),
            ("contoso.co.uk", "fabrikam.co.uk", relaxed, false),
            ("contoso.com", "contoso.com.evil.net", relaxed, false),
            ("contoso.github.io", "fabrikam.github.io", relaxed, false),
            ("co.uk", "uk", relaxed, false),
            ("a.test", "b.a.test", relaxed, true),
        ] {
            let compared = Compared::new(&author.parse().unwrap(), &other.parse().unwrap(), mode);
            assert_eq!(compared.aligned, aligned, "{author} {other}");
        }
    }
}
