//! Which domains may be asked about, and which DNS servers may be asked.

use super::area::DnsServer;
use super::{OutOfScope, Scope};
use domain::SubscriptionId;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;

/// A domain name in lower case without a final dot; it stands for itself and everything below.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Domain(String);

/// A text that names no domain.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a domain name; write it as example.com (other scripts as xn--…)")]
pub struct NotADomain(String);

impl Domain {
    /// Whether `name` is this domain or below it.
    pub fn covers(&self, name: &Self) -> bool {
        name.0.strip_suffix(&self.0).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Domain {
    type Err = NotADomain;

    fn from_str(text: &str) -> Result<Self, NotADomain> {
        let name = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
        let label = |label: &str| {
            (1..=63).contains(&label.len())
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        };
        if name.len() <= 253 && name.split('.').all(label) {
            Ok(Self(name))
        } else {
            Err(NotADomain(text.chars().take(80).collect()))
        }
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Domain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl Serialize for Domain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Scope {
    /// The domain called `name`, if its records may be read. What they refer to may then be followed.
    ///
    /// # Errors
    /// [`OutOfScope`] if it is no domain name or not listed.
    pub fn domain(&self, subscription: &SubscriptionId, name: &str) -> Result<Domain, OutOfScope> {
        let refuse = |why: String, remedy: String| OutOfScope {
            subscription: subscription.clone(),
            thing: format!("domain `{}`", name.escape_debug()),
            why,
            remedy,
        };
        let listed = &self.area(subscription)?.dns.domains;
        let domain: Domain = name.parse().map_err(|error: NotADomain| {
            refuse(error.to_string(), "use a domain name and list it".to_owned())
        })?;
        if listed.iter().any(|one| one.covers(&domain)) {
            return Ok(domain);
        }
        Err(refuse(
            "no domain of `dns.domains` covers it".to_owned(),
            format!("add `{domain}` to `dns.domains`"),
        ))
    }

    /// The DNS server to ask: the one that a run names, else the first listed, else none (the system's).
    ///
    /// # Errors
    /// [`OutOfScope`] if the run names one that is not listed.
    pub fn dns_server(
        &self,
        subscription: &SubscriptionId,
        named: Option<&str>,
    ) -> Result<Option<DnsServer>, OutOfScope> {
        let listed = &self.area(subscription)?.dns.servers;
        let Some(named) = named else { return Ok(listed.first().copied()) };
        let server = named.parse::<DnsServer>().ok().filter(|server| listed.contains(server));
        server.map(Some).ok_or_else(|| OutOfScope {
            subscription: subscription.clone(),
            thing: format!("DNS server `{}`", named.escape_debug()),
            why: "`dns.servers` does not list it".to_owned(),
            remedy: format!("add `{}` to `dns.servers`", named.escape_debug()),
        })
    }
}
