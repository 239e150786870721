//! Addresses on the web, and where a redirect leads.

use diagnostics::InputError;
use hyper::Uri;
use hyper::http::uri::{Authority, PathAndQuery};

/// The longest address, in bytes.
const BYTES_MAX: usize = 2_048;

/// An address whose page can be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) tls: bool,
    /// Path and query, beginning with `/`.
    pub(crate) path: String,
}

impl Address {
    /// The address itself, as inputs gave it.
    ///
    /// # Errors
    /// [`InputError`] unless its path begins with `/`, and host and path can stand in an address.
    pub(crate) fn checked(self) -> Result<Self, InputError> {
        if self.authority().parse::<Authority>().is_err() {
            return Err(InputError::Unfit { input: "host".to_owned(), value: self.host });
        }
        if !self.path.starts_with('/') || self.path.parse::<PathAndQuery>().is_err() {
            return Err(InputError::Unfit { input: "path".to_owned(), value: self.path });
        }
        Ok(self)
    }

    /// Reads an absolute address of scheme `http` or `https` without a user.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.split('#').next().unwrap_or_default();
        let uri: Uri = text.parse().ok().filter(|_| text.len() <= BYTES_MAX)?;
        let tls = match uri.scheme_str()? {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'))?;
        let port = uri.port_u16().unwrap_or(if tls { 443 } else { 80 });
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        Some(Self { host: authority.host().to_ascii_lowercase(), port, tls, path: path.to_owned() })
    }

    /// Where `location`, absolute or relative to this address, leads (RFC 3986, section 5.2).
    pub(crate) fn joined(&self, location: &str) -> Option<Self> {
        let location = location.trim();
        let scheme = if self.tls { "https" } else { "http" };
        if location.contains("://") && !location.starts_with(['/', '?', '.']) {
            return Self::parse(location);
        }
        if location.starts_with("//") {
            return Self::parse(&format!("{scheme}:{location}"));
        }
        let path = if location.starts_with('/') {
            location.to_owned()
        } else if location.starts_with('?') {
            format!("{}{location}", self.path_alone())
        } else {
            let folder = self.path_alone().rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{folder}/{location}")
        };
        Self::parse(&format!("{scheme}://{}{path}", self.authority()))
    }

    /// Host and port, the port also where it is the usual one.
    fn authority(&self) -> String {
        format!("{}:{}", bracketed(&self.host), self.port)
    }

    /// Host and port as a request names them.
    pub(super) fn host_header(&self) -> String {
        let usual = if self.tls { 443 } else { 80 };
        if self.port == usual { bracketed(&self.host) } else { self.authority() }
    }

    /// The path without its query.
    pub(crate) fn path_alone(&self) -> &str {
        self.path.split('?').next().unwrap_or_default()
    }

    /// The address for people, without its query.
    pub(crate) fn shown(&self) -> String {
        let scheme = if self.tls { "https" } else { "http" };
        format!("{scheme}://{}{}", self.host_header(), self.path_alone())
    }
}

/// A host as it stands in an address: IPv6 in brackets.
pub(super) fn bracketed(host: &str) -> String {
    if host.contains(':') && !host.starts_with('[') { format!("[{host}]") } else { host.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(address: Option<Address>) -> Option<String> {
        address.map(|address| address.shown())
    }

    #[test]
    fn addresses_are_read() {
        for (text, expected) in [
            ("https://Web.Test", Some("https://web.test/")),
            ("http://web.test:8080/a?token=1#x", Some("http://web.test:8080/a")),
            ("https://web.test:443/a", Some("https://web.test/a")),
            ("https://[::1]:8443/", Some("https://[::1]:8443/")),
            ("https://alice:secret@web.test/", None),
            ("ftp://web.test/", None),
            ("/a", None),
            ("", None),
            ("https://", None),
            ("https://web.test/\u{7f}", None),
        ] {
            assert_eq!(shown(Address::parse(text)).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn redirects_lead_somewhere() {
        let from = Address::parse("https://web.test/a/b?q=1").unwrap();
        for (location, expected) in [
            ("/c", Some("https://web.test/c")),
            ("c", Some("https://web.test/a/c")),
            ("?page=2", Some("https://web.test/a/b")),
            ("//other.test/x", Some("https://other.test/x")),
            ("http://web.test/", Some("http://web.test/")),
            ("javascript://x", None),
            ("", Some("https://web.test/a/")),
            ("/c?next=https://evil.test/", Some("https://web.test/c")),
        ] {
            assert_eq!(shown(from.joined(location)).as_deref(), expected, "{location}");
        }
    }

    proptest::proptest! {
        #[test]
        fn wherever_a_redirect_leads_can_be_asked_for(location in ".{0,80}") {
            let from = Address::parse("https://web.test/a/b").unwrap();
            if let Some(to) = from.joined(&location) {
                proptest::prop_assert!(to.path.starts_with('/') && !to.host.is_empty(), "{to:?}");
                proptest::prop_assert!(!to.shown().contains('?'));
            }
        }
    }
}
