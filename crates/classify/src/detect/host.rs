//! Host names: whose, and how a full name is split (classification.md 4.2 `machine_name` and `client_hostname`, 4.4, 4.8).

use super::bare_host;
use super::host_form::{Form, form};
use crate::context::{Known, Owner};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::{
    CLOUD_DOMAINS, GENERIC_HOSTS, LEVELS, ORDINARY_WORDS, SERVICE_LABELS, SERVICE_WORDS,
};
use std::ops::Range;

/// Why a name is taken for a host's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The machine that writes the record, or a field for a machine's name.
    Own,
    /// The reverse name of a client.
    Client,
    /// Any word of the line.
    Mention,
}

/// Judges the name at `range`; true if it is a host that the rules label.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>, role: Role) -> bool {
    let name = line.slice(range.clone());
    if !is_name(name)
        || (role != Role::Mention && (GENERIC_HOSTS.has(name) || LEVELS.has(name) || is_constant(name)))
    {
        return false;
    }
    if let Some((owner, at)) = line.context.domain(name) {
        return in_domain(line, found, &range, owner, at);
    }
    let short = range.start..range.start + short_length(name);
    if is_job_at(line, name) {
        push(line, found, short.end + 1..range.end, Entity::TenantHost);
        return true;
    }
    let suffix = line.slice(short.end..range.end);
    // `mars.lan`: a machine's name by its suffix, unless a file's.
    if role == Role::Mention
        && is_local_suffix(suffix)
        && (line.byte_before(range.start).is_none_or(|b| b" [('\"@=,|".contains(&b))
            || line.slice(0..range.start).ends_with(b"://"))
        && (bare_host::is_name(line.slice(short.clone())) || is_model(line.slice(short.clone())))
    {
        push(line, found, short, Entity::MachineName);
        return true;
    }
    if role == Role::Mention
        && suffix.len() > 1
        && !line.slice(short.clone()).iter().any(u8::is_ascii_lowercase)
        && !is_local_suffix(suffix)
        && is_default_name(line.slice(short.clone()))
    {
        push(line, found, range, Entity::MachineName);
        return true;
    }
    if short.end == range.end || is_local_suffix(line.slice(short.end..range.end)) {
        return short_name(line, found, short, role);
    }
    match role {
        Role::Mention if is_internal(line, &short, name) => {
            push(line, found, range, Entity::MachineName);
        }
        Role::Own if is_service(name) => return false,
        Role::Own => push(line, found, range, Entity::MachineName),
        Role::Client => push(line, found, range, Entity::ClientHostname),
        Role::Mention => return false,
    }
    true
}

/// `es-2.dc.internal`, `grid7.corp.example.org`: a name that the Internet does not know, or that says so itself, is no third
/// party's (classification.md 4.2), if its first label is one that machines have.
fn is_internal(line: &Line<'_>, short: &Range<usize>, name: &[u8]) -> bool {
    const TOPS: [&[u8]; 10] = [
        b"internal",
        b"intranet",
        b"intra",
        b"corp",
        b"lan",
        b"local",
        b"localdomain",
        b"localnet",
        b"private",
        b"priv",
    ];
    const INNER: [&[u8]; 5] = [b"corp", b"intra", b"internal", b"intranet", b"cluster"];
    let label = line.slice(short.clone());
    let mut labels = name.split(|b| *b == b'.').skip(1);
    let is_any = |list: &[&[u8]], label: &[u8]| list.iter().any(|known| known.eq_ignore_ascii_case(label));
    let service = memchr::memmem::find(name, b".svc.").is_some();
    let file = matches!(line.byte_before(short.start), Some(b'/' | b'\\' | b'_'))
        && line.slice(short.start.saturating_sub(2)..short.start) != b"//";
    let top = name.rsplit(|b| *b == b'.').next().is_some_and(|label| is_any(&TOPS, label));
    !service
        && !file
        && (top && form(label) >= Form::Possible
            || labels.any(|label| is_any(&INNER, label)) && form(label) >= Form::Possible)
}

