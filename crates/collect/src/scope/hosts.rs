//! Which hosts may be connected to, judged before DNS by name and after DNS by address.

mod special;

pub(crate) use special::is_special;

use super::{OutOfScope, Scope};
use domain::SubscriptionId;
use ipnet::IpNet;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

/// Hosts and ports: `name:port`, `*.domain:port`, `address:port` or `network/bits:port`; the port may be `*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostEntry {
    host: HostPattern,
    port: Option<u16>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum HostPattern {
    Name(String),
    Below(String),
    Network(IpNet),
}

impl HostPattern {
    /// Whether it is one name or one address.
    fn is_single(&self) -> bool {
        match self {
            Self::Name(_) => true,
            Self::Below(_) => false,
            Self::Network(network) => network.prefix_len() == network.max_prefix_len(),
        }
    }
}

/// A text that names no hosts.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not an entry for hosts; write name:port, *.domain:port, address:port or network/bits:port")]
pub struct NotAHostEntry(String);

impl HostEntry {
    /// The one host and port; none if `host` is neither a name nor an address.
    pub(super) fn exactly(host: &str, port: u16) -> Option<Self> {
        let host = pattern(&host.to_ascii_lowercase()).filter(HostPattern::is_single)?;
        Some(Self { host, port: Some(port) })
    }

    fn allows_port(&self, port: u16) -> bool {
        self.port.is_none_or(|own| own == port)
    }

    fn allows_name(&self, name: &str) -> bool {
        match &self.host {
            HostPattern::Name(own) => own == name,
            HostPattern::Below(domain) => {
                name.strip_suffix(domain).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'))
            }
            HostPattern::Network(_) => false,
        }
    }

    fn allows_address(&self, address: IpAddr) -> bool {
        matches!(&self.host, HostPattern::Network(network) if network.contains(&address))
    }
}

/// A host that may be looked up. Its addresses are judged by [`Target::admit`].
#[derive(Clone, Debug)]
pub struct Target {
    subscription: SubscriptionId,
    entries: Vec<HostEntry>,
    name: String,
    literal: Option<IpAddr>,
    port: u16,
}

impl Scope {
    /// The host to connect to, before any name is looked up: asking DNS for a name tells it to others already.
    ///
    /// # Errors
    /// [`OutOfScope`] if no entry names the host and port.
    pub fn host(&self, subscription: &SubscriptionId, host: &str, port: u16) -> Result<Target, OutOfScope> {
        self.host_listed(subscription, host, port, None)
    }

    /// The host of something that is listed by name: it needs no entry, unless its own name leads to a private address.
    ///
    /// # Errors
    /// [`OutOfScope`] if it is neither a host name nor an address.
    pub(crate) fn named_host(
        &self,
        subscription: &SubscriptionId,
        host: &str,
        port: u16,
    ) -> Result<Target, OutOfScope> {
        let entry = HostEntry::exactly(host, port).ok_or_else(|| OutOfScope {
            subscription: subscription.clone(),
            thing: format!("host `{}` port {port}", host.escape_debug()),
            why: "it is neither a host name nor an address".to_owned(),
            remedy: "write `host` as db.example.com or 192.0.2.1".to_owned(),
        })?;
        self.host_listed(subscription, host, port, Some(entry))
    }

    /// As [`host`](Self::host), with one more entry.
    fn host_listed(
        &self,
        subscription: &SubscriptionId,
        host: &str,
        port: u16,
        entry: Option<HostEntry>,
    ) -> Result<Target, OutOfScope> {
        let entries = self.area(subscription)?.hosts.iter().cloned().chain(entry).collect();
        let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
        let literal =
            name.trim_matches(['[', ']']).parse().ok().map(|address: IpAddr| address.to_canonical());
        let target = Target { subscription: subscription.clone(), entries, name, literal, port };
        let by_name = literal.is_none() && target.listed(|entry| entry.allows_name(&target.name));
        let by_address = literal.is_some_and(|address| target.lists_address(address));
        if by_name || by_address { Ok(target) } else { Err(target.refusal(None)) }
    }
}

