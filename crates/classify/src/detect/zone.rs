//! Names in the place of a zone, a suffix or a domain: the sub-domain of a tenant has no host part there (classification.md 4.4
//! `tenant_domain`).

use super::host;
use super::host_form::{Form, form};
use crate::context::{Known, Owner};
use crate::entity::Entity;
use crate::key::KeyClass;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

/// Nouns of which a domain is the name, English and French.
const NOUNS: [&str; 15] = [
    "suffix",
    "suffixe",
    "suffixes",
    "zone",
    "zones",
    "domain",
    "domaine",
    "domains",
    "forest",
    "realm",
    "realms",
    "search",
    "subdomain",
    "$origin",
    "domäne",
];

/// Labels the whole name at `range`, if it is a sub-domain of the tenant's in such a place. Its first label must not be a machine's.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, range: &Range<usize>) -> bool {
    let is_one = is_subdomain(line, range) && is_place(line, range);
    if is_one {
        push(line, found, range.clone(), Entity::TenantDomain);
    }
    is_one
}

/// Whether the name lies in a domain of the tenant's, and its first label is no machine's.
pub(super) fn is_subdomain(line: &Line<'_>, range: &Range<usize>) -> bool {
    let name = line.slice(range.clone());
    let label = name.get(..host::short_length(name)).unwrap_or_default();
    line.context.domain(name).is_some_and(|(owner, at)| owner == Owner::Tenant && at > 0)
        && form(label) < Form::Numbered
        && line.context.known(label) != Some(Known::Machine)
        && !line.context.is_tenant_server(label)
}

fn is_place(line: &Line<'_>, range: &Range<usize>) -> bool {
    let before = line.byte_before(range.start);
    // `PC-7@corp.example.org`, `joe@corp.example.org`.
    before == Some(b'@')
        || is_zone(line, range.end)
        || is_value_of_domain(line, range.start)
        || follows_noun(line, range.start)
}

/// `'corp.example.org/IN'`, `corp.example.org/SOA/IN`: a zone and its class, or what only zones have (RFC 1035, 3.2).
fn is_zone(line: &Line<'_>, end: usize) -> bool {
    const RECORDS: [&[u8]; 4] = [b"/SOA", b"/NS", b"/DNSKEY", b"/DS"];
    let rest = line.slice(end..line.view.len());
    let record = RECORDS.iter().find_map(|record| rest.strip_prefix(*record)).unwrap_or(rest);
    let class = [&b"/IN"[..], b"/CH", b"/HS"].iter().find_map(|class| record.strip_prefix(*class));
    class.is_some_and(|rest| !rest.first().is_some_and(u8::is_ascii_alphanumeric))
}

fn is_value_of_domain(line: &Line<'_>, start: usize) -> bool {
    line.fields
        .at(start)
        .is_some_and(|field| field.class == KeyClass::Domain && field.value.start + 1 >= start)
}

fn follows_noun(line: &Line<'_>, start: usize) -> bool {
    const GAP_BYTES_MAX: usize = 4;
    let Some(mut word) = line.word_before(start) else { return false };
    let text = |at: &crate::word::Word| line.slice(at.start..at.end);
    let close = |end: usize, start: usize| {
        let gap = line.slice(end..start);
        (1..=GAP_BYTES_MAX).contains(&gap.len()) && gap.iter().all(|b| b" :='\"[<(\x1f".contains(b))
    };
    if !close(word.end, start) {
        return false;
    }
    // `domain name corp.example.org`.
    if [&b"name"[..], b"list"].iter().any(|noun| text(word).eq_ignore_ascii_case(noun)) {
        match line.word_before(word.start) {
            Some(noun) if close(noun.end, word.start) => word = noun,
            _ => return false,
        }
    }
    NOUNS.iter().any(|noun| text(word).eq_ignore_ascii_case(noun.as_bytes()))
}