/// `UNKNOWN_LOCATION`: a word for what is not there, as programs spell it; no rule for hosts' names allows it (RFC 952).
fn is_constant(name: &[u8]) -> bool {
    name.contains(&b'_') && name.iter().all(|b| b.is_ascii_uppercase() || *b == b'_')
}

/// `1234.srv-1`: a batch job's number in front of its server (5.2).
fn is_job_at(line: &Line<'_>, name: &[u8]) -> bool {
    name.first().is_some_and(u8::is_ascii_digit)
        && memchr::memchr(b'.', name).is_some_and(|dot| {
            let (job, server) = (&name[..dot], &name[dot + 1..]);
            job.iter().all(u8::is_ascii_digit)
                && !server.contains(&b'.')
                && line.context.is_tenant_server(server)
        })
}

/// A web server's or a cloud's own name, which is where something went and no machine (classification.md 5.4).
fn is_service(name: &[u8]) -> bool {
    name.starts_with(b"www.")
        || memchr::memchr_iter(b'.', name).any(|dot| CLOUD_DOMAINS.has(&name[dot + 1..]))
}

/// Letters, digits and inner hyphens, with at least one letter; crosses alone stand for what was left out (`x.x.x.x`).
fn is_name(name: &[u8]) -> bool {
    name.iter().any(|b| b.is_ascii_alphabetic() && !matches!(b, b'x' | b'X'))
        && name.len() <= 253
        && name.iter().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(b))
}

/// The length of the first label.
pub(super) fn short_length(name: &[u8]) -> usize {
    memchr::memchr(b'.', name).unwrap_or(name.len())
}

fn is_local_suffix(suffix: &[u8]) -> bool {
    suffix.eq_ignore_ascii_case(b".local") || suffix.eq_ignore_ascii_case(b".lan")
}

/// `NPIACF4E6`: letters and digits, as a device announces itself in a local network.
fn is_model(name: &[u8]) -> bool {
    name.len() >= 5
        && name.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && name[0].is_ascii_uppercase()
        && name.iter().any(u8::is_ascii_digit)
        || form(name) >= Form::Numbered
}

/// A name under a listed domain that starts at `at` in it.
fn in_domain(line: &Line<'_>, found: &mut Vec<Span>, range: &Range<usize>, owner: Owner, at: usize) -> bool {
    if owner == Owner::Vendor {
        push(line, found, range.clone(), Entity::VendorHost);
        return true;
    }
    let first = range.start..range.start + short_length(line.slice(range.clone()));
    let label = line.slice(first.clone());
    // `1234.srv-1.example.org`: a batch job's number in front of its server (5.2).
    if at > first.len() + 1 && !label.is_empty() && label.iter().all(u8::is_ascii_digit) {
        let rest = first.end + 1..range.end;
        return in_domain(line, found, &rest, owner, at - first.len() - 1);
    }
    if at == 0 || is_service_label(label) {
        push(line, found, range.clone(), Entity::TenantDomain);
    } else if line.context.is_tenant_server(label) {
        push(line, found, range.clone(), Entity::TenantHost);
    } else {
        push(line, found, first.clone(), Entity::MachineName);
        push(line, found, first.end + 1..range.end, Entity::TenantDomain);
    }
    true
}

/// Whether a word alone names a service.
pub(super) fn is_service_word(word: &[u8]) -> bool {
    SERVICE_LABELS.has(word) || SERVICE_WORDS.has(word)
}

fn is_service_label(label: &[u8]) -> bool {
    let numbered = |stem: &[u8]| label.len() == 3 && label.starts_with(stem) && label[2].is_ascii_digit();
    SERVICE_LABELS.has(label) || numbered(b"ns") || numbered(b"mx")
}

fn short_name(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>, role: Role) -> bool {
    let name = line.slice(range.clone());
    if role == Role::Mention && !looks_like_host(name) {
        return false;
    }
    let entity = if line.context.is_tenant_server(name) {
        Entity::TenantHost
    } else if line.context.known(name) == Some(Known::Machine) {
        Entity::MachineName
    } else if line.context.is_vendor_server(name) {
        Entity::VendorHost
    } else if line.context.known(name) == Some(Known::NetBios) && role != Role::Mention {
        Entity::TenantDomain
    } else if role != Role::Mention || is_default_name(name) || line.context.names_machines_so(name) {
        Entity::MachineName
    } else {
        return false;
    };
    push(line, found, range, entity);
    true
}

