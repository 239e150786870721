//! Hosts and ports inside texts, so that a run can say beforehand what it connects to.

use crate::inputs::{InputError, Inputs};
use crate::parameter::Parameter;

/// Reads `host:port`, the host a name, an IPv4 address, or an IPv6 address in brackets.
///
/// # Errors
/// [`InputError::Unfit`] for any other text, naming `parameter`.
pub fn host_and_port(parameter: &str, text: &str) -> Result<(String, u16), InputError> {
    let unfit = || InputError::Unfit { input: parameter.to_owned(), value: text.to_owned() };
    let (host, port) = text.rsplit_once(':').ok_or_else(unfit)?;
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let is_plain = !host.is_empty() && !host.contains([':', '/', '@', '[', ']', ' ']);
    if !is_plain && bare.is_none_or(|bare| bare.parse::<std::net::Ipv6Addr>().is_err()) {
        return Err(unfit());
    }
    let port = port.parse().ok().filter(|port| *port > 0).ok_or_else(unfit)?;
    Ok((host.to_owned(), port))
}

/// The host and port of an address that begins with `https://` or `http://`.
///
/// # Errors
/// [`InputError::Unfit`] for any other text, naming `parameter`.
pub(super) fn of_address(parameter: &str, text: &str) -> Result<(String, u16), InputError> {
    let unfit = || InputError::Unfit { input: parameter.to_owned(), value: text.to_owned() };
    let (rest, usual) = match text.strip_prefix("https://") {
        Some(rest) => (rest, 443),
        None => (text.strip_prefix("http://").ok_or_else(unfit)?, 80),
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let has_port = authority.rsplit_once(':').is_some_and(|(_, port)| !port.contains(']'));
    let authority = if has_port { authority.to_owned() } else { format!("{authority}:{usual}") };
    let (host, port) = host_and_port(parameter, &authority).map_err(|_| unfit())?;
    Ok((host.to_ascii_lowercase(), port))
}

/// Every `host:port` of a list; none if it was left out.
pub(super) fn list(
    name: &str,
    parameter: Option<&Parameter<Vec<String>>>,
    inputs: &Inputs,
) -> Result<Vec<(String, u16)>, InputError> {
    let texts = parameter.map_or(Ok(None), |parameter| parameter.find(inputs))?.unwrap_or_default();
    texts.iter().map(|text| host_and_port(name, text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_ports_are_read() {
        for (text, expected) in [
            ("web.test:443", Some(("web.test", 443))),
            ("192.0.2.1:80", Some(("192.0.2.1", 80))),
            ("[2001:db8::1]:80", Some(("[2001:db8::1]", 80))),
            ("2001:db8::1:80", None),
            ("web.test", None),
            ("web.test:0", None),
            ("web.test:65536", None),
            (":80", None),
            ("https://web.test:443", None),
            ("a@b:80", None),
        ] {
            let read = host_and_port("x", text).ok();
            assert_eq!(read.as_ref().map(|(host, port)| (host.as_str(), *port)), expected, "{text}");
        }
    }

    #[test]
    fn the_host_of_an_address_is_found() {
        for (text, expected) in [
            ("https://Login.test/tenant", Some(("login.test", 443))),
            ("http://login.test", Some(("login.test", 80))),
            ("https://login.test:8443/a:b", Some(("login.test", 8443))),
            ("https://[::1]/", Some(("[::1]", 443))),
            ("https://[::1]:8443", Some(("[::1]", 8443))),
            ("https://alice@login.test/", None),
            ("ftp://login.test", None),
            ("login.test", None),
        ] {
            let read = of_address("x", text).ok();
            assert_eq!(read.as_ref().map(|(host, port)| (host.as_str(), *port)), expected, "{text}");
        }
    }
}
