//! The pages on which passkeys sign consents: browsers bind a passkey to the name of the page that made it.

use crate::arguments::ServeArguments;
use crate::failure::Failure;
use anyhow::Result;
use operations::RelyingParty;
use std::net::SocketAddr;

/// The names that passkeys are bound to; none where the server has an IP address alone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sites {
    /// Those for signing in: the public address, else this machine's own name.
    pub(crate) sign_in: Option<RelyingParty>,
    /// Those that sign consents: the site that the operator named, else the same.
    pub(crate) consents: Option<RelyingParty>,
}

/// # Errors
/// If the operator named an origin to which no passkey can be bound.
pub(super) fn of(arguments: &ServeArguments, address: SocketAddr) -> Result<Sites> {
    let sign_in = public(arguments, address);
    let Some(origin) = &arguments.consent_origin else {
        return Ok(Sites { consents: sign_in.clone(), sign_in });
    };
    let named = RelyingParty::at(origin).map_err(|why| {
        Failure::bad_input(format!("--consent-origin: {why}"))
            .advise("name the origin of the pages, such as https://consent.desk.example")
    })?;
    if sign_in.is_none() {
        tracing::warn!(
            "passkeys cannot sign on --consent-origin: pages come back from there only to a name; give it with --public-url"
        );
    }
    Ok(Sites { sign_in, consents: Some(named) })
}

fn public(arguments: &ServeArguments, address: SocketAddr) -> Option<RelyingParty> {
    let url = match &arguments.public_url {
        Some(url) => url.clone(),
        None if address.ip().is_loopback() => of_this_machine(arguments, address),
        None => return None,
    };
    RelyingParty::at(&url)
        .inspect_err(|why| tracing::warn!(%why, "no passkey can be made on these pages"))
        .ok()
}

pub(super) fn of_this_machine(arguments: &ServeArguments, address: SocketAddr) -> String {
    let (scheme, default) = if arguments.tls_cert.is_some() { ("https", 443) } else { ("http", 80) };
    match address.port() {
        port if port == default => format!("{scheme}://localhost"),
        port => format!("{scheme}://localhost:{port}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser as _;

    #[derive(clap::Parser)]
    struct Serve {
        #[command(flatten)]
        arguments: ServeArguments,
    }

    fn site(address: &str, more: &[&str]) -> Result<Option<String>> {
        let arguments = Serve::parse_from([&["serve"], more].concat()).arguments;
        let site = of(&arguments, address.parse().unwrap())?.consents;
        Ok(site.map(|site| format!("{} at {}", site.id(), site.origins().first().unwrap())))
    }

    #[test]
    fn passkeys_are_bound_to_the_name_under_which_people_reach_the_pages() {
        for (address, more, expected) in [
            ("127.0.0.1:8080", &[][..], Some("localhost at http://localhost:8080")),
            ("[::1]:80", &[], Some("localhost at http://localhost")),
            ("0.0.0.0:443", &[], None),
            (
                "0.0.0.0:8443",
                &["--public-url", "https://desk.example/"],
                Some("desk.example at https://desk.example"),
            ),
            ("127.0.0.1:8080", &["--public-url", "https://192.0.2.1"], None),
            (
                "127.0.0.1:8080",
                &["--public-url", "https://desk.example", "--consent-origin", "https://consent.desk.example"],
                Some("consent.desk.example at https://consent.desk.example"),
            ),
        ] {
            assert_eq!(site(address, more).unwrap().as_deref(), expected, "{address} {more:?}");
        }
    }

    #[test]
    fn an_origin_to_which_no_passkey_can_be_bound_is_refused() {
        for bad in ["https://192.0.2.1", "http://desk.example", "desk.example", "https://desk.example/path"] {
            let refused = site("127.0.0.1:8080", &["--consent-origin", bad]).unwrap_err().to_string();
            assert!(refused.contains("--consent-origin"), "{refused}");
        }
    }
}
