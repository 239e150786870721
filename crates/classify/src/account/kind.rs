//! What a record is about: its bare `number` or `id` is an invoice's, an order's or a subscription's (classification.md 4.7).

use super::CONTAINERS;
use crate::field::Fields;
use crate::key::Lexicon;
use crate::line::Line;
use std::sync::LazyLock;

/// The kinds that bare keys are listed under, the most telling first.
const KINDS: [&str; 3] = ["invoice", "subscription", "order"];

/// Keys that records of one kind have, by their kind's place in the list.
static TELLING: LazyLock<Lexicon<usize>> = LazyLock::new(|| {
    Lexicon::read(include_str!("../data/account_kinds.txt"), |name| {
        KINDS.iter().position(|kind| *kind == name)
    })
});

static STATING: LazyLock<Lexicon<()>> = LazyLock::new(|| {
    Lexicon::read(include_str!("../data/account_kinds.txt"), |name| (name == "stating").then_some(()))
});

/// The kind that a record's type or root element states, or else what its keys tell; empty if nothing does. Second, the kind of
/// what stands outside of every container: none in `{"id":"WH-1","event_type":"order.paid","data":{…}}`, which is an event.
pub(super) fn of<'a>(line: &Line<'a>) -> (&'a [u8], &'a [u8]) {
    let mut types = Fields::default();
    types.read(line.view, |_, key| STATING.lookup(b"", key));
    let stated = types.iter().next().map(|field| line.slice(field.value.clone()));
    // `invoice.payment_failed`, `BILLING.SUBSCRIPTION.ACTIVATED`, `Billing/accounts/invoices`: what befell the invoice.
    let mut parts = stated.unwrap_or_default().split(|b| *b == b'.' || *b == b'/');
    let first = parts.clone().next();
    let kind = parts
        .find(|kind| is_numbered(kind))
        .or_else(|| root_element(line))
        .or_else(|| told(line))
        .or_else(|| befallen(line))
        .or(first)
        .unwrap_or_default();
    let event = types.iter().any(|field| line.slice(field.value.clone()).contains(&b'.'));
    (kind, if event && has_container(line) { b"" } else { kind })
}

/// `invoice.payment_failed attempt=1 number=…`: an event at the start of a line or behind its time.
fn befallen(line: &Line<'_>) -> Option<&'static [u8]> {
    const HEAD_BYTES_MAX: usize = 64;
    let head = line.slice(0..line.view.len().min(HEAD_BYTES_MAX));
    let mut words = head.split(|b| *b == b' ');
    let of = |word: &[u8]| {
        let end = memchr::memchr(b'.', word)?;
        KINDS.into_iter().find(|kind| word.get(..end) == Some(kind.as_bytes()))
    };
    words.find_map(of).map(str::as_bytes)
}

/// Whether records of this kind have a number of their own.
fn is_numbered(kind: &[u8]) -> bool {
    [&b"number"[..], b"id"].iter().any(|key| super::KEYS.lookup(kind, key).is_some())
}

/// Whether the record of an event stands in it, as an object.
fn has_container(line: &Line<'_>) -> bool {
    CONTAINERS.iter().any(|name| {
        memchr::memmem::find_iter(line.view, name).any(|at| {
            let end = at + name.len();
            line.byte_before(at) == Some(b'"') && line.slice(end..end + 3) == b"\":{"
        })
    })
}

/// The root element of an XML document, which is its record's type.
fn root_element<'a>(line: &Line<'a>) -> Option<&'a [u8]> {
    let start = memchr::memmem::find(line.view, b"?>").map_or(0, |at| at + 2);
    let open = line.run(start, |b| b.is_ascii_whitespace());
    let name = open + 1..line.run(open + 1, |b| b.is_ascii_alphanumeric() || b == b':');
    // Of a fragment the first element may be a value.
    let leaf = line.byte(name.end) == Some(b'>') && line.byte(name.end + 1).is_some_and(|b| b != b'<');
    (line.byte(open) == Some(b'<') && !leaf).then(|| line.slice(name))
}

/// The kind of the record's own keys.
fn told(line: &Line<'_>) -> Option<&'static [u8]> {
    let mut telling = Fields::default();
    telling.read(line.view, |parent, key| {
        (parent.is_empty() || CONTAINERS.contains(&parent)).then(|| TELLING.lookup(b"", key)).flatten()
    });
    telling.iter().map(|field| field.class).min().and_then(|kind| KINDS.get(kind)).map(|kind| kind.as_bytes())
}
