//! Ends of connections as tcpdump prints them: an address, and behind one more dot its port or the name of its service
//! (classification.md 4.5).

use super::{is_no_entity, parse, push_owned};
use crate::line::Line;
use crate::span::Span;
use std::ops::Range;

/// Judges `192.0.2.7.443`, `192.0.2.7.https` behind `IP ` or ` > `; false if the word is no such end.
pub(in crate::detect) fn judge(line: &Line<'_>, found: &mut Vec<Span>, word: &Range<usize>) -> bool {
    let front = line.slice(0..word.start);
    let rest = line.slice(word.end..line.view.len().min(word.end + 3));
    let placed = front.ends_with(b"IP ") || front.ends_with(b" > ");
    if !placed || !(rest.starts_with(b" > ") || rest.starts_with(b":")) {
        return false;
    }
    let text = line.slice(word.clone());
    let Some(dot) = memchr::memrchr(b'.', text) else { return false };
    let Some(address) = parse(&text[..dot]) else { return false };
    let port = text[dot + 1..].iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
    if port && !is_no_entity(address) {
        push_owned(line, found, word.start..word.start + dot, address);
    }
    port
}