/// Whether a word that nothing else points to can be a host name: an ordinary word that a pattern happens to match
/// (`proxy`) is not one.
fn looks_like_host(name: &[u8]) -> bool {
    let upper = name.iter().filter(|b| b.is_ascii_uppercase()).count();
    let word = upper == name.len() && (GENERIC_HOSTS.has(name) || is_service_word(name));
    name.len() >= 4
        && name.len() <= 63
        && !name.contains(&b'_')
        && !word
        && (name.iter().any(|b| b.is_ascii_digit() || *b == b'-') || upper >= 2)
}

/// Names that installers and administrators give: `DESKTOP-` and seven letters or digits, and the like.
fn is_default_name(name: &[u8]) -> bool {
    let Some(hyphen) = memchr::memchr(b'-', name) else { return false };
    if is_apple_name(name) {
        return true;
    }
    let (stem, tail) = (&name[..hyphen], &name[hyphen + 1..]);
    let stems =
        [&b"DESKTOP"[..], b"LAPTOP", b"WIN", b"MININT", b"PC", b"WS", b"WKS", b"NB", b"PORTABLE", b"POSTE"];
    is_owned(stem, tail)
        || is_conventional(stem, tail)
        || stems.contains(&stem)
            && (6..=15).contains(&tail.len())
            && tail.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'-')
            && (tail.iter().any(u8::is_ascii_digit) || tail.len() == installed_length(stem))
}

/// `srv-paris-02`, `PC-COMPTA-3`: a kind of machine, a place or a use, and a number.
fn is_conventional(stem: &[u8], tail: &[u8]) -> bool {
    const STEMS: [&[u8]; 14] = [
        b"pc", b"ws", b"nb", b"lt", b"srv", b"svr", b"dc", b"fs", b"esx", b"esxi", b"nas", b"laptop",
        b"desktop", b"poste",
    ];
    STEMS.iter().any(|known| known.eq_ignore_ascii_case(stem))
        && (2..=20).contains(&tail.len())
        && tail.last().is_some_and(u8::is_ascii_digit)
        && tail.iter().filter(|b| b.is_ascii_digit()).count() <= 4
        && tail.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
}

/// `LT-ALEE`, `LAPTOP-MARTIN`: a kind of machine and the name of its owner, which is no word of the trade.
fn is_owned(stem: &[u8], tail: &[u8]) -> bool {
    let stems = [&b"LT"[..], b"LAPTOP", b"PORTABLE", b"POSTE", b"NB"];
    stems.contains(&stem)
        && (4..=15).contains(&tail.len())
        && tail.iter().all(u8::is_ascii_uppercase)
        && !ORDINARY_WORDS.has(tail)
}

/// How many random letters and digits Windows' installer puts behind a stem.
fn installed_length(stem: &[u8]) -> usize {
    match stem {
        b"DESKTOP" => 7,
        b"LAPTOP" => 8,
        b"WIN" => 11,
        _ => 0,
    }
}

/// `MacBook-Air-de-Josee`, `Janes-MBP`, `Janes-Pixel-7`: what the set-up of devices makes of their owner's name.
fn is_apple_name(name: &[u8]) -> bool {
    const DEVICES: [&[u8]; 8] =
        [b"MacBook", b"MBP", b"MBA", b"iMac", b"iPhone", b"iPad", b"Pixel", b"Galaxy"];
    let begins = |two: &[u8]| matches!(two, b"Ma" | b"MB" | b"iM" | b"iP" | b"Pi" | b"Ga");
    if !name.windows(2).any(begins) {
        return false;
    }
    let holds = |part: &[u8]| memchr::memmem::find(name, part).is_some();
    let owned = [&b"-de-"[..], b"-von-", b"-van-", b"-di-", b"s-"].iter().any(|part| holds(part));
    owned && DEVICES.iter().any(|device| holds(device))
}
