//! Servers inside the identifiers that programs make of their names (classification.md 4.2 `machine_name`).

use crate::line::Line;
use crate::word::{Shape, Word};
use std::ops::Range;

/// `ID:node-1-37033-1574867374550-0:1`: where the host ends that made a connection of Java's messaging (host, port, time in
/// milliseconds, counter).
pub(super) fn in_connection(line: &Line<'_>, word: &Word) -> Option<usize> {
    if line.slice(word.start.saturating_sub(3)..word.start) != b"ID:" {
        return None;
    }
    let text = line.slice(word.start..word.end);
    let mut parts = text.rsplitn(4, |b| *b == b'-');
    let number = |part: Option<&[u8]>, digits: std::ops::RangeInclusive<usize>| {
        part.is_some_and(|p| digits.contains(&p.len()) && p.iter().all(u8::is_ascii_digit))
    };
    let tail = number(parts.next(), 1..=3) && number(parts.next(), 13..=13) && number(parts.next(), 4..=5);
    parts.next().filter(|_| tail).map(|host| word.start + host.len())
}

/// `BP-1347369012-192.0.2.7-1444972147527`: the server in the identifier of HDFS' pool of blocks.
pub(super) fn pool_address(line: &Line<'_>, word: &Word) -> Option<Range<usize>> {
    let text = line.slice(word.start..word.end);
    // `through port IP_192.0.2.5`, as Windows calls a printer's.
    if text.starts_with(b"IP_") && word.shape.has(Shape::DOT) {
        return Some(word.start + b"IP_".len()..word.end);
    }
    let text = text.strip_prefix(b"BP-").filter(|_| word.shape.has(Shape::DOT))?;
    let (first, last) = (memchr::memchr(b'-', text)?, memchr::memrchr(b'-', text)?);
    let start = word.start + b"BP-".len();
    (first < last).then_some(start + first + 1..start + last)
}

/// `job 8812.srv1`, `;8812.srv1;`: the server in the identifier of a batch job, a name that ends in a number.
pub(super) fn job_server(line: &Line<'_>, word: &Word) -> Option<usize> {
    if !word.shape.has(Shape::DOT) || !line.byte(word.start)?.is_ascii_digit() {
        return None;
    }
    let text = line.slice(word.start..word.end);
    let dot = memchr::memchr(b'.', text)?;
    let (job, server) = (&text[..dot], &text[dot + 1..]);
    let column = line.byte_before(word.start) == Some(b';') && line.byte(word.end) == Some(b';');
    let named = line.slice(word.start.saturating_sub(4)..word.start).eq_ignore_ascii_case(b"job ");
    ((column || named)
        && job.len() >= 2
        && job.iter().all(u8::is_ascii_digit)
        && server.first().is_some_and(u8::is_ascii_alphabetic)
        && server.last().is_some_and(u8::is_ascii_digit)
        && server.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-'))
    .then_some(word.start + dot + 1)
}
