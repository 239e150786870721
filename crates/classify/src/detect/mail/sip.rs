//! SIP addresses (classification.md 4.2 `sip_uri`, `phone`).

use super::Address;
use crate::context::Owner;
use crate::detect::{host, host_form, user};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

/// The scheme in front, if it is one of SIP's.
pub(super) fn scheme(line: &Line<'_>, start: usize) -> Option<&'static [u8]> {
    [&b"sip:"[..], b"sips:", b"im:", b"pres:", b"tel:"].into_iter().find(|scheme| {
        start.checked_sub(scheme.len()).is_some_and(|from| {
            line.slice(from..start).eq_ignore_ascii_case(scheme)
                && !line.byte_before(from).is_some_and(|b| b.is_ascii_alphanumeric())
        })
    })
}

/// A subscriber's number or extension.
pub(super) fn is_number(local: &[u8]) -> bool {
    let number = local.strip_prefix(b"+").unwrap_or(local);
    number.len() >= 3 && number.iter().all(u8::is_ascii_digit)
}

pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, address: Address, owner: Option<Owner>) {
    let local = line.slice(address.local.clone());
    if is_number(local) {
        subscriber(line, found, address.local);
        host::judge(line, found, address.domain, host::Role::Mention);
    } else if owner == Some(Owner::Tenant) {
        push(line, found, address.local, Entity::SipUri);
        push(line, found, address.domain, Entity::TenantDomain);
    } else {
        push(line, found, address.local.start..address.domain.end, Entity::SipUri);
    }
}

/// `joe/sip:joe@192.0.2.7`: whose contact it is, as registrars write it.
pub(super) fn owner(line: &Line<'_>, found: &mut Vec<Span>, local: usize) {
    let end = local - scheme(line, local).map_or(0, <[u8]>::len);
    if line.byte_before(end) == Some(b'/') {
        let name = line.run_back(end - 1, |b| b.is_ascii_alphanumeric() || b"._-".contains(&b))..end - 1;
        user::judge(line, found, name, user::Position::Cue);
    }
}

/// The number of `sip:4021@…`, and the one in front of `4021/sip:4021@…`, as registrars write contacts.
pub(super) fn subscriber(line: &Line<'_>, found: &mut Vec<Span>, local: Range<usize>) {
    let end = local.start - scheme(line, local.start).map_or(0, <[u8]>::len);
    push(line, found, local, Entity::Phone);
    if line.byte_before(end) == Some(b'/') {
        let owner = line.run_back(end - 1, |b| b.is_ascii_digit())..end - 1;
        let apart = line.byte_before(owner.start).is_none_or(|b| b" '\"".contains(&b));
        if apart && owner.len() >= 2 {
            push(line, found, owner, Entity::Phone);
        }
    }
}

/// The server of `sip:4021@pbx-1`: a name without dots is one of the tenant's own network.
pub(super) fn server(line: &Line<'_>, found: &mut Vec<Span>, domain: Range<usize>) {
    let own = host_form::form(line.slice(domain.clone())) >= host_form::Form::Numbered;
    host::judge(line, found, domain, if own { host::Role::Own } else { host::Role::Mention });
}
