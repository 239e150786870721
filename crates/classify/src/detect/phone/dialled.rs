//! Numbers in the dial strings, legs of calls and dial plans of telephone systems (classification.md 4.2 `phone`).

use super::DIGITS_MAX;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

/// The number of a dial string: `00` or `0` behind a trunk's name, as in `SIP/trunk/0049…`. True if it is one.
pub(in crate::detect) fn judge_dialled(line: &Line<'_>, found: &mut Vec<Span>, word: &Range<usize>) -> bool {
    let text = line.slice(word.clone());
    let path = line.run_back(word.start, |b| b.is_ascii_alphanumeric() || b"/_.-".contains(&b));
    let channels = [&b"SIP/"[..], b"PJSIP/", b"IAX2/", b"DAHDI/", b"sofia/", b"Local/", b"H323/"];
    let national = text.starts_with(b"0") && (9..=DIGITS_MAX).contains(&text.len());
    let dialled = (national || text.starts_with(b"00") && (10..=DIGITS_MAX + 2).contains(&text.len()))
        && line.byte_before(word.start) == Some(b'/')
        && channels.iter().any(|channel| line.slice(path..word.start).starts_with(channel));
    if dialled {
        push(line, found, word.clone(), Entity::Phone);
    }
    dialled || judge_leg(line, found, word)
}

/// `[4021@context:1]`: who is called, the context and the step of a dial plan.
pub(super) fn plan(line: &Line<'_>, found: &mut Vec<Span>, at: usize) {
    let number = line.run_back(at, |b| b.is_ascii_digit())..at;
    // FreeSWITCH's `sofia/internal/1004@192.0.2.7`.
    let path = line.run_back(number.start, |b| b.is_ascii_alphanumeric() || b"/_.-".contains(&b));
    if line.slice(path..number.start).starts_with(b"sofia/") && (3..=DIGITS_MAX).contains(&number.len()) {
        push(line, found, number, Entity::Phone);
        return;
    }
    let context = line.run(at + 1, |b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    let step = line.run(context + 1, |b| b.is_ascii_digit());
    let planned = line.byte_before(number.start) == Some(b'[')
        && line.byte(context) == Some(b':')
        && step > context + 1
        && line.byte(step) == Some(b']');
    if planned && (2..=DIGITS_MAX).contains(&number.len()) {
        push(line, found, number, Entity::Phone);
    }
}

/// `SIP/4021-0000a310`: the subscriber of one leg of a call, and the leg's number. True if it is one.
pub(in crate::detect) fn judge_leg(line: &Line<'_>, found: &mut Vec<Span>, word: &Range<usize>) -> bool {
    const CHANNELS: [&[u8]; 6] = [b"SIP/", b"PJSIP/", b"IAX2/", b"SCCP/", b"Local/", b"DAHDI/"];
    const LEG_DIGITS: usize = 8;
    let number = word.start..line.run(word.start, |b| b.is_ascii_digit());
    let leg = line.slice(number.end..word.end);
    let named = (3..=DIGITS_MAX).contains(&number.len())
        && leg.len() == LEG_DIGITS + 1
        && leg.starts_with(b"-")
        && leg[1..].iter().all(u8::is_ascii_hexdigit)
        && CHANNELS.iter().any(|channel| line.slice(0..word.start).ends_with(channel));
    if named {
        push(line, found, number, Entity::Phone);
    }
    named
}
