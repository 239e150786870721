//! The site whose pages a passkey signs on: its relying party id, and the origins of those pages.

use std::collections::BTreeSet;

/// The most origins of one relying party.
const ORIGINS_MAX: usize = 8;
/// The longest domain name in bytes (RFC 1035, 2.3.4).
const DOMAIN_BYTES_MAX: usize = 253;
/// The longest label of a domain name in bytes.
const LABEL_BYTES_MAX: usize = 63;
/// The name of the machine itself, where browsers take passkeys without TLS.
const LOCALHOST: &str = "localhost";

/// A relying party: the name that its passkeys are bound to, and the origins whose pages may ask for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelyingParty {
    id: String,
    origins: BTreeSet<String>,
}

/// What is no relying party.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadRelyingParty {
    /// The id is no domain name.
    #[error(
        "the relying party id `{}` is no lower-case domain name: passkeys are bound to a name, never to an IP address", shown(.id)
    )]
    Id {
        /// What was given.
        id: String,
    },
    /// An origin is not one of the relying party's.
    #[error(
        "`{}` is no origin of `{id}`: write https://, the name or one below it, and the port unless it is 443", shown(.origin)
    )]
    Origin {
        /// What was given.
        origin: String,
        /// Whose origin it should be.
        id: String,
    },
    /// There are none, or too many.
    #[error("a relying party has 1 to {ORIGINS_MAX} origins, not {count}")]
    Count {
        /// How many were given.
        count: usize,
    },
}

fn shown(text: &str) -> String {
    text.chars().take(80).flat_map(char::escape_debug).collect()
}

impl RelyingParty {
    /// The relying party with this id and these origins.
    ///
    /// # Errors
    /// [`BadRelyingParty`] if the id is no domain name, or an origin is not of it or not encrypted. `localhost` alone
    /// needs no encryption.
    pub fn new(id: &str, origins: impl IntoIterator<Item = String>) -> Result<Self, BadRelyingParty> {
        if !is_domain(id) {
            return Err(BadRelyingParty::Id { id: id.to_owned() });
        }
        let origins: BTreeSet<_> = origins.into_iter().collect();
        if !(1..=ORIGINS_MAX).contains(&origins.len()) {
            return Err(BadRelyingParty::Count { count: origins.len() });
        }
        match origins.iter().find(|origin| !is_origin_of(origin, id)) {
            Some(origin) => Err(BadRelyingParty::Origin { origin: origin.clone(), id: id.to_owned() }),
            None => Ok(Self { id: id.to_owned(), origins }),
        }
    }

    /// The relying party of the pages at one address, bound to that very name: `https://desk.example` or, on the machine
    /// itself, `http://localhost:8080`. A slash at the end is accepted.
    ///
    /// # Errors
    /// [`BadRelyingParty`] if the address has a path, an IP address or no encryption.
    pub fn at(address: &str) -> Result<Self, BadRelyingParty> {
        let origin = address.strip_suffix('/').unwrap_or(address);
        let host = parts(origin).map_or(origin, |(_, host, _)| host);
        Self::new(host, [origin.to_owned()])
    }

    /// The name that the passkeys are bound to.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The origins whose pages may ask for a passkey.
    pub const fn origins(&self) -> &BTreeSet<String> {
        &self.origins
    }
}

/// Whether it is a domain name in lower-case ASCII. An IP address is none: its last label is a number.
fn is_domain(name: &str) -> bool {
    let is_label = |label: &str| {
        (1..=LABEL_BYTES_MAX).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = name.rsplit('.').next().unwrap_or_default();
    name.len() <= DOMAIN_BYTES_MAX
        && name.split('.').all(is_label)
        && !last.starts_with(|first: char| first.is_ascii_digit())
}

/// Scheme, host and port of an origin.
fn parts(origin: &str) -> Option<(&str, &str, Option<&str>)> {
    let (scheme, rest) = origin.split_once("://")?;
    let (host, port) = rest.split_once(':').map_or((rest, None), |(host, port)| (host, Some(port)));
    Some((scheme, host, port))
}

fn is_origin_of(origin: &str, id: &str) -> bool {
    let Some((scheme, host, port)) = parts(origin) else { return false };
    let is_below = |name: &str| host.strip_suffix(name).is_some_and(|rest| rest.ends_with('.'));
    let default_port = match scheme {
        "https" => "443",
        "http" if host == LOCALHOST || is_below(LOCALHOST) => "80",
        _ => return false,
    };
    let is_port = |port: &str| {
        port != default_port
            && port.parse::<u16>().is_ok_and(|number| number != 0 && number.to_string() == port)
    };
    is_domain(host) && (host == id || is_below(id)) && port.is_none_or(is_port)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(id: &str, origin: &str) -> Result<RelyingParty, BadRelyingParty> {
        RelyingParty::new(id, [origin.to_owned()])
    }

    #[test]
    fn only_encrypted_origins_at_or_below_the_name_are_its_own() {
        for good in ["https://desk.example", "https://desk.example:8443", "https://consent.desk.example"] {
            assert!(new("desk.example", good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "desk.example",
            "http://desk.example",
            "https://example",
            "https://evildesk.example",
            "https://desk.example.evil",
            "https://desk.example/",
            "https://desk.example:443",
            "https://desk.example:0443",
            "https://desk.example:+8443",
            "https://desk.example:0",
            "https://desk.example:65536",
            "https://Desk.example",
            "https://.desk.example",
            "https://user@desk.example",
            "https://desk.example:1:2",
            "android:apk-key-hash:abc",
        ] {
            assert!(new("desk.example", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_machine_itself_needs_no_encryption() {
        assert!(new("localhost", "http://localhost:8080").is_ok());
        assert!(new("localhost", "http://consent.localhost:8080").is_ok());
        assert!(new("localhost", "http://notlocalhost:8080").is_err());
    }

    #[test]
    fn the_id_is_a_domain_name() {
        for bad in ["", ".", "a..b", "127.0.0.1", "-a.b", "a-.b", "Desk", "a_b", "ünder", "[::1]", "a,b"] {
            let origin = format!("https://{bad}");
            assert_eq!(new(bad, &origin), Err(BadRelyingParty::Id { id: bad.to_owned() }));
        }
        assert!(new(&format!("{}.b", "a".repeat(64)), "https://b").is_err());
    }

    #[test]
    fn there_are_one_to_eight_origins() {
        let many = |count: usize| (0..count).map(|n| format!("https://a{n}.desk.example"));
        for (count, is_good) in [(0, false), (1, true), (8, true), (9, false)] {
            assert_eq!(RelyingParty::new("desk.example", many(count)).is_ok(), is_good, "{count}");
        }
    }

    #[test]
    fn an_address_is_a_relying_party_of_its_own_name() {
        let at = RelyingParty::at("https://desk.example:8443/").unwrap();
        assert_eq!(at, new("desk.example", "https://desk.example:8443").unwrap());
        for bad in
            ["https://127.0.0.1", "http://desk.example", "https://desk.example/path", "desk.example", ""]
        {
            assert!(RelyingParty::at(bad).is_err(), "{bad}");
        }
    }
}
