//! Machines whose names are bare words, `mars` or `siskin`: nothing in the letters tells them from other words, so that only the
//! place does, and a word there is a name if no list knows it or if machines are called so (classification.md 4.2 `machine_name`:
//! "unsure whether it is an entity" and section 5 silent).

use super::machine_words::{
    ends, follows_message, follows_work, goes_on, is_noun, is_preposition, is_reached, is_said, is_sure_noun,
};
use super::novel::{is_improbable, is_novel};
use super::port::{is_chosen_port, is_port};
use super::{address, host, naming};
use crate::line::Line;
use crate::marks::Marks;
use crate::span::Span;
use crate::vocabulary::{GIVEN_NAMES, HOST_THEMES};
use crate::word::is_any;
use std::ops::Range;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    if line.channel.is_prose() {
        return;
    }
    if line.marks.has(Marks::COLON) {
        outcome(line, found);
        memchr::memchr_iter(b':', line.view).for_each(|colon| with_port(line, found, colon));
    }
    for (_, word) in line.marked(Marks::PREPOSITION) {
        let Some(place) = name_behind(line, word.end) else { continue };
        let text = line.slice(word.start..word.end);
        let named = if is_any(&["of", "de"], text) {
            follows_work(line, word.start)
                && (ends(place.rest) || goes_on(place.rest) || is_said(place.rest))
                && is_name(line.slice(place.name.clone()))
        } else if is_preposition(text) {
            is_named_by_preposition(line, text, word.start, &place)
        } else {
            is_noun(text) && is_named_by_noun(line, text, word.start, &place)
        };
        if named {
            host::judge(line, found, place.name, host::Role::Own);
        }
    }
}

/// `ok: [mars]`, `mars     : ok=12`: how a step went on a machine, and its sums, which are whole lines.
fn outcome(line: &Line<'_>, found: &mut Vec<Span>) {
    const OUTCOMES: [&[u8]; 6] = [b"ok", b"changed", b"fatal", b"failed", b"skipping", b"unreachable"];
    let first = line.run(0, |b| b.is_ascii_alphabetic());
    let text = line.slice(0..first);
    let rest = line.slice(first..line.view.len());
    if rest.starts_with(b": [") && OUTCOMES.contains(&text) {
        let start = first + b": [".len();
        let name = start..line.run(start, |b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
        if matches!(line.byte(name.end), Some(b']' | b' ')) {
            host::judge(line, found, name, host::Role::Own);
        }
    } else if rest.starts_with(b" ") && rest.trim_ascii_start().starts_with(b": ok=") {
        host::judge(line, found, 0..first, host::Role::Own);
    }
}

/// `refused: mars:6661`, `[siskin:9092,teal:9092]`: a bare word and a port of four or five digits.
fn with_port(line: &Line<'_>, found: &mut Vec<Span>, colon: usize) {
    if !line.byte(colon + 1).is_some_and(|b| b.is_ascii_digit())
        || !line.byte_before(colon).is_some_and(|b| b.is_ascii_alphabetic())
    {
        return;
    }
    let name = line.run_back(colon, |b| b.is_ascii_alphabetic())..colon;
    let text = line.slice(name.clone());
    let rest = line.slice(colon..line.view.len());
    if !NAME_BYTES.contains(&name.len()) || !is_chosen_port(rest) {
        return;
    }
    let before = line.byte_before(name.start);
    let stated = line.slice(name.start.saturating_sub(2)..name.start) == b": " || before == Some(b'@');
    let apart = before.is_none_or(|b| b" ([,='\"".contains(&b));
    if apart && is_theme(text) || stated && is_name(text) {
        host::judge(line, found, name, host::Role::Own);
    }
}

/// A bare word where a name may stand, and what stands behind it and its quotes.
struct Place<'l> {
    name: Range<usize>,
    rest: &'l [u8],
    enclosed: bool,
}

/// Abbreviations are shorter, and no word of a theme is longer.
const NAME_BYTES: std::ops::RangeInclusive<usize> = 3..=16;

/// The bare word one blank behind `end`, in quotes or brackets or in none.
fn name_behind<'l>(line: &Line<'l>, end: usize) -> Option<Place<'l>> {
    if line.byte(end) != Some(b' ') {
        return None;
    }
    // `member 1.0 (mars)`.
    let number = line.run(end + 1, |b| b.is_ascii_digit() || b == b'.');
    let end = if number > end + 1 && line.slice(number..number + 2) == b" (" { number } else { end };
    let open = line.byte(end + 1).filter(|b| b"'\"<[(".contains(b));
    let start = end + 1 + usize::from(open.is_some());
    let name = start..line.run(start, |b| b.is_ascii_alphabetic());
    let close = open.map(|open| match open {
        b'<' => b'>',
        b'[' => b']',
        b'(' => b')',
        quote => quote,
    });
    let enclosed = close.is_some() && line.byte(name.end) == close;
    let behind = name.end + usize::from(enclosed);
    let rest = line.slice(behind..line.view.len());
    let closed = match rest {
        []
        | [b' ' | b',' | b';' | b')' | b']' | b'\'' | b'"' | b'\n' | b'\r', ..]
        | [b'.' | b':' | b'?' | b'!'] => true,
        [b'.' | b':' | b'?' | b'!', next, ..] => !next.is_ascii_alphanumeric() || is_port(rest),
        _ => false,
    };
    (NAME_BYTES.contains(&name.len()) && closed && (enclosed || open.is_none())).then_some(Place {
        name,
        rest,
        enclosed,
    })
}

