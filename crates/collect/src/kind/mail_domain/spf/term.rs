//! One word of an SPF record (RFC 7208, section 4.6.1).

use std::net::{Ipv4Addr, Ipv6Addr};

/// A directive or a modifier.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) qualifier: char,
    pub(super) kind: Kind,
}

/// What a word asks of a receiver.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    All,
    Include(String),
    Redirect(String),
    /// `a`, of another name if one is given.
    Address(Option<String>),
    /// `mx`, of another name if one is given.
    MailServers(Option<String>),
    /// `ptr` and `exists`: a lookup that depends on the message.
    Lookup,
    /// Needs no lookup: `ip4`, `ip6`, `exp` and unknown modifiers.
    Free,
}

impl Term {
    /// Reads one word, or says what is wrong with it.
    pub(super) fn parse(word: &str) -> Result<Self, &'static str> {
        let (qualifier, rest) = match word.chars().next() {
            Some(sign @ ('+' | '-' | '~' | '?')) => (sign, word.get(1..).unwrap_or_default()),
            _ => ('+', word),
        };
        let end = rest.find([':', '=', '/']).unwrap_or(rest.len());
        let (name, argument) = rest.split_at(end);
        let name = name.to_ascii_lowercase();
        let kind = match argument.chars().next() {
            Some('=') => modifier(&name, argument.get(1..).unwrap_or_default())?,
            _ => mechanism(&name, argument)?,
        };
        Ok(Self { qualifier, kind })
    }
}

fn modifier(name: &str, value: &str) -> Result<Kind, &'static str> {
    match name {
        "redirect" if value.is_empty() => Err("it names no domain"),
        "redirect" => Ok(Kind::Redirect(value.to_owned())),
        "all" | "include" | "a" | "mx" | "ptr" | "ip4" | "ip6" | "exists" => Err("it takes `:`, not `=`"),
        _ => Ok(Kind::Free),
    }
}

fn mechanism(name: &str, argument: &str) -> Result<Kind, &'static str> {
    let value = argument.strip_prefix(':');
    match name {
        "all" if argument.is_empty() => Ok(Kind::All),
        "include" => named(value).map(Kind::Include),
        "exists" => named(value).map(|_| Kind::Lookup),
        "ptr" => Ok(Kind::Lookup),
        "a" => host(argument).map(Kind::Address),
        "mx" => host(argument).map(Kind::MailServers),
        "ip4" if network(value, 32, |address| address.parse::<Ipv4Addr>().is_ok()) => Ok(Kind::Free),
        "ip6" if network(value, 128, |address| address.parse::<Ipv6Addr>().is_ok()) => Ok(Kind::Free),
        "ip4" | "ip6" => Err("it is not an address or network"),
        _ => Err("it is no mechanism of SPF"),
    }
}

fn named(value: Option<&str>) -> Result<String, &'static str> {
    value.filter(|name| !name.is_empty()).map(str::to_owned).ok_or("it names no domain")
}

/// The name in `:name`, `:name/24` or `/24//64`; none if it is the domain's own.
fn host(argument: &str) -> Result<Option<String>, &'static str> {
    let (name, lengths) = argument.split_at(argument.find('/').unwrap_or(argument.len()));
    let digits = |length: &str| length.is_empty() || length.parse::<u8>().is_ok_and(|bits| bits <= 128);
    if !lengths.split('/').all(digits) {
        return Err("its prefix length is no number");
    }
    match name.strip_prefix(':') {
        Some("") => Err("it names no domain"),
        Some(name) => Ok(Some(name.to_owned())),
        None => Ok(None),
    }
}

fn network(value: Option<&str>, bits_max: u8, is_address: impl Fn(&str) -> bool) -> bool {
    let Some(value) = value else { return false };
    let (address, bits) =
        value.split_once('/').map_or((value, None), |(address, bits)| (address, Some(bits)));
    is_address(address) && bits.is_none_or(|bits| bits.parse::<u8>().is_ok_and(|bits| bits <= bits_max))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, qualifier: char, kind: &Kind) {
        let term = Term::parse(word).unwrap();
        assert_eq!((term.qualifier, &term.kind), (qualifier, kind), "{word}");
    }

    #[test]
    fn words_are_read() {
        let name = |name: &str| Some(name.to_owned());
        check("-all", '-', &Kind::All);
        check("ALL", '+', &Kind::All);
        check("include:_spf.example.com", '+', &Kind::Include("_spf.example.com".to_owned()));
        check("?a", '?', &Kind::Address(None));
        check("a:host.example/24//64", '+', &Kind::Address(name("host.example")));
        check("mx/30", '+', &Kind::MailServers(None));
        check("~exists:%{i}.x", '~', &Kind::Lookup);
        check("ip4:192.0.2.0/24", '+', &Kind::Free);
        check("ip6:2001:db8::/32", '+', &Kind::Free);
        check("redirect=x.example", '+', &Kind::Redirect("x.example".to_owned()));
        check("exp=x.example", '+', &Kind::Free);
    }

    #[test]
    fn faulty_words_are_refused() {
        for word in [
            "ip4:300.0.0.1",
            "ip4:192.0.2.0/33",
            "ip6:192.0.2.1",
            "ip4",
            "include:",
            "include",
            "all:x",
            "foo",
            "include=x",
            "a:",
            "mx/x",
            "redirect=",
            "-",
            "",
        ] {
            assert!(Term::parse(word).is_err(), "{word}");
        }
    }
}