impl Target {
    /// The host's name in lower case, or its address as text.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The host's address, if it was given as one and needs no look-up.
    pub fn literal(&self) -> Option<IpAddr> {
        self.literal
    }

    /// Those of `addresses` that may be connected to, with the port.
    ///
    /// A name admits public addresses only. Private, loopback and other special ones need an entry of their own
    /// as well, or whoever controls a listed name's DNS could lead the runner anywhere inside the network.
    ///
    /// # Errors
    /// [`OutOfScope`] if there are addresses and none is admitted.
    pub fn admit(&self, addresses: &[IpAddr]) -> Result<Vec<SocketAddr>, OutOfScope> {
        let admitted: Vec<SocketAddr> = addresses
            .iter()
            .map(IpAddr::to_canonical)
            .filter(|address| !is_special(*address) || self.lists_address(*address))
            .map(|address| SocketAddr::new(address, self.port))
            .collect();
        match addresses.first() {
            Some(address) if admitted.is_empty() => Err(self.refusal(Some(*address))),
            _ => Ok(admitted),
        }
    }

    fn listed(&self, allows: impl Fn(&HostEntry) -> bool) -> bool {
        self.entries.iter().any(|entry| entry.allows_port(self.port) && allows(entry))
    }

    fn lists_address(&self, address: IpAddr) -> bool {
        self.listed(|entry| entry.allows_address(address))
    }

    fn refusal(&self, resolved: Option<IpAddr>) -> OutOfScope {
        let (name, port) = (self.name.escape_debug(), self.port);
        let (why, missing) = match resolved {
            Some(address) => (
                format!(
                    "it resolves to `{address}`, which is not public and which no entry of `hosts` lists"
                ),
                SocketAddr::new(address.to_canonical(), port).to_string(),
            ),
            None => ("no entry of `hosts` lists it".to_owned(), format!("{name}:{port}")),
        };
        OutOfScope {
            subscription: self.subscription.clone(),
            thing: format!("host `{name}` port {port}"),
            why,
            remedy: format!("add `{missing}` to `hosts`"),
        }
    }
}

impl FromStr for HostEntry {
    type Err = NotAHostEntry;

    fn from_str(text: &str) -> Result<Self, NotAHostEntry> {
        let refuse = || NotAHostEntry(text.chars().take(80).collect());
        let (host, port) = text.rsplit_once(':').ok_or_else(refuse)?;
        let port = match port {
            "*" => None,
            digits => Some(digits.parse().map_err(|_| refuse())?),
        };
        let host = pattern(&host.to_ascii_lowercase()).ok_or_else(refuse)?;
        Ok(Self { host, port })
    }
}

fn pattern(host: &str) -> Option<HostPattern> {
    let bare: String = host.chars().filter(|c| !matches!(c, '[' | ']')).collect();
    let network = bare.parse::<IpNet>().or_else(|_| bare.parse::<IpAddr>().map(IpNet::from));
    if let Ok(network) = network {
        return Some(HostPattern::Network(network));
    }
    let name = |text: &str| text.parse::<super::Domain>().ok().map(|domain| domain.as_str().to_owned());
    match host.strip_prefix("*.") {
        Some(domain) => name(domain).map(HostPattern::Below),
        None => name(host).map(HostPattern::Name),
    }
}

impl fmt::Display for HostEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host {
            HostPattern::Name(name) => f.write_str(name)?,
            HostPattern::Below(domain) => write!(f, "*.{domain}")?,
            HostPattern::Network(IpNet::V4(network)) => write!(f, "{network}")?,
            HostPattern::Network(IpNet::V6(network)) => {
                write!(f, "[{}]/{}", network.addr(), network.prefix_len())?;
            }
        }
        match self.port {
            Some(port) => write!(f, ":{port}"),
            None => f.write_str(":*"),
        }
    }
}

impl<'de> Deserialize<'de> for HostEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl Serialize for HostEntry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