/// `node mars left`, `host 'mars'`, `on host mars`.
fn is_named_by_noun(line: &Line<'_>, text: &[u8], noun: usize, place: &Place<'_>) -> bool {
    let name = line.slice(place.name.clone());
    let governed = || {
        line.word_before(noun)
            .is_some_and(|word| word.end + 1 == noun && is_preposition(line.slice(word.start..word.end)))
    };
    if is_said(place.rest) || is_port(place.rest) || place.enclosed {
        return is_name(name);
    }
    let sure = is_sure_noun(text);
    ends(place.rest) && (is_theme(name) || (sure || governed()) && is_name(name))
        || sure && goes_on(place.rest) && is_name(name)
}

/// `connect to mars:6514`, `request from mars`.
fn is_named_by_preposition(line: &Line<'_>, text: &[u8], start: usize, place: &Place<'_>) -> bool {
    let name = line.slice(place.name.clone());
    let addressed = matches!(place.rest, [b' ', b'(' | b'[', ..])
        && naming::starts_with_address(line, place.name.end + usize::from(place.enclosed) + 2);
    let numbered = line.byte_before(place.name.start) == Some(b'(')
        && line.byte_before(place.name.start.saturating_sub(2)).is_some_and(|b| b.is_ascii_digit())
        && place.enclosed;
    // A version may stand there, and who it is by.
    if numbered {
        return is_theme(name);
    }
    if is_port(place.rest) || addressed {
        return is_name(name);
    }
    if is_interface(line, name) {
        return false;
    }
    let from = is_any(&["from", "depuis"], text);
    let closed = ends(place.rest) || goes_on(place.rest);
    closed
        && !place.enclosed
        && (is_theme(name)
            || from && (follows_message(line, start) && is_requester(name) || is_capitals(name))
            || ends(place.rest) && is_reached(line, text, start) && is_name(name))
}

/// `… to Pika:192.0.2.7/443 … from Pika`: an interface of a firewall of Cisco's, which writes addresses behind them.
fn is_interface(line: &Line<'_>, name: &[u8]) -> bool {
    memchr::memmem::find(line.view, b"%ASA-").is_some()
        && memchr::memmem::find_iter(line.view, name).any(|at| {
            let end = at + name.len();
            line.byte(end) == Some(b':') && naming::starts_with_address(line, end + 1)
        })
}

/// A name that no account has by its letters: where a message came from, accounts stand too.
pub(super) fn is_requester(name: &[u8]) -> bool {
    is_theme(name) || is_novel(name) && !is_improbable(name) && !GIVEN_NAMES.has(name)
}

/// Whether a word in a machine's place can be its name.
pub(super) fn is_name(name: &[u8]) -> bool {
    is_theme(name) || is_novel(name) || is_capitals(name)
}

pub(crate) fn is_theme(name: &[u8]) -> bool {
    let first = name.first().is_some_and(u8::is_ascii_uppercase);
    let rest = name.get(1..).unwrap_or_default();
    let one_case =
        rest.iter().all(u8::is_ascii_lowercase) || first && rest.iter().all(u8::is_ascii_uppercase);
    one_case && HOST_THEMES.has(name)
}

/// A word in capitals that no list knows and that can be said, as no abbreviation can.
fn is_capitals(name: &[u8]) -> bool {
    const LETTERS_MIN: usize = 5;
    name.len() >= LETTERS_MIN && name.iter().all(u8::is_ascii_uppercase) && {
        let small = name.to_ascii_lowercase();
        is_novel(&small) && !super::likely::is_unlikely(&small)
    }
}

/// `siskin/192.0.2.7:7000` as Java writes a socket's address, `siskin->192.0.2.7`: what names the machine in front of its address.
pub(super) fn before_address(line: &Line<'_>, found: &mut Vec<Span>, address: &Range<usize>) {
    let end = match line.slice(address.start.saturating_sub(2)..address.start) {
        [_, b'/'] => address.start - 1,
        b"->" => address.start - 2,
        _ => return,
    };
    let name = line.run_back(end, |b| b.is_ascii_alphabetic())..end;
    let bracketed = line.byte_before(name.start).is_some_and(|b| b"[('\"=".contains(&b));
    let apart = bracketed || line.byte_before(name.start).is_none_or(|b| b.is_ascii_whitespace());
    let text = line.slice(name.clone());
    let named = || if bracketed { is_name(text) } else { is_theme(text) };
    let product = || address::is_version(line, address);
    if apart
        && NAME_BYTES.contains(&name.len())
        && named()
        && naming::is_address(line.slice(address.clone()))
        && !product()
    {
        host::judge(line, found, name, host::Role::Own);
    }
}
