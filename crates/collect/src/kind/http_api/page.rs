//! A page: where it is, and what came back.

use crate::database::Failure;
use crate::web::{Address, Answered};
use serde_json::Value;

/// A page that is wanted.
pub(super) enum Wanted {
    /// This path below the service's address.
    First(String),
    /// Where the page before said that it is.
    Next(String),
}

impl Wanted {
    /// Its address; none if it is not below the service's, where the credential is for.
    pub(super) fn below(&self, base: &Address) -> Option<Address> {
        let top = base.path_alone().trim_end_matches('/');
        let address = match self {
            Self::First(path) => Address { path: format!("{top}{path}"), ..base.clone() },
            Self::Next(link) => base.joined(link)?,
        };
        let rest = address.path.strip_prefix(top)?;
        let same = (&address.host, address.port, address.tls) == (&base.host, base.port, base.tls);
        (same && is_plain(rest)).then_some(address)
    }
}

/// Whether a path goes nowhere but down.
pub(super) fn is_plain(path: &str) -> bool {
    let alone = path.split('?').next().unwrap_or_default().to_ascii_lowercase();
    let dots = alone.contains("/.") || alone.contains("%2e") || alone.contains("%2f") || alone.contains('\\');
    (path.starts_with('/') || path.starts_with('?')) && !dots
}

/// The JSON that came back.
pub(super) fn document(answered: &Answered, bytes_max: usize) -> Result<Value, Failure> {
    let way = &answered.way;
    if way.status != 200 {
        let reason = match way.status {
            401 | 403 => "it refuses the credential",
            404 => "there is nothing at that path",
            429 | 503 => "it is too busy, longer than the run may wait",
            _ => "it answers with another status than 200",
        };
        return Err(Failure {
            phase: "status",
            reason: format!("{reason} (status {})", way.status),
            code: Some(way.status.to_string()),
        });
    }
    if !way.body_complete || answered.body.len() > bytes_max {
        return Err(Failure::new("form", format!("a page has more than {bytes_max} bytes, or was cut off")));
    }
    serde_json::from_slice(&answered.body)
        .map_err(|_| Failure::new("form", "it answers with something that is not JSON"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_stay_below_the_services_address() {
        let base = Address::parse("https://api.test/v1").unwrap();
        for (link, expected) in [
            ("https://api.test/v1/skus?page=2", Some("/v1/skus?page=2")),
            ("https://api.test:443/v1?page=2", Some("/v1?page=2")),
            ("/v1/skus?next=https://x", Some("/v1/skus?next=https://x")),
            ("https://api.test/v2/skus", None),
            ("https://api.test/v10/skus", None),
            ("https://evil.test/v1/skus", None),
            ("https://api.test:8443/v1/skus", None),
            ("http://api.test/v1/skus", None),
            ("//evil.test/v1/skus", None),
            ("https://alice@api.test/v1/skus", None),
            ("https://api.test/v1/../admin", None),
            ("https://api.test/v1/%2E%2e/admin", None),
            ("https://api.test/v1/..%2fadmin", None),
        ] {
            let address = Wanted::Next(link.to_owned()).below(&base);
            assert_eq!(address.as_ref().map(|address| address.path.as_str()), expected, "{link}");
        }
        let first = Wanted::First("/skus".to_owned()).below(&base).unwrap();
        assert_eq!((first.host.as_str(), first.path.as_str()), ("api.test", "/v1/skus"));
        assert!(Wanted::First("/../admin".to_owned()).below(&base).is_none());
    }
}
