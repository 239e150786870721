//! Extensions in the logs of telephone systems: behind the technology of a channel and behind nouns for who has a number
//! (classification.md 4.2 `phone`).

use super::DIGITS_MAX;
use crate::entity::Entity;
use crate::field::{Field, Style};
use crate::key::KeyClass;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

/// One digit is a key that somebody pressed.
const DIGITS_MIN: usize = 2;

/// Whether a text begins as the names of channels do, with the technology of one: of Asterisk, then of `FreeSWITCH`.
pub(in crate::detect) fn is_channel(text: &[u8]) -> bool {
    const TECHNOLOGIES: [&[u8]; 12] = [
        b"SIP/",
        b"PJSIP/",
        b"IAX2/",
        b"Local/",
        b"DAHDI/",
        b"SCCP/",
        b"H323/",
        b"MGCP/",
        b"Skinny/",
        b"sofia/",
        b"loopback/",
        b"verto",
    ];
    TECHNOLOGIES.iter().any(|technology| text.starts_with(technology))
}

/// `PJSIP/2045,20,tTr`, `IAX2/118-3`, `Local/210@from-queue`: the number behind the slash that ends at `end`; what only begins
/// with digits is the name of a trunk.
pub(in crate::detect) fn behind_technology(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let start = line.run_back(end, |b| b.is_ascii_alphanumeric());
    // `/usr/local/12` and `res_pjsip/…` are paths.
    let named = line.byte(start).is_some_and(|b| b.is_ascii_uppercase())
        && !line.byte_before(start).is_some_and(|b| b"/._-\\".contains(&b));
    if named && line.byte(end) == Some(b'/') {
        number(line, found, end + 1, b"-,@&\"')]}/;:|^ ");
    }
}

/// `AOR '2024'`, `Endpoint 118 is now Reachable`, `exten=2045`: the number behind a noun, in a line on calls.
pub(in crate::detect) fn behind_subscriber(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let start = line.run(end, |b| b" :='\"[<(\x1f".contains(&b));
    if start > end && start - end <= GAP_BYTES_MAX && tells_of_calls(line) {
        number(line, found, start, b"@,'\")]>;/ &|");
    }
}

/// A colon, a blank and two signs that open something.
const GAP_BYTES_MAX: usize = 4;

fn number(line: &Line<'_>, found: &mut Vec<Span>, start: usize, ends: &[u8]) {
    let number = start..line.run(start, |b| b.is_ascii_digit());
    let ended = line.byte(number.end).is_none_or(|b| ends.contains(&b) || b.is_ascii_whitespace());
    if (DIGITS_MIN..=DIGITS_MAX).contains(&number.len()) && ended {
        push(line, found, number, Entity::Phone);
    }
}

/// Whether `2017@sip.example.org` or `sofia/internal/2017@…` is a subscriber: the local part is a number, and host, path or line are
/// those of calls.
pub(in crate::detect) fn is_subscriber(line: &Line<'_>, local: &Range<usize>, domain: &Range<usize>) -> bool {
    const HOSTS: [&[u8]; 12] = [
        b"sip",
        b"sips",
        b"pbx",
        b"voip",
        b"sbc",
        b"tel",
        b"voice",
        b"phone",
        b"ims",
        b"cucm",
        b"asterisk",
        b"telephony",
    ];
    let text = line.slice(local.clone());
    if !(DIGITS_MIN..=DIGITS_MAX).contains(&text.len()) || !text.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let name = line.slice(domain.clone());
    let label = name.split(|b| *b == b'.').next().unwrap_or_default();
    let letters = label.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let host = label.get(..letters).unwrap_or_default();
    HOSTS.iter().any(|known| known.eq_ignore_ascii_case(host)) || tells_of_calls(line)
}

/// Whether the line names a protocol, a program or a request of telephony.
pub(in crate::detect) fn tells_of_calls(line: &Line<'_>) -> bool {
    const SIGNS: [&str; 19] = [
        "SIP",
        "sip:",
        "sip_",
        "sofia",
        "IAX2",
        "chan_",
        "pbx",
        "PBX",
        "DAHDI",
        "dialplan",
        "from-internal",
        "SCCP",
        "freeswitch",
        "asterisk",
        "Asterisk",
        "oicemail",
        "CallManager",
        "INVITE ",
        "=INVITE",
    ];
    let has = |sign: &&str| memchr::memmem::find(line.view, sign.as_bytes()).is_some();
    *line.on_calls.get_or_init(|| SIGNS.iter().any(has))
}

/// `CallingPartyNumber=2045`: a key on calls, and nothing but a few digits.
pub(super) fn is_extension(line: &Line<'_>, field: &Field<KeyClass>, value: &Range<usize>) -> bool {
    const NOUNS: [&str; 5] = ["call", "dial", "ani", "dnis", "ext"];
    const DIGITS: std::ops::RangeInclusive<usize> = 3..=5;
    let text = line.slice(value.clone());
    if !DIGITS.contains(&text.len()) || !text.iter().all(u8::is_ascii_digit) || field.style == Style::Label {
        return false;
    }
    let key = line.slice(field.key.clone()).to_ascii_lowercase();
    NOUNS.iter().any(|noun| memchr::memmem::find(&key, noun.as_bytes()).is_some())
}
